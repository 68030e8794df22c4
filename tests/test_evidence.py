"""Evidence: passages held against the texts of sources, what rests on them, and who stands against a claim."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.commands.cli import cli
from app.evidence.texts import MOST_BYTES
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from schemas import CitedBy, DisputeDetail, PassageDetail, QualityDetail
from tests.documents import DOCUMENT, DOCUMENT_ID
from tests.editors import Editor, draft, key
from tests.scratch import check_grounds, grounds_of

TEXT = "The parties met in Strelsau.\nNobody came to Zenda; they met in Strelsau again.\n"
PLAIN = {"Content-Type": "text/plain"}


def put(editor: Editor, source: str, text: str | bytes, *, status: int = 200, **headers: str) -> Response:
    content = text.encode() if isinstance(text, str) else text
    kind = headers.pop("Content_Type", "text/plain; charset=utf-8")
    return editor.send("PUT", f"/v1/sources/{source}/text", content, status=status, Content_Type=kind, **headers)


def passage(text: str, words: str, *, start: int = 0) -> dict[str, Any]:
    place = text.index(words, start)
    return {"start": place, "end": place + len(words), "sha256": sha256(words.encode()).hexdigest()}


def ground(text: str, words: str, **members: Any) -> dict[str, Any]:
    return {"source": "minutes", "selector": passage(text, words), **members}


def states(editor: Editor, query: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    lines = map(json.loads, editor.client.get(f"/v1/export{query}").text.splitlines())
    return {(line["collection"], line["record"]["id"]): line["record"] for line in lines}


def changes(editor: Editor, after: int) -> list[dict[str, Any]]:
    found = editor.client.get(f"/v1/changes?after={after}&limit=200").json()
    assert found["links"]["next"] is None
    return list(found["data"])


def newest(editor: Editor) -> int:
    return int(editor.client.get("/v1/changes?limit=1").json()["meta"]["snapshot"])


@pytest.fixture
def minutes(editor: Editor) -> Editor:
    """A source, and a development, a condition and an actor that rest on passages of it."""
    editor.create("sources", {"id": "minutes"})
    editor.create("developments", {"id": "met", "evidence": [ground(TEXT, "met in Strelsau")]})
    assessment = {
        "on": "2026-02-26",
        "status": "unmet",
        "rationale": "None.",
        "evidence": [ground(TEXT, "Nobody came")],
    }
    editor.create("conditions", {"id": "come", "assessments": [assessment]})
    office = {"title": "Clerk", "evidence": [ground(TEXT, "The parties")]}
    editor.create("actors", {"id": "clerk", "kind": "person", "offices": [office], "evidence": [ground(TEXT, "Zenda")]})
    editor.create("developments", {"id": "else", "evidence": [{"source": "minutes"}]})
    return editor


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


def test_a_text_is_kept_privately_and_changed_and_taken_away(minutes: Editor) -> None:
    data = put(minutes, "minutes", TEXT).json()["data"]
    assert data["text"]["sha256"] == sha256(TEXT.encode()).hexdigest()
    assert data["text"]["characters"] == len(TEXT)
    number = newest(minutes)
    assert put(minutes, "minutes", TEXT).json()["data"] == data
    assert newest(minutes) == number
    assert minutes.client.get("/v1/sources/minutes/text").status_code == 405
    assert TEXT not in minutes.client.get("/v1/export").text
    check_grounds(states(minutes), {"minutes": TEXT})
    away = minutes.send("DELETE", "/v1/sources/minutes/text", status=200)
    assert away.json()["data"]["text"] is None
    check_grounds(states(minutes), {})
    minutes.send("DELETE", "/v1/sources/minutes/text", status=404)


def test_a_text_is_kept_in_one_form(minutes: Editor) -> None:
    spelled = "\ufeff" + TEXT.replace("\n", "\r\n").replace("Zenda", "Ze\u0301nda")
    data = put(minutes, "minutes", spelled).json()["data"]
    assert data["text"]["sha256"] == sha256(TEXT.replace("Zenda", "Zénda").encode()).hexdigest()
    assert minutes.client.get("/v1/developments/met").json()["data"]["evidence"][0]["state"] == "verified"
    assert minutes.client.get("/v1/actors/clerk").json()["data"]["evidence"][0]["state"] == "orphaned"


def test_pages_end_by_form_feeds(minutes: Editor) -> None:
    data = put(minutes, "minutes", TEXT.replace(".\n", ".\f")).json()["data"]
    assert data["text"]["sha256"] == sha256(TEXT.encode()).hexdigest()
    words = {"exact": "Strelsau.\fNobody"}
    headers = {"Authorization": f"Bearer {minutes.token}"}
    found = minutes.client.post("/v1/sources/minutes/passages", json=words, headers=headers).json()["data"]
    assert found["selector"] == passage(TEXT, "Strelsau.\nNobody")


@pytest.mark.parametrize(
    ("body", "kind", "status", "says"),
    [
        (b"caf\xe9", "text/plain", 422, "byte 3"),
        (b"\xff\xfe", "text/plain", 422, "byte 0"),
        (b"", "text/plain", 422, "empty"),
        (b" \n ", "text/plain", 422, "empty"),
        (b"a\x00b", "text/plain", 422, "U+0000 at character 1"),
        ("a\ufffeb".encode(), "text/plain", 422, "U+FFFE"),
        (b"a", "text/html", 415, "text/plain"),
        (b"a", "", 415, "text/plain"),
        (b"a", "text/plain; charset=iso-8859-1", 415, "UTF-8"),
        (b"a" * (MOST_BYTES + 1), "text/plain", 413, "5242880"),
    ],
)
def test_what_is_no_text_is_refused(minutes: Editor, body: bytes, kind: str, status: int, says: str) -> None:
    number = newest(minutes)
    answer = put(minutes, "minutes", body, status=status, Content_Type=kind)
    assert says in answer.text
    assert newest(minutes) == number


def test_the_largest_text_is_taken(minutes: Editor) -> None:
    text = TEXT + "é" * ((MOST_BYTES - len(TEXT)) // 2) + "."
    assert put(minutes, "minutes", text.encode()[:MOST_BYTES]).json()["data"]["text"]["characters"] < MOST_BYTES
    assert minutes.client.get("/v1/developments/met").json()["data"]["evidence"][0]["state"] == "verified"


def test_attaching_is_a_write_like_others(minutes: Editor) -> None:
    tag = minutes.tag("/v1/sources/minutes")
    put(minutes, "minutes", TEXT, status=412, If_Match='"r9-0-0"')
    dry = minutes.send(
        "PUT", "/v1/sources/minutes/text?dry_run=true", TEXT.encode(), status=200, Content_Type="text/plain"
    )
    assert dry.json()["data"]["text"]["characters"] == len(TEXT)
    assert minutes.tag("/v1/sources/minutes") == tag
    put(minutes, "minutes", TEXT, If_Match=tag)
    put(minutes, "nothing", TEXT, status=404)
    minutes.send("PUT", "/v1/sources/minutes/text?dry=1", TEXT.encode(), status=422, Content_Type="text/plain")
    assert minutes.client.put("/v1/sources/minutes/text", content=TEXT, headers=PLAIN).status_code == 401
    minutes.create("sources", {"id": "other"})
    minutes.send("POST", "/v1/sources/minutes/merge", {"into": "other"}, status=200)
    moved = put(minutes, "minutes", TEXT, status=308)
    assert moved.headers["location"] == "/v1/sources/other/text"
    check_grounds(states(minutes), {})


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


def test_who_may_look_into_a_text(minutes: Editor, database: Database) -> None:
    body = '{"exact": "Zenda"}'
    for scope, status in (("text:read", 409), ("developments:write", 409), ("webhooks:write", 403)):
        token = key(database, scope.replace(":", " "), scope)
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        path = "/v1/sources/minutes/passages"
        assert minutes.client.post(path, content=body, headers=headers).status_code == (
            409 if status == 200 else status
        )
        assert minutes.client.put("/v1/sources/minutes/text", content="T", headers=headers | PLAIN).status_code == 403


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


def test_both_sides_of_a_claim_stand_side_by_side(editor: Editor) -> None:
    grade = {"grade": "B", "assessed_by": "editors", "assessed_on": "2026-02-26", "reason": "Careful."}
    editor.create("sources", {"id": "minutes", "reliability": grade})
    editor.create("sources", {"id": "letter", "origin": "palace"})
    put(editor, "minutes", TEXT)
    denial = {"source": "letter", "stance": "denies"}
    editor.create("developments", {"id": "met", "credibility": 3, "evidence": [ground(TEXT, "Zenda"), denial]})
    against = [{"id": "met", "kind": "contradicts"}]
    editor.create("developments", {"id": "apart", "credibility": 5, "evidence": [denial | {"stance": "asserts"}],
                                   "relations": against})  # fmt: skip
    editor.create("developments", {"id": "taken-back", "status": "retracted", "relations": against})
    editor.create("developments", {"id": "erratum", "relations": [{"id": "met", "kind": "corrects"}]})
    dispute = DisputeDetail.model_validate_json(editor.client.get("/v1/developments/met/dispute").content).data
    assert [(each.evidence.exact, each.reliability and each.reliability.grade) for each in dispute.asserted] == [
        ("Zenda", "B")
    ]
    assert [(each.evidence.stance, each.origin) for each in dispute.denied] == [("denies", "palace")]
    assert [(each.id, each.credibility, each.asserted[0].origin) for each in dispute.contradicting] == [
        ("apart", 5, "palace")
    ]
    assert [each.id for each in dispute.corrections] == ["erratum"]
    assert dispute.development.status == "corrected"
    assert [each.model_dump() for each in dispute.development.related_by] == [
        {"id": "apart", "kind": "contradicts"}, {"id": "erratum", "kind": "corrects"}]  # fmt: skip
    other = DisputeDetail.model_validate_json(editor.client.get("/v1/developments/apart/dispute").content).data
    assert [each.id for each in other.contradicting] == ["met"]
    assert other.development.status == "disputed"
    correcting = editor.client.get("/v1/developments/erratum/dispute").json()["data"]
    assert [each["id"] for each in correcting["corrected"]] == ["met"]
    assert correcting["development"]["status"] == "reported"
    found = editor.client.get("/v1/developments?disputed=true&fields=id").json()["data"]
    assert [each["id"] for each in found] == ["apart"]
    editor.send("DELETE", "/v1/developments/erratum", tag="*", status=200)
    assert editor.client.get("/v1/developments/met").json()["data"]["status"] == "disputed"
    assert editor.client.get("/v1/developments/met/dispute?as_of=2").status_code == 404
    assert editor.client.get("/v1/developments/met/dispute?side=both").status_code == 422


def test_a_claim_is_disputed_while_something_stands_against_it(editor: Editor) -> None:
    def standing(record_id: str) -> str:
        return str(editor.client.get(f"/v1/developments/{record_id}").json()["data"]["status"])

    editor.create("sources", {"id": "minutes"})
    editor.create("sources", {"id": "letter", "origin": "palace"})
    grounds = [{"source": "minutes"}, {"source": "letter"}]
    editor.create("developments", {"id": "claim", "status": "confirmed", "evidence": grounds})
    editor.create("developments", {"id": "other", "relations": [{"id": "claim", "kind": "contradicts"}]})
    assert (standing("claim"), standing("other")) == ("disputed", "disputed")
    editor.send("PATCH", "/v1/developments/other", {"status": "retracted"}, tag="*", status=200)
    assert (standing("claim"), standing("other")) == ("confirmed", "retracted")
    editor.send("PATCH", "/v1/developments/other", {"relations": [], "status": "reported"}, tag="*", status=200)
    denied = [*grounds, {"source": "minutes", "stance": "disputes"}]
    editor.send("PATCH", "/v1/developments/claim", {"evidence": denied}, tag="*", status=200)
    assert standing("claim") == "disputed"
    editor.send("PATCH", "/v1/developments/claim", {"evidence": grounds}, tag="*", status=200)
    assert (standing("claim"), standing("other")) == ("confirmed", "reported")


def person(editor: Editor, **office: Any) -> None:
    editor.create("actors", {"id": "rudolf", "name": "Rudolf Rassendyll", "kind": "person", "aliases": ["Rassendyll"],
                             "offices": [{"title": "King of Ruritania", **office}]})  # fmt: skip


def outdated(editor: Editor, record_id: str) -> list[tuple[str, str]]:
    caveats = editor.client.get(f"/v1/developments/{record_id}").json()["data"]["caveats"]
    return [(each["kind"], each["refers_to"]) for each in caveats if each["kind"] == "outdated-office"]


@pytest.mark.parametrize(
    ("summary", "day", "office", "found"),
    [
        ("King Rassendyll spoke.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("King Rassendyll spoke.", "2025-12-31", {"until": "2025-12-31"}, False),
        ("King Rassendyll spoke.", "2025-12-31", {"from": "2026-01-01"}, True),
        ("The King of Ruritania, Rudolf Rassendyll, spoke.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("Rudolf Rassendyll, King of Ruritania, spoke.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("The former King Rassendyll spoke.", "2026-02-26", {"until": "2025-12-31"}, False),
        ("Rassendyll spoke to the King.", "2026-02-26", {"until": "2025-12-31"}, False),
        ("King Rassendylls spoke.", "2026-02-26", {"until": "2025-12-31"}, False),
        ("KING RASSENDYLL SPOKE.", "2026-02-26", {"until": "2025-12-31"}, True),
        ("King Rassendyll spoke.", "2026-02-26", {}, False),
    ],
)
def test_an_office_that_was_not_held_gets_a_caveat(
    editor: Editor, summary: str, day: str, office: dict[str, str], found: bool
) -> None:
    person(editor, **office)
    actors = [{"id": "rudolf", "role": "speaker"}]
    editor.create("developments", {"id": "d", "summary": summary, "reported_on": day, "actors": actors})
    assert outdated(editor, "d") == ([("outdated-office", "actors/rudolf")] if found else [])


def test_a_caveat_of_offices_follows_the_offices_and_the_passages(editor: Editor) -> None:
    person(editor, until="2025-12-31")
    actors = [{"id": "rudolf", "role": "speaker"}]
    text = "Yesterday King Rassendyll spoke."
    editor.create("sources", {"id": "minutes"})
    evidence = [ground(text, "King Rassendyll spoke")]
    editor.create("developments", {"id": "d", "actors": actors, "evidence": evidence})
    assert outdated(editor, "d") == []
    put(editor, "minutes", text)
    assert outdated(editor, "d") == [("outdated-office", "actors/rudolf")]
    offices = [{"title": "King of Ruritania", "until": "2027-01-01"}]
    editor.send("PATCH", "/v1/actors/rudolf", {"offices": offices}, tag="*", status=200)
    assert outdated(editor, "d") == []
    editor.send("PATCH", "/v1/actors/rudolf", {"offices": [offices[0] | {"until": "2024-01-01"}]}, tag="*", status=200)
    own = [{"kind": "outdated-office", "note": "He had abdicated.", "refers_to": "actors/rudolf"}]
    data = editor.send("PATCH", "/v1/developments/d", {"caveats": own}, tag="*", status=200).json()["data"]
    assert data["caveats"] == own


def test_who_held_an_office_on_a_day(reader: Any) -> None:
    holders = set(reader.ids("/v1/actors?office_at=2026-02-26&limit=200"))
    earlier = set(reader.ids("/v1/actors?office_at=2024-06-30&limit=200"))
    assert holders
    assert holders != earlier
    assert reader.ids("/v1/actors?office_at=2026-02-26&kind=state") == []
    assert reader.get("/v1/actors?office_at=2026-02").status_code == 422


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
