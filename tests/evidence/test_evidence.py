"""Evidence: passages stand where they are said to, are found by their words, and say what rests on a source."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.commands.cli import cli
from app.settings import Settings
from app.store.database import Database
from app.wiring import create_app
from schemas import CitedBy, PassageDetail, QualityDetail
from tests.documents import DOCUMENT, DOCUMENT_ID
from tests.editors import Editor, draft, key
from tests.evidence.passages import TEXT, changes, ground, newest, put, states
from tests.scratch import check_grounds, grounds_of


@pytest.fixture
def attachable(seeded: Database) -> Any:
    """An editor of the seeded tracker, and the document that it is of."""
    if not DOCUMENT.exists():
        pytest.skip("the seed document is not beside the project")
    token = key(seeded, "her", "*")
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Editor(client, token), DOCUMENT.read_bytes().decode()


def test_every_passage_of_the_seed_stands_in_its_document(attachable: Any) -> None:
    editor, text = attachable
    before, start = states(editor), newest(editor)
    put(editor, DOCUMENT_ID, text)
    attached = states(editor)
    check_grounds(attached, {DOCUMENT_ID: text})
    grounds = [each for record in attached.values() for each in grounds_of(record)]
    assert {each["state"] for each in grounds if each["selector"]} == {"verified"}
    assert {change["id"] for change in changes(editor, start)} == {
        record_id for (_, record_id), record in attached.items() if record != before[_, record_id]
    }
    assert states(editor, f"?as_of={start}") == before


def resting_on_one_character(records: dict[tuple[str, str], Any], text: str) -> tuple[int, set[tuple[str, str]]]:
    """The place of a character in a passage whose words stand once, and the records that rest on it."""
    selectors = [each["selector"] for record in records.values() for each in grounds_of(record) if each["selector"]]
    alone = [each for each in selectors if text.count(text[each["start"] : each["end"]]) == 1]
    place = min(alone, key=lambda each: (each["end"] - each["start"], each["start"]))["start"]
    resting = {
        named
        for named, record in records.items()
        for each in grounds_of(record)
        if each["selector"] and each["selector"]["start"] <= place < each["selector"]["end"]
    }
    return place, resting


def test_one_changed_character_of_the_seeds_document_orphans_what_rests_on_it(attachable: Any) -> None:
    editor, text = attachable
    put(editor, DOCUMENT_ID, text)
    attached, number = states(editor), newest(editor)
    place, resting = resting_on_one_character(attached, text)
    assert 0 < len(resting) < 20
    changed = f"{text[:place]}{'x' if text[place] != 'x' else 'y'}{text[place + 1 :]}"
    put(editor, DOCUMENT_ID, changed)
    now = states(editor)
    check_grounds(now, {DOCUMENT_ID: changed})
    moved = resting | {("sources", DOCUMENT_ID)}
    assert {named for named in now if now[named] != attached[named]} == moved
    told = changes(editor, number)
    assert {(change["collection"], change["id"]) for change in told} == moved
    quality = editor.client.get("/v1/quality").json()["data"]["collections"]["developments"]
    assert quality["orphaned"]["count"] == sum(name == "developments" for name, _ in resting)
    for change in told[1:]:
        assert change["by"] == "tracker"
        assert all(re.search(r"/(state|exact)$|^/(revision|updated_at)$", each["path"]) for each in change["patch"])
    put(editor, DOCUMENT_ID, text)
    again = states(editor)
    check_grounds(again, {DOCUMENT_ID: text})
    assert {change["id"] for change in changes(editor, number)} == {record_id for _, record_id in moved}
    stamps = ("revision", "updated_at", "text")
    for named, record in attached.items():
        kept = {name for name in record if name not in stamps}
        assert {name: again[named][name] for name in kept} == {name: record[name] for name in kept}


def test_a_passage_must_stand_where_it_is_said_to(minutes: Editor) -> None:
    put(minutes, "minutes", TEXT)
    wrong = ground(TEXT, "met in Strelsau")
    wrong["selector"]["start"] -= 1
    beyond = ground(TEXT, "Zenda")
    beyond["selector"] |= {"start": len(TEXT) - 2, "end": len(TEXT) + 3}
    number = newest(minutes)
    body = draft("developments") | {"evidence": [ground(TEXT, "Zenda"), wrong, beyond]}
    faults = minutes.send("POST", "/v1/developments", body, status=422).json()["errors"]
    assert [fault["pointer"] for fault in faults] == ["/evidence/1/selector", "/evidence/2/selector"]
    assert "' met in Strelsau'" in faults[0]["message"]
    assert f"{len(TEXT)} characters" in faults[1]["message"]
    office = {"offices": [{"title": "Clerk", "evidence": [wrong]}]}
    faults = minutes.send("PATCH", "/v1/actors/clerk", office, tag="*", status=422).json()["errors"]
    assert faults[0]["pointer"] == "/offices/0/evidence/0/selector"
    assert newest(minutes) == number


def test_an_orphan_does_not_stand_in_the_way_of_another_edit(minutes: Editor) -> None:
    put(minutes, "minutes", TEXT.replace("met", "sat"))
    edited = minutes.send("PATCH", "/v1/developments/met", {"title": "Sat"}, tag="*", status=200).json()["data"]
    assert edited["evidence"][0]["state"] == "orphaned"
    assert minutes.client.get("/v1/developments?evidence=orphaned").json()["meta"]["total"] == 1
    grounds = [ground(TEXT, "met in Strelsau"), ground(TEXT, "they met")]
    faults = minutes.send("PATCH", "/v1/developments/met", {"evidence": grounds}, tag="*", status=422).json()["errors"]
    assert [fault["pointer"] for fault in faults] == ["/evidence/1/selector"]


def test_a_passage_lies_in_the_text_through_which_its_source_is_known(minutes: Editor) -> None:
    minutes.create("sources", {"id": "digest", "aggregator": True})
    put(minutes, "digest", TEXT)
    minutes.create("developments", {"id": "told", "evidence": [ground(TEXT, "Zenda", via="digest")]})
    assert minutes.client.get("/v1/developments/told").json()["data"]["evidence"][0]["exact"] == "Zenda"
    check_grounds(states(minutes), {"digest": TEXT})


@pytest.mark.parametrize(
    ("quote", "status", "start"),
    [
        ({"exact": "Nobody came"}, 200, TEXT.index("Nobody")),
        ({"exact": " Nobody came to\r\n"}, 200, TEXT.index("Nobody")),
        ({"exact": "Strelsau.\nNobody"}, 200, TEXT.index("Strelsau")),
        ({"exact": "met in Strelsau"}, 409, None),
        ({"exact": "met in Strelsau", "prefix": "they"}, 200, TEXT.rindex("met")),
        ({"exact": "met in Strelsau", "prefix": "they "}, 200, TEXT.rindex("met")),
        ({"exact": "met in Strelsau", "suffix": "again"}, 200, TEXT.rindex("met")),
        ({"exact": "met in Strelsau", "prefix": "parties", "suffix": "again"}, 422, None),
        ({"exact": "met in strelsau"}, 422, None),
        ({"exact": "m.t in"}, 422, None),
        ({"exact": ""}, 422, None),
        ({"exact": "x" * 2001}, 422, None),
        ({}, 422, None),
        ({"exact": "Zenda", "near": "Strelsau"}, 422, None),
        (["Zenda"], 422, None),
    ],
)
def test_a_passage_is_found_where_it_occurs_once(minutes: Editor, quote: Any, status: int, start: int | None) -> None:
    put(minutes, "minutes", TEXT)
    headers = {"Authorization": f"Bearer {minutes.token}", "Content-Type": "application/json"}
    answer = minutes.client.post("/v1/sources/minutes/passages", content=json.dumps(quote), headers=headers)
    assert answer.status_code == status, answer.text
    if status == 200:
        found = PassageDetail.model_validate_json(answer.content).data
        assert (found.selector.start, TEXT[found.selector.start : found.selector.end]) == (start, found.exact)
        evidence = {"source": "minutes", "selector": answer.json()["data"]["selector"]}
        made = minutes.create("developments", {"evidence": [evidence]}).json()["data"]
        assert made["evidence"][0]["exact"] == found.exact
    if status == 409:
        places = [re.findall(r"start (\d+), end (\d+)", fault["message"])[0] for fault in answer.json()["errors"]]
        assert [TEXT[int(begin) : int(end)] for begin, end in places] == ["met in Strelsau"] * 2


def test_many_places_are_not_all_named(minutes: Editor) -> None:
    put(minutes, "minutes", "aa" * 2_000_000)
    headers = {"Authorization": f"Bearer {minutes.token}", "Content-Type": "application/json"}
    answer = minutes.client.post("/v1/sources/minutes/passages", content='{"exact": "a"}', headers=headers)
    assert (answer.status_code, len(answer.json()["errors"])) == (409, 20)
    assert "over 20" in answer.json()["detail"]


def test_what_rests_on_a_source_is_listed_with_its_passages(minutes: Editor) -> None:
    put(minutes, "minutes", TEXT)
    minutes.create("sources", {"id": "own"})
    minutes.create("developments", {"id": "via", "evidence": [{"source": "own", "via": "minutes"}]})
    caveats = [{"kind": "other", "note": "See.", "refers_to": "sources/minutes"}]
    minutes.create("actors", {"id": "bystander", "caveats": caveats})
    page = minutes.client.get("/v1/sources/minutes/cited-by")
    whole = CitedBy.model_validate_json(page.content)
    found = [(each.collection, each.id, each.pointer, each.evidence.exact) for each in whole.data]
    assert found == [
        ("actors", "clerk", "/offices/0/evidence/0", "The parties"),
        ("actors", "clerk", "/evidence/0", "Zenda"),
        ("conditions", "come", "/assessments/0/evidence/0", "Nobody came"),
        ("developments", "else", "/evidence/0", None),
        ("developments", "met", "/evidence/0", "met in Strelsau"),
        ("developments", "via", "/evidence/0", None),
    ]
    assert whole.meta.total == 5
    walked: list[dict[str, Any]] = []
    following: str | None = "/v1/sources/minutes/cited-by?limit=1"
    while following is not None:
        step = minutes.client.get(following).json()
        walked += step["data"]
        following = step["links"]["next"]
        minutes.create("developments", {"evidence": [{"source": "minutes"}]})
    assert walked == page.json()["data"]
    assert minutes.client.get("/v1/sources/minutes/cited-by?as_of=1").json()["data"] == []
    again = minutes.client.get(f"/v1/sources/minutes/cited-by?as_of={whole.meta.snapshot}")
    assert again.json()["data"] == walked
    same = minutes.client.get(again.url.raw_path.decode(), headers={"If-None-Match": again.headers["etag"]})
    assert same.status_code == 304
    for bad in ("limit=0", "after=met", "after=nothing/met", "cursor=x", "as_of=999999"):
        assert minutes.client.get(f"/v1/sources/minutes/cited-by?{bad}").status_code == 422
    assert minutes.client.get("/v1/sources/none/cited-by").status_code == 404
    minutes.send("POST", "/v1/sources/own/merge", {"into": "minutes"}, status=200)
    moved = minutes.client.get("/v1/sources/own/cited-by?limit=1", follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/v1/sources/minutes/cited-by?limit=1")


def test_the_quality_of_the_record_at_a_glance(minutes: Editor) -> None:
    minutes.create("actors", {"id": "bare", "caveats": [{"kind": "unsourced", "note": "Nobody says so."}]})
    put(minutes, "minutes", TEXT.replace("Zenda", "Hentzau"))
    quality = QualityDetail.model_validate_json(minutes.client.get("/v1/quality").content).data
    actors, developments = quality.collections["actors"], quality.collections["developments"]
    assert (actors.records, actors.verified.count, actors.orphaned.count, actors.missing.count) == (2, 1, 1, 1)
    assert (actors.orphaned.share, developments.unverified.share) == (0.5, 0.5)
    assert quality.collections["conditions"].verified.share == 1
    assert [(each.independent_origins, each.developments) for each in quality.origins] == [(1, 2)]
    assert [(each.kind, each.records) for each in quality.caveats] == [("unsourced", 2)]
    empty = minutes.client.get("/v1/quality?as_of=0").json()["data"]
    assert empty["collections"]["actors"]["missing"] == {"count": 0, "share": 0.0}
    assert (empty["origins"], empty["caveats"]) == ([], [])
    assert minutes.client.get("/v1/quality?by=kind").status_code == 422


def run(database: Database, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Any:
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    return CliRunner().invoke(cli, arguments)


def test_the_command_line_attaches_and_verifies(
    database: Database, minutes: Editor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = tmp_path / "minutes.txt"
    text.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert run(database, monkeypatch, "verify").exit_code == 0
    attached = run(database, monkeypatch, "attach", "minutes", str(text), "--by", "me")
    assert (attached.exit_code, "4 passages verified, 0 orphaned" in attached.output) == (0, True)
    assert changes(minutes, newest(minutes) - 4)[0]["by"] == "me"
    assert run(database, monkeypatch, "verify", str(text), "--source", "minutes").exit_code == 0
    text.write_text(TEXT.replace("Zenda", "Hentzau"))
    assert "1 orphaned" in run(database, monkeypatch, "attach", "minutes", str(text)).output
    verified = run(database, monkeypatch, "verify")
    assert (verified.exit_code, "Orphaned" in verified.output) == (1, True)
    text.write_bytes(b"\xff")
    assert run(database, monkeypatch, "attach", "minutes", str(text)).exit_code == 1
    assert run(database, monkeypatch, "attach", "none", str(tmp_path / "none")).exit_code == 2
