"""Histories: all that a database tells of what was and is, so that two of them can be held against each other."""

import json
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import select
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.store.feed_tables import FeedItemRow, FeedPollRow, FeedRow
from app.store.metadata import table_of
from app.store.proposal_tables import ProposalRow, TextReadRow
from app.store.service_tables import (
    ApiKeyRow,
    LostPassageRow,
    SourceTextRow,
    StoredAnswerRow,
    WebhookDeliveryRow,
    WebhookRow,
)
from app.store.story_tables import StoryMemberRow, StoryRow

BESIDE = (
    ApiKeyRow, LostPassageRow, SourceTextRow, StoredAnswerRow, WebhookDeliveryRow, WebhookRow,
    StoryMemberRow,
    StoryRow,
    FeedRow, FeedItemRow, FeedPollRow, ProposalRow, TextReadRow,
)  # fmt: skip


@contextmanager
def reading(url: str) -> Iterator[TestClient]:
    """A client of a service on a database."""
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield client


def history(client: TestClient) -> dict[str, str]:
    """Changes, what stood after some of them, each record with its revisions, and what is found and counted."""
    told = {"changes": client.get("/v1/changes?format=ndjson").text}
    lines = [json.loads(line) for line in told["changes"].splitlines()]
    for number in (*range(1, len(lines), 5), len(lines)):
        told[f"export {number}"] = client.get(f"/v1/export?as_of={number}").text
    for name, record_id in sorted({(line["collection"], line["id"]) for line in lines}):
        path = f"/v1/{name}/{record_id}"
        for query in ("", "?as_of=9", f"?as_of={len(lines)}", "/revisions?limit=200"):
            answer = client.get(f"{path}{query}", headers={"X-Request-ID": "the-same"})
            told[f"{path}{query}"] = f"{answer.status_code} {answer.text}"
    for query in ("search?q=met", "developments?facets=theme,kind", "developments?actor=ruritania", "quality"):
        told[query] = client.get(f"/v1/{query}").text
    return told


def beside(url: str) -> dict[str, list[tuple[str, ...]]]:
    """What the tables beside the record hold."""
    database = Database(url)
    with database.read() as connection:
        found = {each.__name__: connection.execute(select(table_of(each))).all() for each in BESIDE}
    database.close()
    return {
        name: sorted(tuple(str(value).removesuffix("+00:00") for value in row) for row in rows)
        for name, rows in found.items()
    }
