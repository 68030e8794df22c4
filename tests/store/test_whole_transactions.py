"""Whole transactions: no number that any client can be given shows half of what one write did."""

import json
import re
from bisect import bisect_left
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from app.commands.cli import cli
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import Writer, writing
from tests import examples
from tests.changes.copies import exported, take
from tests.clients import CheckedClient
from tests.editors import Editor, draft
from tests.evidence.passages import changes, ground, put
from tests.scratch import check_grounds

TEXT = "The parties met in Strelsau.\nNobody came to Zenda, for the road was closed.\nThe clerk counted 45 delegates.\n"
WORDS = ("met in Strelsau", "Nobody came to Zenda", "counted 45 delegates")


@pytest.fixture
def ends(editor: Editor) -> list[int]:
    """Writes of many changes each, and after which number each of them ended."""
    ends = [0]

    def note(answer: Any) -> None:
        ends.append(answer.json()["meta"]["snapshot"])

    note(editor.create("sources", {"id": "minutes"}))
    note(editor.create("sources", {"id": "copy"}))
    for name in ("old", "new"):
        note(editor.create("actors", {"id": name, "name": f"Actor {name}"}))
    for number, words in enumerate(WORDS):
        involved = [{"id": "old", "role": "host"}]
        evidence = [ground(TEXT, words)]
        note(editor.create("developments", {"id": f"d-{number}", "actors": involved, "evidence": evidence}))
    note(editor.create("conditions", {"id": "c", "demanded_by": ["old"], "evidence": [ground(TEXT, WORDS[0])]}))
    statement = {"text": "So.", "cites": ["developments/d-0"]}
    for name in ("b", "other"):
        editor.create("briefings", {"id": name, "lead": [statement]})
        ends.append(editor.publish(name)["meta"]["snapshot"])
    for text in (TEXT, f"Draft. {TEXT}", TEXT.replace("45", "46"), TEXT):
        note(put(editor, "minutes", text))
    path = "/v1/sources/batch"
    batch = [draft("sources") | {"id": f"s-{number}"} for number in range(5)]
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "application/json"}
    note(editor.client.post(path, content=json.dumps(batch), headers=headers))
    note(editor.send("POST", "/v1/actors/old/merge", {"into": "new"}, status=200))
    note(editor.send("POST", "/v1/sources/minutes/merge", {"into": "copy"}, status=200))
    note(put(editor, "copy", f"Copy. {TEXT}"))
    note(editor.send("DELETE", "/v1/sources/s-0", tag="*", status=200))
    note(editor.send("DELETE", "/v1/sources/copy/text", status=200))
    assert ends == sorted(set(ends))
    assert len(ends) < ends[-1] - 20
    return ends


def test_each_number_reads_the_state_after_the_whole_write(editor: Editor, ends: list[int]) -> None:
    copy: dict[tuple[str, str], dict[str, Any]] = {}
    told = [None, *changes(editor, 0)]
    assert len(told) - 1 == ends[-1]
    for number, change in enumerate(told):
        end = ends[bisect_left(ends, number)]
        if change is not None:
            assert change["seq"] == number
        if number in (0, *(each + 1 for each in ends)):
            for each in filter(None, told[number : end + 1]):
                take(copy, each, [])
        answer = editor.client.get(f"/v1/export?as_of={number}")
        assert answer.headers["x-snapshot"] == str(end)
        assert "immutable" in answer.headers["cache-control"]
        assert exported(editor.client, f"?as_of={number}") == copy
        page = editor.client.get(f"/v1/developments?as_of={number}&limit=2").json()
        assert (page["meta"]["snapshot"], page["meta"]["total"]) == (
            end,
            sum(name == "developments" for name, _ in copy),
        )
        if page["links"]["next"] is not None:
            assert editor.client.get(page["links"]["next"]).json()["meta"]["snapshot"] == end
        if change is not None:
            assert editor.client.get(f"/v1/sources?as_of={change['at']}").json()["meta"]["snapshot"] in ends
    check_grounds(copy, {})


def test_every_read_of_a_moment_reads_whole_writes(
    client: CheckedClient, editor: Editor, ends: list[int], document: dict[str, Any]
) -> None:
    ids = {"actors": "new", "briefings": "b", "conditions": "c", "developments": "d-0", "sources": "minutes"}
    further = {"/v1/actors/resolve": "&name=old", "/v1/briefings/{id}/diff": "&against=other", "/v1/search": "&q=talks"}
    attached = next(index for index, end in enumerate(ends) if end > ends[index - 1] + 1)
    number, end = ends[attached] - 2, ends[attached]
    asked = 0
    for path, item in document["paths"].items():
        if "as_of" not in {each.get("name") for each in item.get("get", {}).get("parameters", ())}:
            continue
        address = path.replace("{id}", ids.get(path.split("/")[2], "")) + "?as_of={}" + further.get(path, "")
        within, after = (client.raw.get(address.format(each)) for each in (number, end))
        assert within.status_code == after.status_code, address
        assert re.sub(rf"as_of={number}\b", f"as_of={end}", within.text) == after.text, address
        if after.status_code == 200:
            asked += 1
            shown = within.headers.get("x-snapshot") or within.json()["meta"]["snapshot"]
            assert int(shown) == end, address
            tag = {"If-None-Match": within.headers["etag"]}
            assert client.raw.get(address.format(number), headers=tag).status_code == 304
    assert asked >= 17
    for form in ("csv", "ndjson", "atom", "jsonfeed"):
        answer = client.raw.get(f"/v1/developments?format={form}&as_of={number}")
        assert answer.headers["x-snapshot"] == str(end)
    for page in ("/conditions", "/timeline", "/developments", "/developments/d-0", "/sources/minutes", "/actors"):
        browser = {"Accept": "text/html"}
        within, after = (client.raw.get(f"{page}?as_of={each}", headers=browser) for each in (number, end))
        assert re.sub(rf'(as_of=|value=")({number}|{end})\b', "", within.text) == re.sub(
            rf'(as_of=|value="){end}\b', "", after.text
        ), page


def test_the_command_line_exports_whole_writes(
    database: Database, editor: Editor, ends: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    end = next(end for end, before in zip(ends[1:], ends, strict=False) if end > before + 1)
    for number in (end - 1, end):
        file = tmp_path / f"{number}.ndjson"
        result = CliRunner().invoke(cli, ["export", str(file), "--as-of", str(number)])
        assert result.exit_code == 0, result.output
        assert file.read_text() == editor.client.get(f"/v1/export?as_of={end}").text


def test_the_last_state_of_a_deleted_record_is_the_one_before_the_write(
    database: Database, client: CheckedClient
) -> None:
    writes: list[Callable[[Writer], object]] = [
        lambda writer: writer.create("sources", examples.source(id="s")),
        lambda writer: [
            writer.create("sources", examples.source(id="other")),
            writer.replace("sources", "s", examples.source("Another", id="s")),
            writer.delete("sources", "s"),
        ],
    ]
    for write in writes:
        with writing(database, COLLECTIONS, by="test") as writer:
            write(writer)
    gone = client.get("/v1/sources/s")
    assert (gone.status_code, gone.headers["link"]) == (410, '</v1/sources/s?as_of=1>; rel="predecessor-version"')
    assert client.data("/v1/sources/s?as_of=1")["title"] == "Morning report"
    assert client.refused("/v1/sources/s?as_of=3", 410)
