"""The seed: complete, in our own words, and loaded the same any number of times."""

from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.commands.cli import cli
from app.language.folding import fold
from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.write import writing
from schemas import SourceDraft
from seed.loader import load
from tests.clients import CheckedClient
from tests.house.seeds import EVERYTHING, FILES


def test_every_collection_has_records(reader: CheckedClient) -> None:
    assert set(FILES) == set(COLLECTIONS)
    for name, records in FILES.items():
        assert reader.get(f"/v1/{name}").json()["meta"]["total"] == len(records) > 0
    assert len(FILES["developments"]) >= 30
    assert len(FILES["conditions"]) >= 6


def test_a_second_load_changes_nothing(seeded: Database) -> None:
    with seeded.read() as connection:
        before = clock.newest(connection).seq
    again = load(seeded)
    assert (again.created, again.updated, again.kept) == (0, 0, [])
    assert again.unchanged == len(EVERYTHING)
    with seeded.read() as connection:
        assert clock.newest(connection).seq == before


def test_a_load_keeps_what_others_have_changed_or_removed(seeded: Database) -> None:
    record = next(record for record in FILES["sources"] if record["id"] == "reuters-reporting-on-strikes-undated")
    edited = SourceDraft.model_validate({**record, "notes": "An editor's note."})
    with writing(seeded, COLLECTIONS, by="editor") as writer:
        writer.replace("sources", record["id"], edited)
        removed = next(each["id"] for each in FILES["actors"] if not writer.current.naming("actors", each["id"]))
        writer.delete("actors", removed)
    again = load(seeded)
    assert again.kept == [f"sources/{record['id']}", f"actors/{removed}"]
    assert (again.created, again.updated) == (0, 0)


def test_a_load_brings_what_is_missing(database: Database, tmp_path: Path) -> None:
    (tmp_path / "sources.toml").write_text('[[sources]]\nid="a"\ntitle="A"\nkind="report"\npublisher="P"\norigin="p"\n')
    assert load(database, tmp_path).created == 1
    text = (tmp_path / "sources.toml").read_text() + 'notes = "More."\n'
    (tmp_path / "sources.toml").write_text(text)
    again = load(database, tmp_path)
    assert (again.created, again.updated, again.unchanged) == (0, 1, 0)


def test_every_claim_has_evidence_that_points_at_a_passage() -> None:
    for name in ("conditions", "developments"):
        for record in FILES[name]:
            claims = [record, *record.get("assessments", ())]
            assert all(claim["evidence"] for claim in claims), record["id"]
            assert all(ground.get("selector") for claim in claims for ground in claim["evidence"]), record["id"]
    for actor in FILES["actors"]:
        unsourced = any(caveat["kind"] == "unsourced" for caveat in actor.get("caveats", ()))
        for office in actor.get("offices", ()):
            assert office.get("evidence") or unsourced, actor["id"]


def test_every_condition_has_its_first_assessment() -> None:
    assert all(condition["assessments"] for condition in FILES["conditions"])
    positions = [condition["position"] for condition in FILES["conditions"]]
    assert positions == list(range(1, len(positions) + 1))


def test_every_statement_of_the_briefing_cites_its_records() -> None:
    (briefing,) = FILES["briefings"]
    statements = [*briefing["lead"], *(each for section in briefing["sections"] for each in section["statements"])]
    assert all(statement["cites"] for statement in statements)
    cited = {reference for statement in statements for reference in statement["cites"]}
    assert {f"{name}/{r['id']}" for name in ("conditions", "developments") for r in FILES[name]} <= cited


def test_no_word_means_two_actors() -> None:
    owners: dict[str, str] = {}
    for actor in FILES["actors"]:
        names = [actor["id"], actor["name"], *actor.get("aliases", ()), *actor.get("identifiers", {}).values()]
        if actor["kind"] == "state":
            names.append(actor["country"])
        for key in {fold(name) for name in names}:
            assert owners.setdefault(key, actor["id"]) == actor["id"], key


OWN = "The ministers met in Strelsau. They agreed on nothing."


def own_seed(folder: Path, passage: str, digest: str) -> None:
    """A seed with one source and one development that selects a passage of it."""
    start = OWN.index(passage)
    (folder / "sources.toml").write_text(
        '[[sources]]\nid = "own"\ntitle = "Minutes"\nkind = "report"\npublisher = "P"\norigin = "p"\n'
    )
    (folder / "developments.toml").write_text(
        '[[developments]]\nid = "met"\ntitle = "Meeting"\nsummary = "A meeting."\nkind = "meeting"\n'
        'themes = ["diplomacy"]\nreported_on = 2026-02-26\n[[developments.evidence]]\nsource = "own"\n'
        f'selector = {{ start = {start}, end = {start + len(passage)}, sha256 = "{digest}" }}\n'
    )


@pytest.mark.parametrize(("changed", "status"), [(False, 0), (True, 1)])
def test_verify_tells_whether_the_passages_hold(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: bool, status: int
) -> None:
    passage = "met in Strelsau"
    own_seed(tmp_path, passage, sha256(passage.encode()).hexdigest())
    load(database, tmp_path)
    text = tmp_path / "minutes.txt"
    text.write_text(OWN.replace("Strelsau", "Streslau") if changed else OWN)
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = CliRunner().invoke(cli, ["verify", str(text), "--source", "own"])
    assert result.exit_code == status
    assert f"{1 - status} of 1 passages hold." in result.output


def test_a_contradiction_is_recorded_as_a_relation_or_as_what_disputes_the_claim(reader: CheckedClient) -> None:
    developments = {record["id"]: record for record in reader.data("/v1/developments?limit=200")}
    contradicted = {
        frozenset({record_id, relation["id"]})
        for record_id, record in developments.items()
        for relation in record["relations"]
        if relation["kind"] == "contradicts"
    }
    disputed = {
        key for key, record in developments.items() if any(e["stance"] != "asserts" for e in record["evidence"])
    }
    for record_id, record in developments.items():
        for caveat in record["caveats"]:
            name, _, other = (caveat["refers_to"] or "").partition("/")
            if caveat["kind"] == "contradiction" and name == "developments":
                assert frozenset({record_id, other}) in contradicted or record_id in disputed, (record_id, other)
            if caveat["kind"] == "contradiction" and name == "conditions":
                assert other in {condition["id"] for condition in record["conditions"]}, (record_id, other)
    assert {key for key, record in developments.items() if record["status"] == "disputed"} == disputed.union(
        *contradicted
    )


def test_reports_of_fighting_are_not_disputed_by_what_is_said_of_a_ceasefire(reader: CheckedClient) -> None:
    reports = (
        "russia-continues-military-escalation",
        "isw-russian-offensives-2026-02-25",
        "russian-strikes-on-civilian-infrastructure",
    )
    for record_id in reports:
        record = reader.data(f"/v1/developments/{record_id}")
        assert (record["status"], record["related_by"]) == ("reported", [])
    assert reader.data("/v1/developments/ceasefire-called-fragile")["status"] == "disputed"
    dispute = reader.data("/v1/developments/ceasefire-called-fragile/dispute")
    assert (len(dispute["asserted"]), len(dispute["denied"]), dispute["contradicting"]) == (2, 3, [])
    for record_id in ("nato-merops-deployment", "us-merops-and-long-range-missiles"):
        assert reader.data(f"/v1/developments/{record_id}")["status"] == "disputed"


def test_every_condition_says_who_demands_it_and_of_whom(reader: CheckedClient) -> None:
    demanded = {record["id"]: record for record in reader.data("/v1/conditions")}
    assert all(record["addressed_to"] == ["russia"] for record in demanded.values())
    assert all({"european-union", "kaja-kallas"} <= set(record["demanded_by"]) for record in demanded.values())
    for place, record in enumerate(demanded.values()):
        assert any("inferred" in each["note"] for each in record["caveats"]) == (place >= 4), record["id"]


def test_a_ship_is_a_group_and_a_stage_of_a_war_is_no_measure(reader: CheckedClient) -> None:
    assert reader.data("/v1/actors/french-aircraft-carrier-charles-de-gaulle")["kind"] == "group"
    assert reader.data("/v1/developments/conflict-said-to-enter-second-year")["measures"] == []
    drills = reader.data("/v1/developments/multinational-drills-off-northern-germany")
    assert "in their thousands" not in drills["summary"]
