"""Resolving: words from outside meet our actors by name."""

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.names.asking import ask

NAMES = {
    "Moscow": "russia", "RU": "russia", "RUS": "russia", "Q159": "russia", "Kremlin": "russia", "Россия": "russia",
    "Kyiv": "ukraine", "Kiev": "ukraine", "NATO": "nato", "EU": "european-union", "E5": "e5",
    "Sikorski": "radoslaw-sikorski", "Radoslaw Sikorski": "radoslaw-sikorski",
    "Institute for the Study of War": "institute-for-the-study-of-war", "ISW": "institute-for-the-study-of-war",
}  # fmt: skip


def test_names_are_resolved_as_the_filter_takes_them(reader: CheckedClient) -> None:
    answer = reader.get("/v1/actors/resolve", params={"name": list(NAMES)}).json()  # type: ignore[dict-item]  # repeated
    assert {each["name"]: each["match"] for each in answer["data"]} == NAMES
    assert all(each["candidates"][0]["score"] == 100 for each in answer["data"])
    for word, actor in NAMES.items():
        listed = reader.get("/v1/developments", params={"actor": word, "limit": "200"}).json()
        assert listed["meta"]["resolved"] == {word: actor}
        assert [each["id"] for each in listed["data"]] == reader.ids(f"/v1/developments?actor={actor}&limit=200")


def test_what_means_nobody_has_candidates_and_no_match(reader: CheckedClient) -> None:
    states, nobody = reader.data("/v1/actors/resolve?name=states&name=zzzzqqq")
    assert (states["match"], nobody["match"], nobody["candidates"]) == (None, None, [])
    assert "united-states" in [each["id"] for each in states["candidates"]]
    assert all(each["score"] < 100 for each in states["candidates"])
    (person,) = reader.data("/v1/actors/resolve?name=Sikorsky&kind=person&limit=1")
    assert (person["match"], person["candidates"][0]["id"]) == (None, "radoslaw-sikorski")


def test_resolving_reads_any_moment_and_has_validators(reader: CheckedClient) -> None:
    assert reader.data("/v1/actors/resolve?name=Moscow&as_of=0")[0]["candidates"] == []
    first = reader.get("/actors/resolve?name=Moscow")
    assert first.headers["link"] == '</v1/actors/resolve?name=Moscow>; rel="canonical"'
    again = reader.get("/v1/actors/resolve?name=Moscow", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304
    for query in ("", "name=", "name=a&limit=21", "name=a&kind=planet", "names=a"):
        reader.refused(f"/v1/actors/resolve?{query}")


def test_what_several_go_by_is_no_match_however_few_are_shown(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        for name, country in (("aa", "FR"), ("zz", "GB")):
            writer.create("actors", examples.actor("Ministry of Testing", id=name, country=country))
        writer.create("actors", examples.actor("Other", id="other", aliases=["aa", "Science, Innovation and So On"]))
    for limit in (1, 5):
        (resolved,) = client.data(f"/v1/actors/resolve?name=Ministry of Testing&limit={limit}")
        assert (resolved["match"], len(resolved["candidates"])) == (None, min(limit, 2))
        found = ask(client, {"q": {"query": "Ministry of Testing", "limit": limit}})["q"]
        assert not any(each["match"] for each in found)
        properties = [{"pid": "country", "v": "GB"}]
        first = ask(client, {"q": {"query": "Ministry of Testing", "limit": limit, "properties": properties}})["q"][0]
        assert (first["id"], first["score"]) == ("zz", 100)
        (by_id,) = client.data(f"/v1/actors/resolve?name=aa&limit={limit}")
        assert by_id["match"] == "aa"
        assert [each["id"] for each in ask(client, {"q": {"query": "aa"}})["q"] if each["match"]] == ["aa"]
    (comma,) = client.data("/v1/actors/resolve?name=Science\\, Innovation and So On")
    assert (comma["name"], comma["match"]) == ("Science, Innovation and So On", "other")
    assert client.get("/v1/developments?actor=Science\\, Innovation and So On").json()["meta"]["resolved"] == {
        "Science, Innovation and So On": "other"
    }
