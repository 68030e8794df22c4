"""Names in filters: every name of an actor means the same, whole, and what means nobody is refused."""

import unicodedata

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.reading.predicates import of_actors


@pytest.mark.parametrize(
    ("query", "best"),
    [
        ("/v1/developments?condition=full-withdrawl", "full-withdrawal"),
        ("/v1/developments?source=isw-assessment-2026-02-52", "isw-assessment-2026-02-25"),
        ("/v1/developments?publisher=Reutres", "reuters"),
        ("/v1/developments?publisher=Institute for the Study", "institute for the study of war"),
        ("/v1/conditions?source=isw-assessment", "isw-assessment-2026-02-25"),
        ("/v1/sources?publisher=Blomberg", "bloomberg"),
        ("/v1/sources?origin=reutres", "reuters"),
        ("/v1/actors?actor=Frence", "france"),
        ("/v1/actors?source=bloomberg-analysis", "bloomberg-analysis-of-deterrence-undated"),
    ],
)
def test_a_word_that_nothing_goes_by_is_refused_with_the_nearest(reader: CheckedClient, query: str, best: str) -> None:
    (fault,) = reader.refused(query)["errors"]
    assert fault["suggestions"][0] == best


@pytest.mark.parametrize(
    "words",
    [
        ("Russia", "russia", "RUSSIA", "RU", "ru", "RUS", "Moscow", "Russian Federation", "Q159", "Kremlin", "россия"),
        ("Ukraine", "UA", "UKR", "Kyiv", "Kiev", "Україна"),
        ("European Union", "EU", "eu", "european-union"),
        ("nato", "NATO", "North Atlantic Treaty Organization"),
        ("e5", "E5"),
        ("radoslaw-sikorski", "Sikorski", "Radosław Sikorski", "Radoslaw Sikorski", "RADOSŁAW  sikorski"),
        ("ireland", "Éire", "eire", unicodedata.normalize("NFD", "Éire"), "IE", "IRL"),
        ("institute-for-the-study-of-war", "Institute for the Study of War", "ISW", "isw"),
        ("united-states", "US", "USA", "U.S.", "Washington"),
        ("united-kingdom", "UK", "GB", "GBR"),
    ],
    ids=lambda words: words[0],
)  # fmt: skip
def test_every_name_of_an_actor_gives_the_same_set(reader: CheckedClient, words: tuple[str, ...]) -> None:
    answers = [reader.get("/v1/developments", params={"actor": word, "limit": "200"}) for word in words]
    resolved = {word: answer.json()["meta"]["resolved"] for word, answer in zip(words, answers, strict=True)}
    assert len({next(iter(value.values())) for value in resolved.values()}) == 1
    assert len({tuple(record["id"] for record in answer.json()["data"]) for answer in answers}) == 1


@pytest.mark.parametrize("word", ["US", "EU", "UK"])
def test_a_name_is_never_matched_within_another(reader: CheckedClient, word: str) -> None:
    page = reader.get(f"/v1/developments?actor={word}&limit=200").json()
    (actor,) = page["meta"]["resolved"].values()
    assert all(actor in of_actors(record) for record in page["data"])
    for other in ("Russia", "Reuters", "Ukraine"):
        assert any(
            actor not in of_actors(record) for record in reader.data(f"/v1/developments?actor={other}&limit=200")
        )


def test_a_code_of_a_state_does_not_mean_who_belongs_to_it(reader: CheckedClient) -> None:
    assert reader.ids("/v1/actors?actor=FR") == ["france"]
    assert set(reader.ids("/v1/actors?country=FR")) > {"france", "emmanuel-macron"}


@pytest.mark.parametrize("word", ["states", "Russ", "nobody at all", "*", "%", "_", "russia'--", "🙂", "a" * 200])
def test_a_name_of_nobody_is_refused(reader: CheckedClient, word: str) -> None:
    for parameter in ("actor", "actor_all", "actor_not"):
        response = reader.get("/v1/developments", params={parameter: word})
        assert response.status_code == 422
        assert response.json()["errors"][0]["name"] == parameter


@pytest.mark.parametrize(
    ("word", "best"),
    [("Rusia", "russia"), ("Ukrane", "ukraine"), ("Natoo", "nato"), ("Macrom", "emmanuel-macron")],
)
def test_the_nearest_name_is_suggested(reader: CheckedClient, word: str, best: str) -> None:
    assert reader.refused(f"/developments?actor={word}")["errors"][0]["suggestions"][0] == best


def test_a_name_of_several_is_refused_with_the_candidates(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        writer.create("actors", examples.actor("Brussels", id="first", aliases=["Capital"]))
        writer.create("actors", examples.actor("capitál", id="second"))
        writer.create("actors", examples.actor("Other", id="capital-city", aliases=["second"]))
    fault = client.refused("/v1/developments?actor=Capital")["errors"][0]
    assert fault["suggestions"] == ["first", "second"]
    assert client.get("/v1/developments?actor=second").json()["meta"]["resolved"] == {"second": "second"}
