"""Sourcing: what only independent sources confirm."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from app.errors import Invalid
from app.migrations import migrate
from app.migrations.steps import downgrade
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import ConditionVersion, DevelopmentVersion
from app.store.write import writing
from seed.loader import load
from tests import examples
from tests.editors import Editor, draft, export
from tests.evidence.sourcing import MET, UNSOURCED, grounds

GIVEN = ("status", "given_status", "credibility", "given_credibility")
CONFIRMED = {"status": "confirmed", "credibility": 1}


def stands(editor: Editor, path: str = MET) -> tuple[Any, ...]:
    """Status and credibility of a development, each as it is derived and as it was given."""
    record = editor.client.get(path).json()["data"]
    return tuple(record[name] for name in GIVEN)


EVIDENCE = {
    (): 0,
    ("gazette",): 1,
    ("gazette", "gazette"): 1,
    ("gazette", "reprint"): 1,
    ("gazette via digest", "digest"): 1,
    ("gazette", "herald denies"): 1,
    ("gazette", "herald disputes"): 1,
    ("gazette", "herald"): 2,
    ("gazette via digest", "herald via digest"): 2,
    ("gazette", "herald", "wire denies"): 2,
}
"""Evidence, and how many independent origins assert it."""


@pytest.mark.parametrize("evidence", EVIDENCE)
def test_what_is_called_confirmed_takes_two_independent_origins(desk: Editor, evidence: tuple[str, ...]) -> None:
    before = export(desk)
    for claim in ({"status": "confirmed"}, {"credibility": 1}, CONFIRMED):
        body = draft("developments") | {"evidence": grounds(*evidence), **claim}
        status = 201 if EVIDENCE[evidence] >= 2 else 422
        answer = desk.send("POST", "/v1/developments?dry_run=true", body, status=status)
        if status == 422:
            faults = desk.send("POST", "/v1/developments", body, status=422).json()["errors"]
            assert {fault["pointer"] for fault in faults} == {f"/{name}" for name in claim}
            assert all("Admiralty code's 1" in fault["message"] for fault in faults)
            assert f"{EVIDENCE[evidence] or 'none'} asserts" in faults[0]["message"]
        else:
            assert {name: answer.json()["data"][f"given_{name}"] for name in claim} == claim
    for grade in (2, 6):
        desk.send("POST", "/v1/developments?dry_run=true", draft("developments") | {"credibility": grade}, status=201)
    assert export(desk) == before


def test_an_edit_that_claims_it_anew_or_takes_its_sources_away_is_refused(desk: Editor) -> None:
    desk.create("developments", {"id": "met", "evidence": grounds("gazette")})
    for claim in ({"status": "confirmed"}, {"credibility": 1}):
        (fault,) = desk.send("PATCH", MET, claim, tag="*", status=422).json()["errors"]
        assert fault["pointer"] == f"/{next(iter(claim))}"
    desk.send("PATCH", MET, {**CONFIRMED, "evidence": grounds("gazette", "herald")}, tag="*", status=200)
    assert stands(desk) == ("confirmed", "confirmed", 1, 1)
    before = export(desk)
    for evidence in ([], grounds("gazette"), grounds("gazette", "herald denies"), grounds("gazette", "reprint")):
        faults = desk.send("PATCH", MET, {"evidence": evidence}, tag="*", status=422).json()["errors"]
        assert [(fault["pointer"], fault["name"]) for fault in faults] == [("", "status"), ("", "credibility")]
    assert export(desk) == before
    desk.send("PATCH", MET, {"evidence": [], "status": "reported", "credibility": 3}, tag="*", status=200)
    assert stands(desk) == ("reported", "reported", 3, 3)


LOST: dict[str, tuple[tuple[str, ...], tuple[str, str, Any], tuple[str, str, Any] | None]] = {
    "a reprint comes to light": (
        ("gazette", "herald"),
        ("PATCH", "herald", {"origin": "gazette"}),
        ("PATCH", "herald", {"origin": "herald"}),
    ),
    "an owner comes to light": (
        ("gazette", "herald"),
        ("PATCH", "herald", {"owner": "gazette"}),
        ("PATCH", "herald", {"owner": None}),
    ),
    "a relay is found out": (
        ("gazette via wire", "wire"),
        ("PATCH", "wire", {"aggregator": True}),
        ("PATCH", "wire", {"aggregator": False}),
    ),
    "two sources were one": (("gazette", "herald"), ("POST", "herald/merge", {"into": "gazette"}), None),
}
"""Who asserts, what somebody does to a source so that it counts no more, and what undoes that."""


@pytest.mark.parametrize("name", LOST)
def test_what_others_do_to_its_sources_is_not_refused_and_takes_the_grade_away(desk: Editor, name: str) -> None:
    evidence, lose, regain = LOST[name]
    desk.create("developments", {"id": "met", "evidence": grounds(*evidence), **CONFIRMED})
    method, behind, body = lose
    desk.send(method, f"/v1/sources/{behind}", body, tag="*", status=200)
    assert stands(desk) == ("reported", "confirmed", 2, 1)
    # An edit of something else goes through, and so does one that takes nothing away; one that does is refused.
    desk.send("PATCH", MET, {"title": "They met"}, tag="*", status=200)
    kept = desk.client.get(MET).json()["data"]["evidence"]
    own = [{name: ground[name] for name in ("source", "via", "stance")} for ground in kept]
    desk.send("PATCH", MET, {"evidence": [*own, *grounds("digest denies")]}, tag="*", status=200)
    desk.send("PATCH", MET, {"evidence": grounds("digest denies")}, tag="*", status=422)
    desk.send("PATCH", MET, {"evidence": own}, tag="*", status=200)
    assert stands(desk) == ("reported", "confirmed", 2, 1)
    if regain is not None:
        method, behind, body = regain
        desk.send(method, f"/v1/sources/{behind}", body, tag="*", status=200)
    else:
        desk.send("PATCH", MET, {"evidence": [*own, *grounds("wire")]}, tag="*", status=200)
    assert stands(desk) == ("confirmed", "confirmed", 1, 1)


def test_a_dispute_comes_before_what_its_sources_carry(desk: Editor) -> None:
    desk.create("developments", {"id": "met", "evidence": grounds("gazette", "herald"), **CONFIRMED})
    desk.create("developments", {"id": "not", "relations": [{"id": "met", "kind": "contradicts"}]})
    desk.send("PATCH", "/v1/sources/herald", {"origin": "gazette"}, tag="*", status=200)
    assert stands(desk) == ("disputed", "confirmed", 2, 1)
    desk.send("DELETE", "/v1/developments/not", tag="*", status=200)
    assert stands(desk) == ("reported", "confirmed", 2, 1)


def test_lists_go_by_what_is_derived(desk: Editor) -> None:
    desk.create("developments", {"id": "met", "evidence": grounds("gazette", "herald"), **CONFIRMED})
    asked = ("credibility_max=1", "status=confirmed", "credibility_max=2", "status=reported")

    def found() -> list[int]:
        return [desk.client.get(f"/v1/developments?{each}").json()["meta"]["total"] for each in asked]

    assert found() == [1, 1, 1, 0]
    desk.send("PATCH", "/v1/sources/herald", {"origin": "gazette"}, tag="*", status=200)
    assert found() == [0, 0, 1, 1]
    (counted,) = desk.client.get("/v1/developments?facets=status").json()["meta"]["facets"]["status"]
    assert (counted["value"], counted["count"]) == ("reported", 1)
    (row,) = csv.DictReader(io.StringIO(desk.client.get("/v1/developments?format=csv").text.removeprefix("\ufeff")))
    assert tuple(row[name] for name in GIVEN) == ("reported", "confirmed", "2", "1")
    last = desk.client.get("/v1/changes?after=7").json()["data"][-1]
    assert (last["id"], last["by"]) == ("met", "tracker")
    assert {each["path"] for each in last["patch"]} >= {"/status", "/credibility"}
    then = desk.client.get(f"{MET}?as_of=6").json()["data"]
    assert [then[name] for name in GIVEN] == ["confirmed", "confirmed", 1, 1]


def test_the_seed_is_held_to_it_too(database: Database, tmp_path: Path) -> None:
    (tmp_path / "developments.toml").write_text(
        '[[developments]]\nid = "met"\ntitle = "Meeting"\nsummary = "A meeting."\nkind = "meeting"\n'
        'themes = ["diplomacy"]\nreported_on = 2026-02-26\nstatus = "confirmed"\n'
    )
    with pytest.raises(Invalid) as refused:
        load(database, tmp_path)
    assert [fault.pointer for fault in refused.value.faults] == ["/status"]


def test_records_from_before_the_rule_are_derived_by_it(database: Database) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("developments", examples.development(id="met"))
        writer.create("conditions", examples.condition(id="leave"))
    claimed = {**CONFIRMED, "given_status": "confirmed", "caveats": []}
    with database.write() as connection:
        for table, changed in ((DevelopmentVersion, claimed), (ConditionVersion, {"caveats": []})):
            document = json.loads(connection.execute(select(columns_of(table).document)).scalar_one())
            document.pop("given_credibility", None)
            connection.execute(update(table).values(document=json.dumps(document | changed)))
    downgrade(database, "0011")
    migrate(database)
    with writing(database, COLLECTIONS, by="her") as writer:
        met, leave = (writer.current.existing(*key) for key in (("developments", "met"), ("conditions", "leave")))
    assert [getattr(met, name) for name in GIVEN] == ["reported", "confirmed", 2, 1]
    for record in (met, leave):
        assert [caveat.note for caveat in record.caveats] == [UNSOURCED]  # type: ignore[attr-defined]  # both have them
        assert record.revision == 2
