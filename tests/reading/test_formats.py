"""Forms: the same page as CSV, NDJSON, Atom and JSON Feed, chosen by `format` or by `Accept`."""

import csv
import io
import json
import re
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.reading.formats import FORMATS
from app.resources import COLLECTIONS, RESOURCES
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from app.wiring import create_app
from schemas import FieldPath, fields_of
from tests import examples
from tests.clients import CheckedClient
from tests.databases import Server
from tests.reading.forms import NAMES

TYPES = {
    "json": "application/json",
    "csv": "text/csv",
    "ndjson": "application/x-ndjson",
    "atom": "application/atom+xml",
    "jsonfeed": "application/feed+json",
}


def read_cell(text: str, column: FieldPath) -> Any:
    """A cell as a client reads it by the documentation: the lists that were joined in it, or its text."""
    if column.text and re.match("'+[-=+@＝＋－＠]", text):
        text = text[1:]
    return apart(text, ";|,"[: column.lists]) if column.lists else text


def apart(text: str, separators: str) -> Any:
    """A text split at separators that no backslash stands before, then freed of its backslashes."""
    if not separators:
        return re.sub(r"\\(.)", r"\1", text)
    parts, escaped = [""], False
    for character in text:
        if character == separators[0] and not escaped:
            parts.append("")
        else:
            parts[-1] += character
        escaped = character == "\\" and not escaped
    return [apart(part, separators[1:]) for part in parts]


def written(value: Any, path: str) -> Any:
    """What a reader should find of a record: lists as lists, everything else as text, null as nothing."""
    if isinstance(value, list):
        return [written(item, path) for item in value] or [written(None, "")]
    if path:
        name, _, rest = path.partition(".")
        return written(value[name] if value is not None else None, rest)
    if isinstance(value, dict):
        return ";".join(f"{name}={each}" for name, each in value.items())
    return "" if value is None else value if isinstance(value, str) else json.dumps(value)


def flat(value: Any) -> list[Any]:
    """Values without the nesting that nothing stands in."""
    return [inner for each in value for inner in flat(each)] if isinstance(value, list) else [value]


HARD = ["=1+1", "+1", "-1", "@x", "'quoted'", "a;b|c,d\\e", 'say "so"', "two\nlines", "＝x", "é,ß", ";", "\\", "'=1"]


def test_csv_reads_back_as_the_records(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test", shares_names=True) as writer:
        for number, text in enumerate(HARD):
            line = text.replace("\n", " ")
            caveats = [{"kind": "other", "note": text}, {"kind": "undated", "note": "x;" + text}]
            writer.create("actors", examples.actor(line, id=f"a-{number}", aliases=[line, "b"], description=text))
            measures = [{"name": line, "value": -3.5, "unit": line}, {"name": "n", "value": 10**15, "unit": "u"}]
            fields = {"summary": text, "caveats": caveats, "measures": measures}
            writer.create("developments", examples.development(line, id=f"d-{number}", **fields))
            lead = [{"text": text, "cites": [f"actors/a-{number}", f"developments/d-{number}"]}]
            sections = [{"heading": line, "statements": lead * 2}, {"heading": "b", "statements": lead}]
            writer.create("briefings", examples.briefing(line, id=f"b-{number}", lead=lead, sections=sections))
    check_csv(client, ["actors", "briefings", "developments"])


def test_the_seed_reads_back_from_csv(reader: CheckedClient) -> None:
    check_csv(reader, NAMES)


def check_csv(client: CheckedClient, names: list[str]) -> None:
    for name in names:
        answer = client.raw.get(f"/v1/{name}?format=csv&limit=200")
        assert answer.headers["content-type"] == "text/csv; charset=utf-8; header=present"
        rows = list(csv.DictReader(io.StringIO(answer.content.decode(), newline="")))
        records = client.data(f"/v1/{name}?limit=200")
        columns = [field for field in fields_of(COLLECTIONS[name].record) if field.leaf]
        assert [column.path for column in columns] == list(rows[0])
        for row, record in zip(rows, records, strict=True):
            for column in columns:
                cell, expected = row[column.path], written(record, column.path)
                assert not column.text or not cell.startswith(("=", "+", "-", "@"))
                assert flat(read_cell(cell, column)) == flat(expected) or (cell, flat(expected)) == ("", [""])


@pytest.mark.parametrize(("form", "media_type"), TYPES.items())
def test_accept_does_what_format_does(reader: CheckedClient, form: str, media_type: str) -> None:
    by_name = reader.raw.get(f"/v1/developments?limit=3&format={form}")
    by_header = reader.raw.get("/v1/developments?limit=3", headers={"Accept": f"{media_type}, */*;q=0.1"})
    assert by_header.headers["content-type"].partition(";")[0] == media_type
    assert by_name.headers["content-type"] == by_header.headers["content-type"]
    if form in ("csv", "ndjson"):
        assert by_header.content == by_name.content
    assert "Accept" in by_header.headers["vary"]
    again = reader.raw.get("/v1/developments?format=" + form, headers={"Accept": "image/png"})
    assert again.status_code == 200


@pytest.mark.parametrize(
    ("accept", "status", "media_type"),
    [
        ("*/*", 200, "application/json"),
        ("", 200, "application/json"),
        ("application/*", 200, "application/json"),
        ("text/*", 200, "text/csv"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", 200, "application/json"),
        ("application/json;q=0.1, text/csv;q=0.5", 200, "text/csv"),
        ("application/json;q=0, */*", 200, "text/csv"),
        ("text/html", 406, "application/problem+json"),
        ("image/*", 406, "application/problem+json"),
        ("nonsense", 200, "application/json"),
        (";;;,,", 200, "application/json"),
    ],
)
def test_the_form_is_negotiated(reader: CheckedClient, accept: str, status: int, media_type: str) -> None:
    answer = reader.get("/v1/sources", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (status, media_type)


def test_one_record_comes_as_json_alone(reader: CheckedClient) -> None:
    assert reader.get("/v1/actors/russia", headers={"Accept": "text/csv"}).status_code == 406
    assert reader.get("/v1/actors/russia", headers={"Accept": "application/json"}).status_code == 200


def test_forms_have_tags_of_their_own(reader: CheckedClient) -> None:
    answers = [reader.raw.get("/v1/actors", headers={"Accept": each}) for each in TYPES.values()]
    tags = [answer.headers["etag"] for answer in answers]
    assert len(set(tags)) == len(tags)
    for media_type, tag in zip(TYPES.values(), tags, strict=True):
        again = reader.raw.get("/v1/actors", headers={"Accept": media_type, "If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("form", ["csv", "ndjson", "atom", "jsonfeed"])
def test_what_a_form_has_no_place_for_is_refused(reader: CheckedClient, form: str) -> None:
    unfit = ["include=actors", "facets=kind"] + (["fields=id"] if FORMATS[form].is_feed else [])
    for parameter in unfit:
        (fault,) = reader.refused(f"/v1/developments?format={form}&{parameter}")["errors"]
        assert fault["name"] == parameter.partition("=")[0]


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_every_list_links_its_other_forms(reader: CheckedClient, resource: Any) -> None:
    answer = reader.get(f"/v1/{resource.name}?limit=1&include=sources&fields=id")
    links = re.findall(r'<([^>]*)>; rel="alternate"; type="([^"]*)"', answer.headers["link"])
    assert [media_type for _, media_type in links] == list(TYPES.values())[1:]
    for address, media_type in links:
        other = reader.raw.get(address)
        assert (other.status_code, other.headers["content-type"].partition(";")[0]) == (200, media_type)
    page = answer.json()["links"]["next"]
    if page:
        assert f'<{page}>; rel="next"' in answer.headers["link"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("id", ["id"]),
        ("occurred.from", ["occurred.from"]),
        ("actors.id,id", ["id", "actors.id"]),
        ("occurred,occurred.from", ["occurred.from", "occurred.until", "occurred.precision"]),
        ("evidence.selector.start,measures", ["measures.name", "measures.value", "measures.unit", "measures.subject",
                                              "measures.on", "evidence.selector.start"]),
    ],
)  # fmt: skip
def test_fields_name_fields_within_fields(reader: CheckedClient, fields: str, expected: list[str]) -> None:
    answer = reader.raw.get(f"/v1/developments?format=csv&fields={fields}&limit=200")
    rows = list(csv.DictReader(io.StringIO(answer.text, newline="")))
    assert list(rows[0]) == expected
    whole = reader.data("/v1/developments?limit=200")
    cut = reader.data(f"/v1/developments?fields={fields}&limit=200")
    for record, part in zip(whole, cut, strict=True):
        assert set(part) == {path.partition(".")[0] for path in expected}
        for path in expected:
            assert written(part, path) == written(record, path)
    reader.refused(f"/v1/developments?fields={fields}.nothing")


def test_another_public_address_is_another_answer(servers: dict[str, Server]) -> None:
    url = servers["sqlite"].url("seeded")
    tags = set()
    for address in ("https://one.example.org", "https://two.example.org/tracker"):
        with TestClient(create_app(Settings(database_url=url, public_url=address))) as client:
            feed = client.get("/v1/actors?format=atom&limit=1&as_of=20")
            assert f"{address}/v1/actors/" in feed.text
            tags.add(feed.headers["etag"])
    assert len(tags) == 2
