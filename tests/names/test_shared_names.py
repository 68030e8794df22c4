"""Names: a word that means an actor is taken by no other, unless its writer says that both are to share it."""

import threading
from typing import Any

import pytest

from app.errors import Conflict
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.editors import Editor, draft, export, key
from tests.reading.test_costs import statements

RUSSIA = {
    "id": "russia",
    "name": "Russia",
    "kind": "state",
    "country": "RU",
    "aliases": ["Moscow", "Россия"],
    "identifiers": {"wikidata": "Q159", "iso3166-1-alpha-3": "RUS"},
}


@pytest.fixture
def russia(editor: Editor) -> Editor:
    editor.create("actors", RUSSIA)
    return editor


def refused(editor: Editor, method: str, path: str, body: Any = None) -> dict[str, str]:
    """What is wrong with a write, by its place in the record: where it was not sent, beyond what was."""
    before = export(editor)
    problem = editor.send(method, path, body, tag="*" if method == "PATCH" else None, status=409).json()
    assert export(editor) == before
    assert "actors/russia" in problem["detail"]
    places = {each["pointer"] + (f"/{each['name']}" if "name" in each else ""): each for each in problem["errors"]}
    return {place: each["message"] for place, each in places.items()}


def test_the_words_of_another_actor_are_refused_each_at_its_place(russia: Editor) -> None:
    body: dict[str, Any] = {
        "name": "Rossiya",
        "kind": "state",
        "country": "RU",
        "aliases": ["Rossiya", "MOSCOW ", "россия"],
    }
    body["identifiers"] = {"wikidata": "Q159", "other": "rus"}
    means = "means actors/russia already, as it stands at"
    shared, never = "there; shared_names=true shares it", "there; it is never shared"
    assert refused(russia, "POST", "/v1/actors", body) == {
        "/aliases/1": f"{means} /aliases/0 {shared}",
        "/aliases/2": f"{means} /aliases/1 {shared}",
        "/identifiers/wikidata": f"{means} /identifiers/wikidata {never}",
        "/identifiers/other": f"{means} /identifiers/iso3166-1-alpha-3 {shared}",
        "/country": f"{means} /country {never}",
    }
    left = refused(russia, "POST", "/v1/actors?shared_names=true", body)
    assert set(left) == {"/identifiers/wikidata", "/country"}
    for query in ("", "?dry_run=true"):
        assert set(refused(russia, "POST", f"/v1/actors{query}", {"name": "rússia", "kind": "state"})) == {"/name"}
    for word in ("Moscow", "RU", "q159", "RUS"):
        answer = russia.client.get(f"/v1/developments?actor={word}").json()
        assert answer["meta"]["resolved"] == {word: "russia"}


def test_a_name_that_is_shared_is_asked_for_with_both(russia: Editor) -> None:
    body = draft("actors") | {"name": "Moscow", "kind": "group"}
    second = russia.send("POST", "/v1/actors?shared_names=true", body, status=201).json()["data"]
    assert second["id"] == "moscow-2"  # an id goes before names: `moscow` would have taken the word
    (fault,) = russia.client.get("/v1/developments?actor=Moscow").json()["errors"]
    assert fault["suggestions"] == ["moscow-2", "russia"]
    # What was shared before stays editable; only what is newly claimed is held against others.
    path = "/v1/actors/moscow-2"
    russia.send("PATCH", path, {"description": "D."}, tag="*", status=200)
    assert set(refused(russia, "PATCH", path, {"aliases": ["Kremlin", "RU"]})) == {"/aliases/1"}
    russia.send("PATCH", f"{path}?shared_names=true", {"aliases": ["Kremlin", "RU"]}, tag="*", status=200)
    russia.send("PATCH", path, {"aliases": ["RU"]}, tag="*", status=200)
    assert set(refused(russia, "PATCH", path, {"aliases": ["RU"], "kind": "state", "country": "RU"})) == {"/country"}
    russia.send("PATCH", path, {"aliases": [], "name": "Another"}, tag="*", status=200)
    assert set(refused(russia, "PATCH", path, {"name": "Moscow"})) == {"/name"}


def test_a_country_means_the_state_alone(russia: Editor) -> None:
    russia.create("actors", {"id": "agency", "kind": "institution", "country": "RU"})
    assert set(refused(russia, "PATCH", "/v1/actors/agency", {"kind": "state"})) == {"/country"}


def test_no_id_takes_a_word(russia: Editor) -> None:
    for query in ("", "?shared_names=true"):
        body = draft("actors") | {"id": "moscow", "name": "Other"}
        problem = russia.send("POST", f"/v1/actors{query}", body, status=409).json()
        assert [each["pointer"] for each in problem["errors"]] == ["/id"]
        assert "actors/russia" in problem["errors"][0]["message"]
    assert set(refused(russia, "POST", "/v1/actors", {"name": "N", "kind": "group", "aliases": ["russia"]})) == {
        "/aliases/0"
    }


def test_the_id_of_a_merged_actor_is_its_survivors_word(russia: Editor) -> None:
    russia.create("actors", {"id": "kremlin", "kind": "state", "name": "The Kremlin"})
    russia.send("POST", "/v1/actors/kremlin/merge", {"into": "russia"}, status=200)
    body = {"name": "Kremlin", "kind": "institution"}
    assert refused(russia, "POST", "/v1/actors", body) == {
        "/name": "means actors/russia already, as it is the id of what went into it; shared_names=true shares it"
    }
    russia.send("PATCH", "/v1/actors/russia", {"aliases": ["Moscow", "Kremlin"]}, tag="*", status=200)


def test_a_merge_frees_the_words_of_what_it_ends(russia: Editor) -> None:
    russia.create("actors", {"id": "other", "name": "Other", "kind": "state", "country": "GB", "aliases": ["Ours"]})
    russia.send("POST", "/v1/actors/other/merge", {"into": "russia"}, status=200)
    russia.send("PATCH", "/v1/actors/russia", {"aliases": ["Moscow", "Ours", "Other"]}, tag="*", status=200)
    problem = russia.send("POST", "/v1/actors/other/restore", status=409).json()
    assert [each["pointer"] for each in problem["errors"]] == ["/id", "/name", "/aliases/0"]
    russia.send("POST", "/v1/actors/other/restore?shared_names=true", status=200)
    resolved = russia.client.get("/v1/developments?actor=other").json()["meta"]["resolved"]
    assert resolved == {"other": "other"}  # an id goes first


@pytest.mark.parametrize("name", sorted(COLLECTIONS.keys() - {"actors"}))
def test_only_actors_share_names(editor: Editor, name: str) -> None:
    editor.create(name, {"id": "it"})
    for method, path in (("POST", f"/v1/{name}"), ("PATCH", f"/v1/{name}/it"), ("POST", f"/v1/{name}/it/restore")):
        problem = editor.send(method, f"{path}?shared_names=true", {}, tag="*", status=422).json()
        assert [each["name"] for each in problem["errors"]] == ["shared_names"]


def test_deleting_and_merging_share_nothing(editor: Editor, document: dict[str, Any]) -> None:
    editor.create("actors", {"id": "it"})
    for method, path in (("DELETE", "/v1/actors/it"), ("POST", "/v1/actors/it/merge")):
        editor.send(method, f"{path}?shared_names=true", {}, tag="*", status=422)
    shown = {
        (method, path)
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if any(each["name"] == "shared_names" for each in operation.get("parameters", ()))
    }
    assert shown == {("post", "/v1/actors"), ("patch", "/v1/actors/{id}"), ("post", "/v1/actors/{id}/restore")}


def test_of_two_who_take_a_name_at_once_one_has_it(editor: Editor) -> None:
    statuses: list[int] = []

    def take(number: int) -> None:
        body = {"id": f"a-{number}", "name": f"A {number}", "kind": "group", "aliases": ["The name"]}
        headers = {"Authorization": f"Bearer {editor.token}"}
        statuses.append(editor.client.post("/v1/actors", json=body, headers=headers).status_code)

    threads = [threading.Thread(target=take, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] + [409] * 7


def test_records_of_one_transaction_are_held_against_each_other(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("actors", examples.actor("One", id="one", aliases=["Name"]))
        with pytest.raises(Conflict):
            writer.create("actors", examples.actor("Two", aliases=["name"]))
        writer.replace("actors", "one", examples.actor("One", id="one"))
        writer.create("actors", examples.actor("Two", id="two", aliases=["name"]))
        writer.delete("actors", "two")
        writer.create("actors", examples.actor("Three", id="three", aliases=["name", "two"]))


def test_a_seeded_name_is_not_taken_either(seeded: Database) -> None:
    with pytest.raises(Conflict) as caught, writing(seeded, COLLECTIONS, by="test") as writer:
        writer.create("actors", examples.actor("Rossiya", country="RU", aliases=["Moscow"]))
    assert [fault.pointer for fault in caught.value.faults] == ["/aliases/0", "/country"]


def test_what_a_name_costs(russia: Editor, database: Database) -> None:
    token = key(database, "him", "*")
    body = draft("actors") | {"name": "A", "aliases": [f"Name {number}" for number in range(90)]}
    with statements() as seen:
        Editor(russia.client, token).send("POST", "/v1/actors", body, status=201)
    asked = [each for each in seen if "FROM actor_term" in each and "IN (" in each]
    assert len(asked) == 2  # the id, and all that is claimed
