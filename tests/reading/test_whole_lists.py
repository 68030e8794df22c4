"""Whole lists: CSV and NDJSON hold every record in one snapshot, unless a part is asked for, and then say which."""

import csv
import gzip
import io
import json
import re
from typing import Any

import pytest
from httpx2 import Response

from app.http.front.cache import LARGEST
from app.reading.answer import lists
from app.reading.plan import reach
from app.resources import COLLECTIONS
from app.store import history
from app.store.database import Database
from app.store.write import writing
from tests import draws, examples
from tests.clients import CheckedClient
from tests.reading.test_walks import NAMES, disturb, fill

FORMS = ["csv", "ndjson"]


def ids_of(answer: Response, form: str) -> list[str]:
    """The ids of a table or of lines."""
    assert answer.status_code == 200, answer.text
    if form == "csv":
        return [row["id"] for row in csv.DictReader(io.StringIO(answer.content.decode(), newline=""))]
    return [json.loads(line)["id"] for line in answer.content.splitlines()]


def name_of(answer: Response) -> str:
    match = re.fullmatch(r'attachment; filename="([a-z0-9.-]+)"', answer.headers["content-disposition"])
    assert match is not None
    return match[1]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", NAMES)
def test_a_list_without_a_limit_is_whole_whatever_is_written_meanwhile(
    database: Database, client: CheckedClient, name: str, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "RECORDS_A_STRETCH", 3)
    fill(database, name, 20)
    chance, ask = draws.of(f"{name} {form}"), reach.find_rows

    def rows(*arguments: Any, **named: Any) -> Any:
        found = ask(*arguments, **named)
        disturb(database, name, chance)
        return found

    expected = client.walk_ids(f"/v1/{name}?as_of=20&limit=7")
    monkeypatch.setattr(reach, "find_rows", rows)
    answer = client.raw.get(f"/{name}?format={form}")
    monkeypatch.undo()
    assert ids_of(answer, form) == expected
    assert (answer.headers["x-total-count"], answer.headers["x-snapshot"]) == ("20", "20")
    assert 'rel="next"' not in answer.headers["link"]
    assert name_of(answer) == f"{name}.{form}"
    assert ids_of(client.raw.get(f"/v1/{name}?format={form}&as_of=20"), form) == expected
    assert ids_of(client.raw.get(f"/v1/{name}?format={form}"), form) != expected


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "query",
    ["", "sort=title", "sort=-updated_at", "theme=nuclear,diplomacy", "actor=Russia&sort=title", "q=russia",
     "q=russia&sort=date", "q=nuclear&sort=-title", "count=none", "fields=id", "from=2028-06-01&kind=trend",
     "as_of=40"],
)  # fmt: skip
def test_a_whole_list_is_the_walk_of_its_question(
    reader: CheckedClient, form: str, query: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = reader.walk_ids(f"/v1/developments?limit=9&{query}")
    for stretch in (4, 500):
        monkeypatch.setattr(lists, "RECORDS_A_STRETCH", stretch)
        answer = reader.raw.get(
            f"/v1/developments?format={form}&{query}", headers={"Origin": f"https://a{stretch}.org"}
        )
        assert ids_of(answer, form) == expected
        assert answer.headers.get("x-total-count") == (None if "count" in query else str(len(expected)))
    whole = reader.raw.get(f"/v1/developments?format={form}&{query}&limit=200")
    assert whole.content == answer.content
    assert whole.headers["etag"] != answer.headers["etag"]
    kept = {"If-None-Match": answer.headers["etag"]}
    again = reader.raw.get(f"/v1/developments?format={form}&{query}", headers=kept)
    assert (again.status_code, again.content) == (304, b"")
    head = reader.raw.head(f"/v1/developments?format={form}&{query}", headers={"Accept-Encoding": "identity"})
    assert (head.status_code, head.content, name_of(head)) == (200, b"", f"developments.{form}")


@pytest.mark.parametrize("form", FORMS)
def test_a_part_says_which_part_it_is(reader: CheckedClient, form: str) -> None:
    total = reader.get("/v1/developments").json()["meta"]["total"]
    following, names, seen = f"/v1/developments?format={form}&limit=20", list[str](), list[str]()
    while following:
        answer = reader.raw.get(following)
        names.append(name_of(answer))
        seen += ids_of(answer, form)
        match = re.search(r'<([^>]*)>; rel="next"', answer.headers["link"])
        following = match[1] if match else ""
    assert names == [
        f"developments-{first}-{min(first + 19, total)}-of-{total}.{form}" for first in range(1, total, 20)
    ]
    assert seen == reader.walk_ids("/v1/developments")
    for query, name in (
        ("limit=200", f"developments-1-{total}-of-{total}"),
        ("limit=5&count=none", "developments-1-5"),
        ("limit=5&from=2028-06-01&kind=trend", "developments-0-0-of-0"),
    ):
        assert name_of(reader.raw.get(f"/v1/developments?format={form}&{query}")) == f"{name}.{form}"
    second = reader.get("/v1/developments?limit=30").json()["links"]["next"]
    part = reader.raw.get(f"{second}&format={form}")
    assert name_of(part) == f"developments-31-{total}-of-{total}.{form}"


def test_what_is_large_is_zipped_as_it_is_sent_and_not_kept(database: Database, client: CheckedClient) -> None:
    chance = draws.of("large")
    with writing(database, COLLECTIONS, by="test") as writer:
        for number in range(600):
            notes = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz ", k=2_500))
            writer.create("sources", examples.source(f"Report {number}", id=f"s-{number}", notes=f"x{notes}x"))
    plain = client.raw.get("/v1/sources?format=ndjson", headers={"Accept-Encoding": "identity"})
    assert len(plain.content) > LARGEST
    assert len(ids_of(plain, "ndjson")) == 600
    with client.raw.stream("GET", "/v1/sources?format=ndjson", headers={"Accept-Encoding": "gzip"}) as zipped:
        raw = b"".join(zipped.iter_raw())
    assert (zipped.headers["content-encoding"], gzip.decompress(raw)) == ("gzip", plain.content)
    assert zipped.headers["etag"] == plain.headers["etag"].removesuffix('"') + '-gz"'
    for tag in (plain.headers["etag"], zipped.headers["etag"]):
        again = client.raw.get("/v1/sources?format=ndjson", headers={"If-None-Match": tag})
        assert (again.status_code, again.headers["etag"]) == (304, tag)
    kept = re.search(r"^tracker_kept_answers_bytes (\S+)$", client.raw.get("/metrics").text, re.MULTILINE)
    assert kept is not None
    assert float(kept[1]) == 0


def test_changes_in_lines_are_all_there_are(
    database: Database, client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "CHANGES_A_STRETCH", 7)
    fill(database, "sources", 60)
    for query, numbers in (
        ("", range(1, 61)),
        ("&after=20", range(21, 61)),
        ("&after=60", ()),
        ("&collection=actors", ()),
    ):
        answer = client.raw.get(f"/v1/changes?format=ndjson{query}")
        assert [json.loads(line)["seq"] for line in answer.content.splitlines()] == list(numbers)
        assert "link" not in answer.headers
    assert len(client.raw.get("/v1/changes?format=ndjson&limit=50").content.splitlines()) == 50
    assert client.raw.head("/v1/changes?format=ndjson").content == b""
    client.refused("/v1/changes?format=ndjson&after=61")


def test_feeds_begin_with_what_was_made_or_changed_last(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        for number in range(3):
            writer.create("developments", examples.development("Talks", id=f"d-{number}", reported_on="2026-02-26"))
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("developments", examples.development("Old", id="ancient", reported_on="1990-01-01"))

    def feed(query: str) -> dict[str, Any]:
        return dict(client.raw.get(f"/v1/developments?format=jsonfeed&{query}").json())

    first = feed("limit=1")
    assert [item["id"].rpartition("/")[2] for item in first["items"]] == ["ancient"]
    assert [item["id"].rpartition("/")[2] for item in feed("limit=1&q=met")["items"]] == ["ancient"]
    assert [item["id"].rpartition("/")[2] for item in feed("limit=1&sort=-date")["items"]] == ["d-2"]
    seen, following = list[str](), first["next_url"]
    while following:
        page = client.raw.get(following.removeprefix("http://testserver")).json()
        assert page["feed_url"] == following
        seen += [item["id"].rpartition("/")[2] for item in page["items"]]
        following = page.get("next_url")
    assert seen == ["d-2", "d-1", "d-0"]
    cursor = client.get("/v1/developments?limit=2").json()["links"]["next"]
    onward = client.raw.get(f"{cursor}&format=jsonfeed").json()
    assert [item["id"].rpartition("/")[2] for item in onward["items"]] == ["d-0", "ancient"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", ["atom", "jsonfeed"])
def test_the_links_of_feeds_lead_people_to_pages(reader: CheckedClient, name: str, form: str) -> None:
    query = "actor=Russia&" if name in ("developments", "conditions") else ""
    answer = reader.raw.get(f"/v1/{name}?{query}format={form}&as_of=87")
    if form == "jsonfeed":
        feed = answer.json()
        home, links = feed["home_page_url"], [item["url"] for item in feed["items"]]
        assert all(item["id"].startswith("http://testserver/v1/") for item in feed["items"])
    else:
        found = re.findall(r'rel="alternate" type="text/html" href="([^"]*)"', answer.text)
        home, *links = (link.replace("&amp;", "&") for link in found)
    assert home.startswith(f"http://testserver/{name}")
    assert ("actor=Russia" in home) == (name == "developments")
    for link in {home, *links[:3]}:
        page = reader.raw.get(link.removeprefix("http://testserver"), headers={"Accept": "text/html,*/*;q=0.8"})
        assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
