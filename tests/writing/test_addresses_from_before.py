"""Addresses from before the guard was as strict: read as ever, written as URIs, held against it when they change."""

import json
from typing import Any

import pytest
from sqlalchemy import select, update

from app.migrations import migrate
from app.migrations.steps import downgrade
from app.resources import COLLECTIONS
from app.store import versions
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import SourceVersion
from tests.editors import Editor, draft

OLD = {
    "https:/www.example.org/a": ("https://www.example.org/a", "https://www.example.org/a"),
    "https:www.example.org/b": ("https://www.example.org/b", "https://www.example.org/b"),
    "https://www.example.org:22/c": ("https://www.example.org:22/c", "https://www.example.org:22/c"),
    "https://[fec0::1]/d": ("https://[fec0::1]/d", "https://[fec0::1]/d"),
    'https://e"e.example.org/<e>': ("https://e%22e.example.org/%3Ce%3E", 'https://e"e.example.org/%3Ce%3E'),
    "https://www.example.org/f?[f]=%": ("https://www.example.org/f?%5Bf%5D=%25", "https://www.example.org/f?%5Bf%5D=%25"),
    "https://bücher.example/g": ("https://xn--bcher-kva.example/g", "https://xn--bcher-kva.example/g"),
}  # fmt: skip
"""What could be stored, how it is written now, and the address that its source is known by."""
STILL_TAKEN = ("https://www.example.org/a", "https://www.example.org/f?%5Bf%5D=%25")


def set_back(database: Database, urls: dict[str, str]) -> None:
    """Have the sources' documents as an earlier version wrote them, and bring the database up to this one's."""
    columns = columns_of(SourceVersion)
    downgrade(database, "0020")
    with database.write() as connection:
        for row in connection.execute(select(columns.seq, columns.id, columns.document)).all():
            document = json.dumps(json.loads(row.document) | {"url": urls[row.id]})
            connection.execute(update(SourceVersion).where(columns.seq == row.seq).values(document=document))
    migrate(database)


@pytest.fixture
def sources(editor: Editor, database: Database) -> dict[str, tuple[str, str]]:
    """What stands since before, by id: its address as it is written now, and the one that it is known by."""
    urls = {f"s{number}": url for number, url in enumerate(OLD)}
    for each in urls:
        editor.create("sources", {"id": each, "url": f"https://www.example.org/new/{each}", "title": each})
    set_back(database, urls)
    return {each: OLD[url] for each, url in urls.items()}


def test_they_are_read_as_uris_and_nothing_is_lost(
    editor: Editor, database: Database, sources: dict[str, tuple[str, str]]
) -> None:
    columns = columns_of(SourceVersion)
    with database.read() as connection:
        held = {row.id: row.canonical_url for row in connection.execute(select(columns.id, columns.canonical_url))}
    assert held == {each: canonical for each, (_, canonical) in sources.items()}
    listed = editor.client.get("/v1/sources?limit=200").json()["data"]
    assert {record["id"]: record["url"] for record in listed} == {each: uri for each, (uri, _) in sources.items()}
    for each, (uri, _) in sources.items():
        assert editor.client.get(f"/v1/sources/{each}").json()["data"]["url"] == uri
        page = editor.client.get(f"/sources/{each}", headers={"Accept": "text/html"}).text
        assert f'href="{uri}"' in page
    with database.write() as connection:
        assert versions.render_again(connection, COLLECTIONS.values()) == len(sources)


def test_an_edit_of_something_else_is_refused_only_for_an_address_that_may_not_stand(
    editor: Editor, sources: dict[str, tuple[str, str]]
) -> None:
    for each, (uri, _) in sources.items():
        is_taken = not any(sign in uri for sign in (":22", "fec0", "%22"))
        patch = {"title": f"Another title of {each}"}
        answer: Any = editor.send("PATCH", f"/v1/sources/{each}", patch, tag="*", status=200 if is_taken else 422)
        if not is_taken:
            assert [(fault["pointer"], fault["name"]) for fault in answer.json()["errors"]] == [("", "url")]
        mended = patch | {"url": f"https://www.example.org/mended/{each}"}
        editor.send("PATCH", f"/v1/sources/{each}", mended, tag="*", status=200)


def test_they_are_still_known_by_their_address_and_can_end_and_come_back(
    editor: Editor, sources: dict[str, tuple[str, str]]
) -> None:
    for url in STILL_TAKEN:
        again = editor.send("POST", "/v1/sources", draft("sources") | {"title": "Else", "url": url}, status=409)
        assert [fault["pointer"] for fault in again.json()["errors"]]
    for each in sources:
        editor.send("DELETE", f"/v1/sources/{each}", tag="*", status=200)
        editor.send("POST", f"/v1/sources/{each}/restore", status=200)
    into = editor.create("sources", {"id": "into", "url": None, "title": "What all go into"}).json()["data"]["id"]
    for each in sources:
        editor.send("POST", f"/v1/sources/{each}/merge", {"into": into}, status=200)


def test_of_two_sources_whose_addresses_have_become_one_the_older_is_known_by_it(
    editor: Editor, database: Database
) -> None:
    urls = {"older": "https://www.example.org/?[a]", "newer": "https://www.example.org/?%5Ba%5D"}
    for each in urls:
        editor.create("sources", {"id": each, "url": f"https://www.example.org/new/{each}", "title": each})
    set_back(database, urls)
    columns = columns_of(SourceVersion)
    with database.read() as connection:
        held = {row.id: row.canonical_url for row in connection.execute(select(columns.id, columns.canonical_url))}
    assert held == {"older": "https://www.example.org/?%5Ba%5D", "newer": None}
    assert {each["url"] for each in editor.client.get("/v1/sources").json()["data"]} == {urls["newer"]}
