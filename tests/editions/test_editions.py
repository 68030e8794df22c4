"""Editions: assembled from the records, refused where they do not carry it, pinned, compared and told of what moved."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from app.language.figures import DateParts, figures_in
from app.store.database import Database
from tests.editions.drafting import SEED, bare_statements, headed_statements
from tests.editors import Editor

FEBRUARY = {"from": "2026-02-01", "to": "2026-02-28"}


def drafted(editor: Editor, **asked: Any) -> dict[str, Any]:
    made: dict[str, Any] = editor.send("POST", "/v1/briefings/draft", FEBRUARY | asked, status=201).json()["data"]
    return made


def test_a_draft_of_february_publishes_unchanged_and_its_footnotes_resolve(seeded_editor: Editor) -> None:
    editor = seeded_editor
    draft = drafted(editor)
    assert drafted(editor, id="again") | {"id": draft["id"]} | moments_of(draft) == draft
    assert draft["sections"][0]["heading"] == "Conditions"
    cited = {each for _, statement in headed_statements(draft) for each in statement["cites"]}
    every = {f"developments/{each}" for each in list_ids(editor, "developments?from=2026-02-01&to=2026-02-28")}
    assert every <= cited
    assert {f"conditions/{each}" for each in list_ids(editor, "conditions")} <= cited
    published = editor.send("POST", f"/v1/briefings/{draft['id']}/publish", status=200).json()["data"]
    for part in ("title", "period", "lead", "sections"):
        assert published[part] == draft[part]
    assert published["state"] == "published"
    assert {pin["record"] for pin in published["pins"]} == cited
    text = editor.client.get(f"/v1/briefings/{draft['id']}?format=markdown").text
    used, defined = set(re.findall(r"\[\^(\d+)\](?!:)", text)), re.findall(r"^\[\^(\d+)\]:", text, re.MULTILINE)
    assert used == set(defined)
    assert len(defined) == len(set(defined)) == len(cited)
    assert editor.client.get("/v1/briefings/latest").json()["data"]["id"] == draft["id"]


def test_a_draft_holds_what_its_filters_choose(seeded_editor: Editor) -> None:
    editor = seeded_editor
    query = "from=2026-02-01&to=2026-02-28&actor=Poland&theme=defence-spending"
    wanted = {f"developments/{each}" for each in list_ids(editor, f"developments?{query}")}
    draft = drafted(editor, actor=["Poland"], theme=["defence-spending"], title="Poland", id="poland")
    listed = {
        each
        for heading, statement in headed_statements(draft)
        if heading == "Defence spending"
        for each in statement["cites"]
    }
    assert listed == wanted
    assert draft["title"] == "Poland"
    for wrong, pointer in ({"actor": ["Nobody Known"]}, "/actor"), ({"theme": ["x"]}, "/theme/0"), ({"x": 1}, "/x"):
        answer = editor.send("POST", "/v1/briefings/draft", {**FEBRUARY, **wrong}, status=422)
        assert answer.json()["errors"][0]["pointer"].startswith(pointer)
    editor.send("POST", "/v1/briefings/draft", {"from": "2026-02-02", "to": "2026-02-01"}, status=422)
    editor.send("POST", "/v1/briefings/draft?dry_run=true", FEBRUARY | {"id": "never"}, status=201)
    editor.send("GET", "/v1/briefings/never", status=404)


@pytest.mark.parametrize(
    ("right", "wrong", "term"),
    [
        ("13 countries", "14 countries", "14"),
        ("13 countries", "fourteen countries", "fourteen"),
        ("13 countries", "13 countries and the US", "US"),
        ("13 countries", "13 countries, 40% of them large", "40%"),
        ("4.8%", "4.9%", "4.9%"),
        ("4.8%", "4.8 million", "4.8 million"),
        ("by 2026,", "by 2027,", "2027"),
        ("17–18 February", "16–18 February", "16–18 February"),
        ("On 26 February", "On 26 March", "26 March"),
        ("25 February 2026", "25 February 2025", "25 February 2025"),
        ("Emmanuel Macron", "Kaja Kallas", "Kaja Kallas"),
        ("Ireland seeks", "Germany seeks", "Germany"),
        ("Talks mediated by the US", "Talks mediated by Warsaw", "Warsaw"),
    ],
)
def test_what_a_statement_names_must_be_in_what_it_cites(
    seeded_editor: Editor, right: str, wrong: str, term: str
) -> None:
    editor = seeded_editor
    seed = editor.client.get(f"/v1/briefings/{SEED}").json()["data"]
    parts = {"lead": bare_statements(seed["lead"]), "sections": [bare_section(each) for each in seed["sections"]]}
    whole = str(parts)
    assert right in whole
    place, changed = next(
        (f"/sections/{number}/statements/{position}", statement)
        for number, section in enumerate(parts["sections"])
        for position, statement in enumerate(section["statements"])
        if right in statement["text"]
    )
    changed["text"] = changed["text"].replace(right, wrong, 1)
    editor.create("briefings", {"id": "tampered", "title": "Tampered", **parts})
    refused = editor.send("POST", "/v1/briefings/tampered/publish", status=422).json()
    assert [(each["pointer"], each["name"]) for each in refused["errors"]] == [(f"{place}/text", term)]
    assert changed["cites"][0] in refused["errors"][0]["message"]
    assert editor.draft("tampered")["state"] == "draft"
    changed["text"] = changed["text"].replace(wrong, right, 1)
    tag = editor.tag("/v1/drafts/tampered")
    editor.send("PATCH", "/v1/briefings/tampered", {"sections": parts["sections"]}, tag=tag, status=200)
    editor.send("POST", "/v1/briefings/tampered/publish", status=200)


def test_an_edition_is_published_once_and_never_changes(seeded_editor: Editor) -> None:
    editor = seeded_editor
    statement = {"text": "Ireland seeks more.", "cites": ["developments/ireland-seeks-maritime-cooperation"]}
    editor.create("briefings", {"id": "b", "title": "B", "lead": [statement], "supersedes": SEED})
    editor.create("briefings", {"id": "empty", "title": "Empty"})
    editor.create("briefings", {"id": "bare", "title": "Bare", "lead": [{"text": "Nothing carries it.", "cites": []}]})
    assert editor.send("POST", "/v1/briefings/empty/publish", status=422).json()["errors"][0]["pointer"] == "/sections"
    bare = editor.send("POST", "/v1/briefings/bare/publish", status=422).json()
    assert bare["errors"][0]["pointer"] == "/lead/0/cites"
    editor.send("POST", "/v1/briefings/b/publish", {"force": True}, status=422)
    editor.send("POST", "/v1/briefings/b/publish", tag='"r9-1-0123456789ab"', status=412)
    editor.send("POST", "/v1/briefings/b/publish?dry_run=true", status=200)
    published = editor.send("POST", "/v1/briefings/b/publish", {}, tag=editor.tag("/v1/drafts/b"), status=200)
    assert published.json()["data"]["published_on"] is not None
    editor.send("POST", "/v1/briefings/b/publish", status=409)
    changed = {"lead": [{**statement, "text": "Ireland seeks less."}]}
    editor.send("PATCH", "/v1/briefings/b", changed, tag=editor.tag("/v1/briefings/b"), status=409)
    editor.send("POST", "/v1/briefings/nobody/publish", status=404)
    stale = editor.client.get(f"/v1/briefings/{SEED}/stale").json()["data"]
    assert stale["superseded_by"] == ["b"]
    editor.create("briefings", {"id": "c", "title": "C", "lead": [statement], "supersedes": "empty"})
    refused = editor.send("POST", "/v1/briefings/c/publish", status=422).json()
    assert [each["pointer"] for each in refused["errors"]] == ["/supersedes"]


def test_markdown_holds_nothing_of_a_writers_markup(seeded_editor: Editor) -> None:
    editor = seeded_editor
    hostile = "# [x](javascript:alert) *b* <script>alert(1)</script> `c` ![i](u) | 1. - [^9]"
    statement = {"text": hostile, "cites": ["actors/ireland"]}
    editor.create("briefings", {"id": "h", "title": hostile, "lead": [statement]})
    key = {"Authorization": f"Bearer {editor.token}"}
    answer = editor.client.get("/v1/drafts/h?format=markdown", headers=key)
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    assert re.search(r"(?<!\\)<script|(?<!\\)\]\((?!</[a-z]+/[a-z0-9-]+>\))|(?<!\\)\[x|\[\^9\]", answer.text) is None
    page = editor.client.get("/v1/drafts/h?format=html", headers=key)
    assert page.headers["content-security-policy"]
    assert re.search(r"<script>alert|href=.javascript", page.text) is None
    editor.send("GET", "/v1/drafts/h?format=csv", status=422)
    seed = editor.client.get(f"/v1/briefings/{SEED}?format=markdown").text
    assert editor.client.get(f"/v1/briefings/{SEED}", headers={"Accept": "text/markdown"}).text == seed
    editor.send("GET", f"/v1/briefings/{SEED}?format=markdown&fields=id", status=422)
    editor.send("GET", f"/v1/briefings/{SEED}?format=csv", status=422)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("17–18 February 2026", [("date", DateParts(2026, 2, 17)), ("date", DateParts(2026, 2, 18))]),
        ("February 26, 2026", [("date", DateParts(2026, 2, 26))]),
        ("2026-02-26 and 20.04.2026", [("date", DateParts(2026, 2, 26)), ("date", DateParts(2026, 4, 20))]),
        ("in May it may march", [("date", DateParts(None, 5))]),
        ("3.9 per cent, 5 to 7 %", [("percentage", "3.9"), ("percentage", "5"), ("percentage", "7")]),
        ("1,200 troops in 2022", [("number", "1200"), ("date", DateParts(2022))]),
        ("twenty-four ships for €90 billion", [("number", "24"), ("number", "90000000000")]),
        ("one of the E5 and a dozen others", [("number", "12")]),
    ],
)
def test_terms_of_a_text(text: str, found: list[tuple[str, Any]]) -> None:
    shown = [
        (term.kind, term.value if isinstance(term.value, DateParts) else str(term.value)) for term in figures_in(text)
    ]
    assert shown == found


def test_the_command_line_prints_an_edition_and_keeps_nothing(seeded: Database, seeded_editor: Editor) -> None:
    url = seeded.url.render_as_string(hide_password=False)

    def printed(*arguments: str, status: int = 0) -> str:
        command = [sys.executable, "-m", "app.main", "brief", "--from", "2026-02-01", "--to", "2026-02-28", *arguments]
        environment = os.environ | {"TRACKER_DATABASE_URL": url}
        done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=60, env=environment)
        assert done.returncode == status, done.stderr
        return done.stderr if status else done.stdout

    before = seeded_editor.client.get("/readyz").json()["snapshot"]
    text = printed("--format", "markdown")
    assert seeded_editor.client.get("/readyz").json()["snapshot"] == before
    draft = drafted(seeded_editor)
    key = {"Authorization": f"Bearer {seeded_editor.token}"}
    assert text == seeded_editor.client.get(f"/v1/drafts/{draft['id']}?format=markdown", headers=key).text
    assert '"title":"Poland"' in printed("--format", "json", "--actor", "Poland", "--title", "Poland")
    assert "<!doctype html>" in printed("--format", "html", "--theme", "nuclear")
    assert "nowhere" in printed("--actor", "nowhere", status=2)


def moments_of(draft: dict[str, Any]) -> dict[str, Any]:
    return {name: draft[name] for name in ("created_at", "updated_at")}


def bare_section(section: dict[str, Any]) -> dict[str, Any]:
    return {"heading": section["heading"], "statements": bare_statements(section["statements"])}


def list_ids(editor: Editor, query: str) -> list[str]:
    found = editor.client.get(f"/v1/{query}{'&' if '?' in query else '?'}limit=200").json()["data"]
    return [each["id"] for each in found]


def test_a_published_edition_cannot_go(seeded_editor: Editor) -> None:
    editor = seeded_editor
    editor.create("briefings", {"id": "b", "title": "B"})
    editor.create("briefings", {"id": "c", "title": "C", "lead": [{"text": "It is.", "cites": ["actors/poland"]}]})
    editor.publish("c")
    editor.send("DELETE", f"/v1/briefings/{SEED}", tag=editor.tag(f"/v1/briefings/{SEED}"), status=409)
    editor.send("POST", f"/v1/briefings/{SEED}/merge", {"into": "c"}, status=409)
    # A draft is no record: nothing is merged into it, or it into anything.
    editor.send("POST", f"/v1/briefings/{SEED}/merge", {"into": "b"}, status=422)
    editor.send("POST", "/v1/briefings/b/merge", {"into": SEED}, status=404)
    assert editor.client.get("/v1/briefings/latest").json()["data"]["id"] == "c"


def test_what_an_edition_rests_on_cannot_go_by_a_detour(seeded_editor: Editor) -> None:
    editor = seeded_editor
    editor.create("developments", {"id": "other", "title": "Other"})
    path = "/v1/developments/ireland-seeks-maritime-cooperation"
    editor.send("DELETE", path, tag=editor.tag(path), status=409)
    editor.send("POST", f"{path}/merge", {"into": "other"}, status=200)
    refused = editor.send("DELETE", "/v1/developments/other", tag=editor.tag("/v1/developments/other"), status=409)
    assert SEED in refused.json()["detail"]


@pytest.mark.parametrize(
    "words",
    ["Talks on the 19th.", "１９ talks were held.", "They met twice.", "Half of them left.", "In 2025 they met."],
)
def test_numbers_and_days_in_other_guises_are_looked_for_too(seeded_editor: Editor, words: str) -> None:
    editor = seeded_editor
    cites = ["developments/geneva-talks-february-2026"]
    editor.create("briefings", {"id": "b", "title": "B", "lead": [{"text": words, "cites": cites}]})
    refused = editor.send("POST", "/v1/briefings/b/publish", status=422).json()
    assert len(refused["errors"]) == 1
    held = {"text": "Talks from the 17th to the 18th, 18 of February.", "cites": cites}
    editor.send("PATCH", "/v1/briefings/b", {"lead": [held]}, tag=editor.tag("/v1/drafts/b"), status=200)
