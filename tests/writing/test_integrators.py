"""Integrators: what may be left out of what is sent, and what may be given in words."""

import json
from functools import reduce
from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import SourceDraft
from tests.editors import Editor, draft, export
from tests.evidence.passages import TEXT, passage, put
from tests.scratch import grounds_of
from tests.writing.batches import send, written

LITTLE = {"title": "Morning report", "publisher": "The Évening Post", "url": "https://www.example.org/1"}


def test_a_source_needs_a_title_and_a_publisher(editor: Editor) -> None:
    made = editor.send("POST", "/v1/sources", LITTLE, status=201).json()["data"]
    assert (made["kind"], made["origin"]) == ("article", "the-evening-post")
    assert editor.send("POST", "/v1/sources", LITTLE, status=200).json()["data"] == made
    said = LITTLE | {"kind": "article", "origin": "the-evening-post"}
    assert editor.send("POST", "/v1/sources", said, status=200).json()["data"] == made
    other = editor.send("POST", "/v1/sources", LITTLE | {"origin": "another"}, status=409).json()["errors"]
    assert [(fault["pointer"], fault["message"]) for fault in other] == [("/origin", 'is "the-evening-post" there')]


def test_an_origin_stays_until_it_is_taken_away(editor: Editor) -> None:
    editor.send("POST", "/v1/sources", LITTLE | {"id": "s", "origin": "agency"}, status=201)
    for patch, origin in (
        ({"publisher": "Another"}, "agency"),
        ({"origin": None}, "another"),
        ({"publisher": "A third"}, "another"),
        ({"publisher": "A third", "origin": None}, "a-third"),
    ):
        changed = editor.send("PATCH", "/v1/sources/s", patch, tag="*", status=200).json()["data"]
        assert changed["origin"] == origin
    assert editor.client.get("/v1/sources?origin=a-third").json()["meta"]["total"] == 1


@pytest.mark.parametrize("form", ["json", "ndjson", "csv"])
def test_every_way_in_takes_little(editor: Editor, form: str) -> None:
    body = b"title,publisher\nMorning report,The Evening Post\n" if form == "csv" else written([LITTLE], form)
    (item,) = send(editor, body, form=form)["data"]
    made = editor.client.get(f"/v1/sources/{item['id']}").json()["data"]
    assert (made["kind"], made["origin"][:4]) == ("article", "the-")


def test_a_draft_without_an_origin_is_written_by_the_service_too(database: Database) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        made: Any = writer.create("sources", SourceDraft(title="T", publisher="A & B")).record
    assert made.origin == "a-b"


@pytest.fixture
def world(editor: Editor) -> Editor:
    """Actors with names, and a source with a text."""
    editor.create("actors", {"id": "ruritania", "name": "Ruritania", "aliases": ["Strelsau"], "country": "GB"})
    editor.create("actors", {"id": "graustark", "name": "Graustark", "identifiers": {"wikidata": "Q2"}})
    editor.create("actors", {"id": "old-league", "name": "Old League", "kind": "organisation"})
    editor.create("actors", {"id": "league", "name": "The Great League", "kind": "organisation"})
    editor.send("POST", "/v1/actors/old-league/merge", {"into": "league"}, status=200)
    editor.create("actors", {"id": "one", "name": "Duke Michael", "kind": "person"})
    namesake = {"id": "two", "name": "Duke Michael", "kind": "person"}
    editor.send("POST", "/v1/actors?shared_names=true", namesake, status=201)
    editor.create("sources", {"id": "minutes"})
    put(editor, "minutes", TEXT)
    return editor


WORDS: dict[str, dict[str, Any]] = {
    "/v1/developments": {
        "actors": [{"id": "strelsau", "role": "host"}, {"id": "Q2", "role": "speaker"}],
        "measures": [{"name": "n", "value": 4.5, "unit": "u", "subject": "GB", "on": "2026-02-01"}],
    },
    "/v1/conditions": {"demanded_by": ["RURITANIA", "old-league"], "addressed_to": ["Graustark"]},
    "/v1/actors": {
        "name": "Rassendyll",
        "kind": "person",
        "offices": [{"title": "Envoy", "organisation": "the great league", "from": "2026-01-01"}],
        "memberships": [{"group": "The Great League", "from": "2026-01-01"}, {"group": "graustark"}],
    },
}
IDS: dict[str, list[tuple[Any, ...]]] = {
    "/v1/developments": [
        ("actors", 0, "id", "ruritania"), ("actors", 1, "id", "graustark"), ("measures", 0, "subject", "ruritania"),
    ],
    "/v1/conditions": [("demanded_by", 0, "ruritania"), ("demanded_by", 1, "league"), ("addressed_to", 0, "graustark")],
    "/v1/actors": [
        ("offices", 0, "organisation", "league"), ("memberships", 0, "group", "league"),
        ("memberships", 1, "group", "graustark"),
    ],
}  # fmt: skip


def named(path: str, record: dict[str, Any]) -> list[Any]:
    """What a record says where words were given."""
    return [reduce(lambda value, step: value[step], steps, record) for *steps, _ in IDS[path]]


@pytest.mark.parametrize("path", WORDS)
def test_actors_are_named_by_any_of_their_words(world: Editor, path: str) -> None:
    collection, ids = path.removeprefix("/v1/"), [each[-1] for each in IDS[path]]
    whole = world.create(collection, {"id": "whole"} | WORDS[path]).json()["data"]
    assert named(path, whole) == ids
    world.create(collection, {"id": "little"})
    patch = {name: value for name, value in WORDS[path].items() if name != "name"}
    for _ in range(2):
        changed = world.send("PATCH", f"{path}/little", patch, tag="*", status=200).json()["data"]
        assert (named(path, changed), changed["revision"]) == (ids, 2)
    assert world.client.get(f"{path}/whole").json()["data"] == whole


@pytest.mark.parametrize("path", WORDS)
@pytest.mark.parametrize(
    ("word", "says", "suggested"), [("Graustrak", "is no actor", "graustark"), ("Duke Michael", "more than one", "one")]
)
def test_a_word_for_no_actor_or_several_is_refused(
    world: Editor, path: str, word: str, says: str, suggested: str
) -> None:
    before = export(world)
    for name, index, *member, _ in IDS[path]:
        body = draft(path.removeprefix("/v1/")) | json.loads(json.dumps(WORDS[path]))
        body[name][index] = body[name][index] | {member[0]: word} if member else word
        (fault,) = world.send("POST", path, body, status=422).json()["errors"]
        assert fault["pointer"] == "/".join(map(str, ["", name, index, *member]))
        assert says in fault["message"]
        assert suggested in fault["suggestions"]
    assert export(world) == before


def test_many_words_that_mean_nothing_are_a_few_faults(world: Editor) -> None:
    body = draft("conditions") | {"demanded_by": [f"Nobody {number}" for number in range(100)]}
    told = world.send("POST", "/v1/conditions", body, status=422).json()
    assert (len(told["errors"]), told["detail"].endswith("no more than 5 are told")) == (5, True)


QUOTE = {"source": "minutes", "exact": "Nobody  came to\r\nZenda"}
JUDGED = {"on": "2026-02-02", "status": "unmet", "rationale": "R.", "evidence": [QUOTE]}
CARRIERS: dict[str, dict[str, Any]] = {
    "/v1/developments": {"evidence": [QUOTE]},
    "/v1/conditions": {"evidence": [QUOTE], "assessments": [JUDGED]},
    "/v1/actors": {"name": "X", "evidence": [QUOTE], "offices": [{"title": "Envoy", "evidence": [QUOTE]}]},
}


@pytest.mark.parametrize("path", CARRIERS)
def test_evidence_is_given_by_its_words(world: Editor, path: str) -> None:
    selected = passage(TEXT, "Nobody came to Zenda")
    made = world.create(path.removeprefix("/v1/"), {"id": "x", **CARRIERS[path]}).json()["data"]
    same = world.send("PATCH", f"{path}/x", CARRIERS[path], tag="*", status=200).json()["data"]
    assert same["revision"] == 1
    noted = {"caveats": [{"kind": "other", "note": "N."}]}
    other = world.send("PATCH", f"{path}/x", noted, tag="*", status=200).json()["data"]
    for record in (made, same, other):
        found = list(grounds_of(record))
        assert len(found) == json.dumps(CARRIERS[path]).count('"exact"')
        for ground in found:
            assert (ground["selector"], ground["state"]) == (selected, "verified")
            assert ground["exact"] == "Nobody came to Zenda"


def test_an_assessment_is_given_its_evidence_in_words(world: Editor) -> None:
    world.create("conditions", {"id": "c"})
    (made,) = world.send("POST", "/v1/conditions/c/assessments", JUDGED, status=200).json()["data"]["assessments"]
    assert made["evidence"][0]["selector"] == passage(TEXT, "Nobody came to Zenda")


def test_the_words_are_sought_in_the_text_through_which_the_source_is_known(world: Editor) -> None:
    world.create("sources", {"id": "digest"})
    put(world, "digest", f"Digest. {TEXT}")
    made = world.create("developments", {"evidence": [QUOTE | {"via": "digest"}]}).json()["data"]
    assert made["evidence"][0]["selector"] == passage(f"Digest. {TEXT}", "Nobody came to Zenda")


@pytest.mark.parametrize(
    ("ground", "says", "suggested"),
    [
        (QUOTE | {"exact": "Nobody ran to Zenda"}, "the nearest is at start", "Nobody came to Zenda"),
        (QUOTE | {"exact": "met in Strelsau"}, "quote more of it", None),
        (QUOTE | {"selector": passage(TEXT, "Zenda")}, "give one of them", None),
        (QUOTE | {"source": "silent"}, "none is attached", None),
    ],
)
def test_words_that_select_no_passage_are_refused(
    world: Editor, ground: dict[str, Any], says: str, suggested: str | None
) -> None:
    world.create("sources", {"id": "silent"})
    world.create("conditions", {"id": "c"})
    before = export(world)
    judged = JUDGED | {"evidence": [ground]}
    for method, path, body, pointer in (
        ("POST", "/v1/developments", draft("developments") | {"evidence": [ground]}, "/evidence/0/exact"),
        ("PATCH", "/v1/conditions/c", {"assessments": [judged]}, "/assessments/0/evidence/0/exact"),
        ("POST", "/v1/conditions/c/assessments", judged, "/evidence/0/exact"),
    ):
        faults = world.send(method, path, body, tag="*" if method == "PATCH" else None, status=422).json()["errors"]
        assert {fault["pointer"] for fault in faults} == {pointer}
        assert all(says in fault["message"] for fault in faults)
        assert suggested is None or faults[0]["suggestions"] == [suggested]
    nowhere = draft("developments") | {"evidence": [QUOTE | {"source": "nothing"}]}
    (fault,) = world.send("POST", "/v1/developments", nowhere, status=422).json()["errors"]
    assert fault["pointer"] == "/evidence/0/source"
    assert export(world) == before


def test_the_documentation_says_what_words_are_taken(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["EvidenceDraft"]["properties"]["exact"]
    assert "pattern" not in schemas["InvolvedDraft"]["properties"]["id"]
    assert schemas["Involved"]["properties"]["id"]["$ref"] == "#/components/schemas/Slug"
