"""Sheets: the service's own CSV, also as pandas and spreadsheets have saved it again, is taken and changes nothing."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.commands.importing import import_file
from app.main import create_app
from app.reading.formats.csv import guard, take_guard_off
from app.reading.formats.csv_reading import BadTable, rows
from app.resources import SOURCES
from app.settings import Settings
from app.store.database import Database
from schemas import Source, SourceDraft
from tests import draws
from tests.databases import Server
from tests.editors import Editor, key
from tests.writing.batches import HARD, send, source, written

TITLES = [
    "'Ndrangheta", "'s-Hertogenbosch", "''quoted''", "'", "=1+1", "'=1+1", "''=1+1", "-5 °C", "'-5", "＝1", "@x",
    "a,b;c|d\\e",
]  # fmt: skip
COMPUTED = ["revision", "created_at", "updated_at", "text.sha256", "text.characters", "text.attached_at"]


@pytest.fixture
def other(servers: dict[str, Server], engine: str) -> Iterator[Editor]:
    """An editor of a second, empty tracker."""
    url = servers[engine].url("empty")
    database = Database(url)
    token = key(database, "her", "*")
    database.close()
    with TestClient(create_app(Settings(database_url=url))) as client:
        yield Editor(client, token)


def filled(editor: Editor) -> list[dict[str, Any]]:
    """The sources of a tracker that holds what is hard to write in a cell."""
    titled = [source(100 + at, title=title, authors=[title, "b"], notes=title) for at, title in enumerate(TITLES)]
    send(editor, [*HARD, *titled])
    return records(editor)


def records(editor: Editor) -> list[dict[str, Any]]:
    return list(editor.client.get("/v1/sources?limit=200&sort=title").json()["data"])


def given_in(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what the tracker computes."""
    return {name: value for name, value in record.items() if name in SourceDraft.model_fields}


def upper(frame: pd.DataFrame) -> str:
    frame = frame.assign(aggregator=frame["aggregator"].map({True: "TRUE", False: "FALSE"}))
    return str(frame.to_csv(index=False))


def gapped(frame: pd.DataFrame) -> str:
    header, *lines = frame.to_csv(index=False).splitlines(keepends=True)
    commas = "," * (len(frame.columns) - 1) + "\r\n"
    # A quoted cell of several lines stays whole: empty rows are put before and behind all the others.
    return "".join([commas, header, commas, *lines, commas, "\r\n", commas])


def widened(frame: pd.DataFrame) -> str:
    return str(frame.assign(**{"": "", " ": ""}).to_csv(index=False))


SAVED: dict[str, Callable[[pd.DataFrame], str]] = {
    "pandas": lambda frame: frame.to_csv(index=False),
    "upper case": upper,
    "rows of commas": gapped,
    "semicolons": lambda frame: frame.to_csv(index=False, sep=";"),
    "tabs": lambda frame: frame.to_csv(index=False, sep="\t", lineterminator="\r\n"),
    "sep=": lambda frame: "\ufeffsep=;\r\n" + frame.to_csv(index=False, sep=";", lineterminator="\r\n"),
    "sep=|": lambda frame: '"sep=|"\n' + frame.to_csv(index=False, sep="|"),
    "an empty last column": widened,
    "names in capitals": lambda frame: frame.rename(columns=str.upper).to_csv(index=False),
    "all quoted": lambda frame: frame.to_csv(index=False, quoting=csv.QUOTE_ALL),
}


@pytest.mark.parametrize("saved", SAVED)
@pytest.mark.parametrize("dropped", [COMPUTED, []], ids=["drafts", "records"])
def test_own_csv_comes_back_through_pandas(editor: Editor, other: Editor, saved: str, dropped: list[str]) -> None:
    before = filled(editor)
    answer = editor.client.get("/v1/sources?format=csv&limit=200&sort=title")
    frame = pd.read_csv(io.BytesIO(answer.content))
    assert [take_guard_off(title) for title in frame["title"]] == [record["title"] for record in before]
    plain = {title for title in TITLES if "=" not in title and not title.startswith(("-", "＝", "@", "'-"))}
    assert plain <= set(frame["title"])
    result = send(other, SAVED[saved](frame.drop(columns=dropped)).encode(), form="text/csv")
    assert {item["status"] for item in result["data"]} == {"created"}
    assert [given_in(record) for record in records(other)] == [given_in(record) for record in before]


@draws.tries(400)
@given(st.text(st.sampled_from("'=+-@\t\r\n＝＋－＠a;,\\"), max_size=6))
def test_the_guard_comes_off_only_where_it_was_put_on(text: str) -> None:
    assert take_guard_off(guard(text)) == text
    assert guard(text).lstrip("'")[:1] not in tuple("=+-@\t\r\n＝＋－＠") or guard(text).startswith("'")
    # A person's own cell, read and written again: only a formula is another cell than before.
    assert guard(take_guard_off(text)) == (guard(text) if text == text.lstrip("'") else text)


TEXTS = st.text(st.sampled_from("'=+-@;|,\\\" ab\né\u2028"), min_size=1, max_size=12).map(str.strip).filter(bool)
LINES = TEXTS.map(lambda text: " ".join(text.splitlines()) + "x")


@draws.tries(60)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"title": LINES},
            optional={
                "authors": st.lists(LINES, max_size=3),
                "aggregator": st.booleans(),
                "claimed_sources": st.integers(0, 100_000),
                "notes": TEXTS,
                "caveats": st.lists(st.fixed_dictionaries({"kind": st.just("other"), "note": TEXTS}), max_size=3),
            },
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from(";,\t"),
)
def test_whatever_is_written_is_read_again(given_fields: list[dict[str, Any]], separator: str) -> None:
    items = [source(number, **fields) for number, fields in enumerate(given_fields)]
    cells = csv.reader(io.StringIO(written(items, "csv").decode(), newline=""))
    again = io.StringIO(newline="")
    csv.writer(again, delimiter=separator).writerows(cells)
    again.seek(0)
    found = [SourceDraft.model_validate_json(json.dumps(row)) for row in rows(again, SourceDraft, Source)]
    assert found == [SourceDraft.model_validate(item) for item in items]


HEADER = "title,kind,publisher,origin,aggregator,claimed_sources"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("T,report,P,p,True,45.0", {"aggregator": True, "claimed_sources": 45}),
        ("T,report,P,p,FALSE,4.5e1", {"aggregator": False, "claimed_sources": 45}),
        ("T,report,P,p, true , 45 ", {"aggregator": True, "claimed_sources": 45}),
        ("T,report,P,p,,,", {}),
        ("'T',report,P,p,,", {"title": "'T'"}),
        ("T,report,P,p,yes,", {"aggregator": "yes"}),
        ("T,report,P,p,,4.5", {"claimed_sources": 4.5}),
        ("T,report,P,p,1,", {"aggregator": 1}),
    ],
)
def test_cells_are_read_as_spreadsheets_write_them(row: str, expected: dict[str, Any]) -> None:
    (found,) = rows([f"{HEADER}\n", row], SourceDraft, Source)
    assert found == {"title": "T", "kind": "report", "publisher": "P", "origin": "p", **expected}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (["title,,kind\n", "T,stray,report\n"], "row 2 has 'stray' in a column without a name"),
        (["title,kind\n", "T,report,stray\n"], "row 2 has 'stray' in a column without a name"),
        (["sep=;\n", ";;\n", "title;kind\n", "T\n"], "row 4 has 1 cells, and the header 2"),
    ],
)
def test_what_would_be_lost_is_refused(table: list[str], message: str) -> None:
    assert [str(row) for row in rows(table, SourceDraft, Source)] == [message]


@pytest.mark.parametrize("table", [["Title,TITLE\n"], [",,\n"], ["sep=;\n"], ["titel\n"], ["title\n", '"a\n']])
def test_a_table_of_something_else_is_refused(table: list[str]) -> None:
    with pytest.raises(BadTable):
        list(rows(table, SourceDraft, Source))


def test_a_cell_may_hold_as_much_as_a_record(editor: Editor) -> None:
    long = source(1, caveats=[{"kind": "other", "note": "n" * 9_000}] * 30)
    assert send(editor, [long], form="csv")["meta"]["created"] == 1


@pytest.mark.parametrize(
    "media_type", ["application/ndjson", "application/jsonl", "application/x-jsonlines", "application/x-ndjson"]
)
def test_every_name_of_ndjson_is_taken_and_given(editor: Editor, media_type: str) -> None:
    lines = b"\xef\xbb\xbf" + b"\n\xef\xbb\xbf".join(written([item], "ndjson") for item in HARD)
    assert send(editor, lines, form=media_type)["meta"]["created"] == len(HARD)
    for path in ("/v1/sources", "/v1/export"):
        answer = editor.client.get(path, headers={"Accept": media_type})
        assert (answer.status_code, answer.headers["content-type"]) == (200, "application/x-ndjson")


def test_a_byte_order_mark_is_passed_over(editor: Editor, database: Database, tmp_path: Path) -> None:
    mark = "\ufeff".encode()
    editor.send("POST", "/v1/sources", mark + json.dumps(source(1, id="one")).encode(), status=201)
    editor.send("PATCH", "/v1/sources/one", mark + b'{"notes": "N."}', tag="*", status=200)
    for number, form in enumerate(("json", "ndjson", "csv"), 2):
        assert send(editor, mark + written([source(number)], form), form=form)["meta"]["created"] == 1
        path = tmp_path / f"sources.{form}"
        path.write_bytes(mark + written([source(number)], form))
        assert dict(import_file(database, SOURCES, path, by="her").statuses) == {"existing": 1}


def test_a_table_with_tabs_has_a_name_of_its_own(editor: Editor, database: Database, tmp_path: Path) -> None:
    table = b"title\tkind\tpublisher\torigin\tURL\nT\treport\tP\tp\thttps://www.example.org/t\n"
    assert send(editor, table, form="text/tab-separated-values")["meta"]["created"] == 1
    (tmp_path / "sources.tsv").write_bytes(table)
    assert import_file(database, SOURCES, tmp_path / "sources.tsv", by="her").statuses["existing"] == 1


def test_the_documentation_says_what_a_cell_holds(document: dict[str, Any]) -> None:
    answers = [document["paths"][f"/v1/{name}"]["get"]["responses"]["200"]["content"] for name in ("sources", "actors")]
    assert [each["text/csv"]["schema"] for each in answers] == [{"$ref": "#/components/schemas/CsvList"}] * 2
    for schema in ("BatchTable", "CsvList"):
        assert "`\\,`" in document["components"]["schemas"][schema]["description"]
