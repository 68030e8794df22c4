"""Lines: what some readers take for the end of a line (U+0085, U+2028, U+2029) is an escape in every JSON."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from app.commands.editions import brief
from app.commands.exports import write_export
from app.commands.importing import import_file
from app.migrations import migrate
from app.migrations.steps import downgrade
from app.resources import COLLECTIONS, SOURCES
from app.store.database import Database
from app.store.export import batches
from app.store.metadata import columns_of
from app.store.service_tables import WebhookRow
from app.store.tables import SourceVersion
from app.store.vault import Vault
from app.store.write import writing
from app.webhooks import subscriptions
from app.webhooks.sending import message_body
from schemas import WebhookDraft
from tests import examples
from tests.changes.test_changes import events
from tests.clients import CheckedClient
from tests.databases import Server
from tests.editors import Editor
from tests.evidence.passages import passage, put
from tests.servers import serving
from tests.writing.batches import send

NOTES = "one\u2028two\u2029three"
ENDS = ("\u0085", "\u2028", "\u2029")
JSON_READS = (
    "/v1/sources", "/v1/sources?fields=notes", "/v1/sources?q=two", "/v1/sources?format=jsonfeed",
    "/v1/sources?format=ndjson", "/v1/sources?format=ndjson&fields=notes&limit=1", "/v1/sources/s",
    "/v1/sources/s?fields=notes", "/v1/sources/s/revisions", "/v1/search?q=two", "/v1/changes",
    "/v1/changes?format=ndjson", "/v1/export", "/v1/developments?include=sources",
)  # fmt: skip


def fill(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source("Report", id="s", notes=NOTES))
        writer.create("developments", examples.development(summary=NOTES, evidence=[{"source": "s"}]))
        writer.replace("sources", "s", examples.source("Report", id="s", notes=f"{NOTES}!"))


def in_lines(text: str) -> list[Any]:
    """Each line of a text, broken wherever anybody breaks one, as JSON."""
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("path", JSON_READS)
def test_every_json_stays_on_its_line(database: Database, client: CheckedClient, path: str) -> None:
    fill(database)
    for headers in ({}, {"Accept-Encoding": "identity"}, {"Content-Length": "0"}):
        answer = client.raw.get(path, headers=headers)
        assert answer.status_code == 200, answer.text
        assert not any(end in answer.text for end in ENDS)
        told = json.dumps(in_lines(answer.text), ensure_ascii=False)
        assert NOTES in told or "two" in path
    head = client.raw.head("/v1/sources/s", headers={"Accept-Encoding": "identity"})
    assert int(head.headers["content-length"]) == len(client.raw.get("/v1/sources/s").content)


def test_httpx_reads_the_lines_of_export_ndjson_and_stream(
    servers: dict[str, Server], engine: str, tmp_path: Path
) -> None:
    url = servers[engine].url("empty")
    database = Database(url)
    fill(database)
    database.close()
    with serving(url, tmp_path) as (address, _):
        for path, count in (("/v1/export", 2), ("/v1/sources?format=ndjson", 1), ("/v1/changes?format=ndjson", 3)):
            with httpx.stream("GET", f"{address}{path}") as answer:
                told = [json.loads(line) for line in answer.iter_lines()]
            assert len(told) == count
            assert NOTES in json.dumps(told, ensure_ascii=False)
        heard = events(address, 3, query="?after=0")
        assert [change["record"].get("notes") for change in heard] == [NOTES, None, f"{NOTES}!"]


def test_refusals_and_answers_to_writes_stay_on_their_line(editor: Editor) -> None:
    sent = {"Idempotency_Key": "one", "Accept_Encoding": "identity"}
    answers = [editor.create("sources", {"id": "s", "notes": NOTES}, **sent) for _ in range(2)]
    assert answers[0].content == answers[1].content
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert int(answers[0].headers["content-length"]) == len(answers[0].content)
    answers.append(
        editor.send("PATCH", "/v1/sources/s", {"no\u2028field": 1}, tag=editor.tag("/v1/sources/s"), status=422)
    )
    for answer in answers:
        assert not any(end in answer.text for end in ENDS)
        assert answer.content.isascii() or json.loads(answer.content)
    assert json.loads(answers[0].content)["data"]["notes"] == NOTES
    assert "no\u2028field" in json.dumps(json.loads(answers[-1].content), ensure_ascii=False)


def test_passages_and_names_of_a_client_s_own_stay_on_their_line(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    text = "One\u2029two\u2028three."
    put(editor, "s", text)
    evidence = [{"source": "s", "selector": passage(text, text)}]
    created = editor.create("actors", {"id": "a", "evidence": evidence})
    assert created.json()["data"]["evidence"][0]["exact"] == text
    name = "a\u0085b\u2028c"
    reconciled = editor.client.post("/v1/reconcile", data={"queries": json.dumps({name: {"query": "x"}})})
    assert reconciled.json() == {name: {"result": []}}
    for answer in (created, reconciled, editor.client.get("/v1/actors"), editor.client.get("/v1/changes")):
        assert not any(end in answer.text for end in ENDS)


def test_what_leaves_beside_the_service_stays_on_its_line(database: Database, tmp_path: Path) -> None:
    fill(database)
    path = tmp_path / "all.ndjson"
    assert write_export(path, batches(database, COLLECTIONS, seq=3), lambda _: None) == 2
    assert [each["collection"] for each in in_lines(path.read_text("utf-8"))] == ["developments", "sources"]
    change = json.dumps({"collection": "s", "action": "a", "at": "t", "x": NOTES}, ensure_ascii=False)
    (message,) = in_lines(message_body(change).decode())
    assert message["data"]["x"] == NOTES


def test_the_command_line_s_edition_stays_on_its_line(
    database: Database, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(database)
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    brief(begin="2026-02-01", end="2026-02-28", form="json")
    (edition,) = in_lines(capsys.readouterr().out)
    assert NOTES in json.dumps(edition, ensure_ascii=False)


LINES = "\n".join(
    [
        json.dumps(
            {**json.loads(examples.source("A", notes="x").model_dump_json()), "notes": NOTES}, ensure_ascii=False
        ),
        "",
        json.dumps(json.loads(examples.source("B").model_dump_json())) + "\r",
        " \t",
        json.dumps(json.loads(examples.source("C").model_dump_json()), indent=1).replace("\n", "\r"),
    ]
)


def test_lines_that_come_end_at_a_line_feed_alone(editor: Editor, database: Database, tmp_path: Path) -> None:
    told = send(editor, LINES.encode(), form="ndjson")
    assert told["meta"]["created"] == 3
    assert editor.client.get(f"/v1/sources/{told['data'][0]['id']}").json()["data"]["notes"] == NOTES
    path = tmp_path / "sources.ndjson"
    path.write_bytes(LINES.replace("Report", "Other").encode())
    assert dict(import_file(database, SOURCES, path, by="her").statuses) == {"created": 3}


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("actors", "name"), ("sources", "title"), ("sources", "publisher"), ("developments", "title"),
        ("conditions", "title"), ("briefings", "title"), ("briefings", "subtitle"),
    ],
)  # fmt: skip
def test_a_single_line_has_no_end_within(editor: Editor, name: str, field: str, end: str) -> None:
    body = json.loads(examples.EVERY[name].model_dump_json(exclude_defaults=True)) | {field: f"One{end}two"}
    problem = editor.send("POST", f"/v1/{name}", body, status=422).json()
    assert [fault["pointer"] for fault in problem["errors"]] == [f"/{field}"]


def test_single_lines_from_before_become_single(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source("One two", id="s", authors=["A B"], notes=NOTES))
    draft = WebhookDraft.model_validate({"url": "https://hooks.example.org/", "description": "Ours, here"})
    with database.write() as connection:
        webhook = subscriptions.add_subscription(connection, draft, vault=Vault(()), by="test", allow_private=True)
    downgrade(database, "0015")
    sources, webhooks = columns_of(SourceVersion), columns_of(WebhookRow)
    with database.write() as connection:
        document = connection.execute(select(sources.document)).scalar_one()
        broken = document.replace("One two", "One\u2028two").replace("A B", "A\u2029B")
        connection.execute(update(SourceVersion).values(document=broken))
        connection.execute(update(WebhookRow).values(description="Ours,\u2028here"))
    migrate(database)
    with database.read() as connection:
        assert connection.execute(select(sources.document)).scalar_one() == document
        assert connection.execute(select(webhooks.description)).scalar_one() == webhook.description
