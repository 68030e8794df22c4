"""Asking: any combination of filters over generated records gives what plain Python gives, on both databases."""

import csv
import datetime as dt
import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, get_args
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from bench.generate import BODIES, PEOPLE, STATES, WORDS
from bench.load import load
from schemas import DevelopmentKind, DevelopmentStatus, Role, Theme
from tests import draws
from tests.clients import CheckedClient
from tests.databases import Server
from tests.reading.plain import days_of, everything, meets

COUNT = 250


@pytest.fixture(scope="module")
def generated(servers: dict[str, Server], engine: str, document: dict[str, Any]) -> Iterator[CheckedClient]:
    """A client of the service on generated records."""
    url = servers[engine].url("empty")
    database = Database(url)
    load(database, COUNT)
    database.close()
    with TestClient(create_app(Settings(database_url=url))) as client:
        yield CheckedClient(client, document)


def some(values: list[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True)


ACTORS = [f"state-{each}" for each in range(STATES)] + [f"body-{each}" for each in range(BODIES)]
ACTORS += [f"person-{each}" for each in range(PEOPLE)]
COMMON = [*ACTORS[:2], *ACTORS[STATES : STATES + 3]]
DAYS = st.dates(min_value=dt.date(2021, 12, 1), max_value=dt.date(2026, 4, 1))
WORD = st.sampled_from(WORDS).flatmap(lambda word: st.sampled_from([word, word.upper(), f"-{word}", f"{word[:3]}*"]))
FILTERS: dict[str, st.SearchStrategy[Any]] = {
    "actor": some([*COMMON, *COMMON, *ACTORS], 3),
    "actor_all": some(COMMON),
    "actor_not": some(COMMON),
    "role": some(list(get_args(Role)), 4),
    "theme": some(list(get_args(Theme)), 3),
    "theme_not": some(list(get_args(Theme))),
    "kind": some(list(get_args(DevelopmentKind)), 4),
    "status": some(list(get_args(DevelopmentStatus)), 3),
    "condition": some([f"condition-{each}" for each in range(8)], 3),
    "source": some([f"source-{each}" for each in range(20)], 5),
    "country": some(["FR", "PL", "DE", "GB", "CH"], 3),
    "credibility_max": st.integers(1, 6),
    "min_origins": st.integers(0, 3),
    "has_caveat": some(["true", "false", "contradiction", "undated", "other"]),
    "from": DAYS.map(str),
    "to": DAYS.map(str),
    "q": st.builds(
        lambda words, ending: " ".join(words) + ending,
        st.lists(WORD, min_size=1, max_size=2),
        st.sampled_from(["", "", ' "missile"']),
    ),
}  # fmt: skip


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    names = draw(st.lists(st.sampled_from(list(FILTERS)), max_size=4, unique=True))
    asked = {name: draw(FILTERS[name]) for name in names}
    if asked.get("from", "") > asked.get("to", "9999"):
        asked["from"], asked["to"] = asked["to"], asked["from"]
    names_actors = not {"actor", "actor_all", "actor_not"}.isdisjoint(asked)
    if names_actors and draw(st.booleans()):
        asked["actor_scope"] = "members"
    return asked


def spelled(asked: Mapping[str, Any], **more: str) -> str:
    pairs = {name: ",".join(value) if isinstance(value, list) else str(value) for name, value in asked.items()}
    return urlencode({**pairs, **more})


@draws.tries(40, anew=False)
@given(asked=questions(), limit=st.sampled_from([7, 60, 200]))
def test_the_list_is_what_plain_python_gives(generated: CheckedClient, asked: dict[str, Any], limit: int) -> None:
    expected = [record["id"] for record in everything(generated, "developments") if meets(generated, record, asked)]
    sort = {"sort": "-date"} if "q" in asked else {}
    pages = list(generated.walk(f"/v1/developments?{spelled(asked, limit=str(limit), **sort)}"))
    assert [record["id"] for page in pages for record in page["data"]] == expected
    assert {page["meta"]["total"] for page in pages} == {len(expected)}
    if "q" in asked:
        ranked = generated.walk_ids(f"/v1/developments?{spelled(asked, limit=str(limit))}")
        assert sorted(ranked) == sorted(expected)


VALUES: dict[str, list[str]] = {
    "actor": ACTORS,
    "condition": [f"condition-{each}" for each in range(8)],
    "country": ["FR", "PL", "DE", "GB"],
    "has_caveat": ["contradiction", "undated", "unsourced", "other"],
    "kind": list(get_args(DevelopmentKind)),
    "month": [f"{year}-{month:02}" for year in range(2021, 2028) for month in range(1, 13)],
    "source": [f"source-{each}" for each in range(20)],
    "status": list(get_args(DevelopmentStatus)),
    "theme": list(get_args(Theme)),
}


@draws.tries(20, anew=False)
@given(asked=questions(), data=st.data())
def test_a_facet_counts_what_the_list_would_have(generated: CheckedClient, asked: dict[str, Any], data: Any) -> None:
    page = generated.get(f"/v1/developments?{spelled(asked, facets=','.join(VALUES), limit='1')}").json()
    records = everything(generated, "developments")
    for name, values in VALUES.items():
        own = {"from", "to"} if name == "month" else {name}
        others = {key: value for key, value in asked.items() if key not in own}
        base = [record for record in records if meets(generated, record, others)]
        how = {key: value for key, value in others.items() if key in ("role", "actor_scope")}
        expected = {
            value: count
            for value in values
            if (count := sum(meets(generated, record, how | of(name, value)) for record in base))
        }
        counts = {each["value"]: each["count"] for each in page["meta"]["facets"][name]}
        assert counts == expected, name
        # One of them also against the list itself.
        if counts:
            value = data.draw(st.sampled_from(sorted(counts)))
            listed = generated.get(f"/v1/developments?{spelled(others | of(name, value), limit='1')}")
            assert listed.json()["meta"]["total"] == counts[value]


def of(facet: str, value: str) -> dict[str, Any]:
    if facet == "month":
        return {"from": f"{value}-01", "to": f"{value}-{days_of(value)}"}
    return {facet: [value]}


@draws.tries(40, anew=False)
@given(asked=questions(), limit=st.sampled_from([1, 20, 200]))
def test_every_form_carries_the_same_records(generated: CheckedClient, asked: dict[str, Any], limit: int) -> None:
    address = f"/v1/developments?{spelled(asked, limit=str(limit))}"
    answer = generated.get(address)
    ids = [record["id"] for record in answer.json()["data"]]
    forms = {form: generated.raw.get(f"{address}&format={form}") for form in ("csv", "ndjson", "atom", "jsonfeed")}
    assert [row["id"] for row in csv.DictReader(io.StringIO(forms["csv"].text))] == ids
    assert [json.loads(line)["id"] for line in forms["ndjson"].text.splitlines()] == ids
    ids = generated.ids(f"{address}&sort=-updated_at")
    feed = ElementTree.fromstring(forms["atom"].content)
    links = feed.findall("{*}entry/{*}link")
    assert [link.attrib["href"].rpartition("/")[2] for link in links] == ids
    assert [item["url"].rpartition("/")[2] for item in forms["jsonfeed"].json()["items"]] == ids
    for form in forms.values():
        assert ('rel="next"' in form.headers["link"]) == (answer.json()["links"]["next"] is not None)


@pytest.mark.parametrize("form", ["csv", "ndjson", "atom", "jsonfeed"])
def test_a_walk_in_every_form_is_the_whole_set(generated: CheckedClient, form: str) -> None:
    following: str | None = f"/v1/developments?theme=nuclear,cyber&limit=9&format={form}"
    seen: list[str] = []
    while following is not None:
        answer = generated.raw.get(following)
        seen += re.findall(r"(?:^|\"|developments/)(development-\d+)(?=[\",<])", answer.text, re.MULTILINE)
        match = re.search(r'<([^>]*)>; rel="next"', answer.headers["link"])
        following = match[1] if match else None
    order = "&sort=-updated_at" if form in ("atom", "jsonfeed") else ""
    assert list(dict.fromkeys(seen)) == generated.walk_ids(f"/v1/developments?theme=nuclear,cyber{order}")
