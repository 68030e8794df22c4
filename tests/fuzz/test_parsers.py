"""Parsers: whatever is given to them is taken, or refused as their docstrings say, and soon."""

import base64
import csv
import datetime as dt
import io
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request

from app.errors import Invalid, NotAcceptable, Refusal
from app.http.clients import network_of
from app.http.front.request_log import trace_of
from app.http.negotiation import prefer, takes_gzip
from app.http.sent import read_sent_head
from app.http.validators import matches
from app.reading.formats import FORMATS
from app.reading.formats.csv_reading import BadTable
from app.reading.question import cursor
from app.reading.question.parameters import read_query
from app.reading.resource import Resource
from app.resources import RESOURCES
from app.writing.items import read_items, read_lines, read_table
from schemas import (
    BatchQuery,
    ChangesQuery,
    Contract,
    DeliveriesQuery,
    ResolveQuery,
    SearchQuery,
    SuggestQuery,
    WriteQuery,
)
from schemas.addresses import AskedAddress, WebAddress, as_uri
from tests import draws
from tests.fuzz import corpus

MOST_SECONDS = 2.0
"""How long one reading may have the processor: its own time, so that nothing else on the machine counts."""
QUERIES: list[type[Contract]] = [resource.query for resource in RESOURCES]
QUERIES += [resource.detail for resource in RESOURCES]
QUERIES += [BatchQuery, ChangesQuery, DeliveriesQuery, ResolveQuery, SearchQuery, SuggestQuery, WriteQuery]
KEY_TYPES = [int, str, dt.date, dt.datetime]


def odd(kept: Sequence[str], *, alphabet: Any = None) -> st.SearchStrategy[str]:
    """A text of the corpus, several in a row with a few characters between, or any text."""
    text = st.text(alphabet if alphabet is not None else st.characters(), max_size=40)
    some = st.lists(st.sampled_from(kept) | text, max_size=4).map("".join)
    return st.sampled_from(kept) | some | text


LATIN = st.characters(max_codepoint=255)
"""What a header can be made of."""
PAIRS = st.builds(
    lambda name, value: f"{quote(name)}={quote(value)}",
    st.sampled_from(corpus.NAMES),
    odd([*corpus.NUMBERS, *corpus.TEXTS, *corpus.DAYS], alphabet=st.characters(codec="utf-8")),
)


@contextmanager
def soon() -> Iterator[None]:
    """Fail where what stands within takes long."""
    begun = time.thread_time()
    yield
    assert time.thread_time() - begun < MOST_SECONDS


@pytest.mark.parametrize("model", QUERIES, ids=lambda model: model.__name__)
@draws.tries(30)
@given(sent=odd(corpus.QUERIES) | st.lists(PAIRS, max_size=5).map("&".join))
def test_a_query_string_is_refused_or_spelled_in_one_way(model: type[Contract], sent: str) -> None:
    with soon():
        try:
            parsed = read_query(model, sent.encode("utf-8", "surrogatepass"))
        except Invalid:
            return
    assert read_query(model, parsed.canonical.encode()).canonical == parsed.canonical


@pytest.mark.parametrize("key_type", KEY_TYPES)
@draws.tries(60)
@given(text=odd(corpus.CURSORS), kept=odd(corpus.KEPT_IN_CURSORS))
def test_a_cursor_is_refused_unless_it_says_what_one_says(key_type: type[Any], text: str, kept: str) -> None:
    body = kept.encode("utf-8", "surrogatepass")
    sealed = blake2b(b"list\n" + body, digest_size=9).digest() + body  # as anybody could seal it
    for each in (text, base64.urlsafe_b64encode(sealed).decode().rstrip("=")):
        with soon():
            try:
                found = cursor.decode(each, bound_to="list", key_type=key_type)
            except Invalid:
                continue
        again = cursor.decode(cursor.encode(found, bound_to="list"), bound_to="list", key_type=key_type)
        assert again == found


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
@draws.tries(60)
@given(text=odd(corpus.TABLES))
def test_a_table_is_refused_or_read_row_by_row(resource: Resource, text: str) -> None:
    with soon():
        try:
            rows = list(read_table(io.StringIO(text, newline=""), resource))
        except (BadTable, csv.Error):
            return
    assert all(isinstance(row, dict | Refusal) for row in rows)


@draws.tries(150)
@given(text=odd(corpus.LINES))
def test_each_line_of_json_is_an_object_or_a_refusal(text: str) -> None:
    with soon():
        assert all(isinstance(item, dict | Refusal) for item in read_lines(text.split("\n")))
        try:
            read_items(text)
        except Invalid:
            return


@draws.tries(150)
@given(lines=st.lists(odd(corpus.TAGS, alphabet=LATIN), max_size=3))
def test_a_precondition_is_read_or_names_nothing(lines: list[str]) -> None:
    headers = [(b"if-match", line.encode("latin-1")) for line in lines]
    request = Request({"type": "http", "path": "/", "query_string": b"", "headers": headers})
    with soon():
        read_sent_head(request, WriteQuery)
        assert matches(", ".join(lines), '"never"') == (", ".join(lines).strip() == "*" if lines else False)


@draws.tries(150)
@given(accept=odd(corpus.ACCEPTS, alphabet=LATIN))
def test_a_form_is_chosen_or_there_is_none(accept: str) -> None:
    types = tuple(form.plain_type for form in FORMATS.values())
    with soon():
        takes_gzip(accept)
        try:
            assert prefer(accept, types) in types
        except NotAcceptable:
            return


@draws.tries(150)
@given(sent=odd(corpus.TRACES, alphabet=LATIN), client=odd(corpus.CLIENTS))
def test_a_trace_is_known_or_not_and_every_client_is_one(sent: str, client: str) -> None:
    with soon():
        trace = trace_of(sent.encode("latin-1"))
        network = network_of({"type": "http", "client": (client, 0)})
    assert {name: len(value) for name, value in trace.items()} in ({}, {"trace_id": 32, "parent_id": 16})
    assert 0 < len(network) <= 64


@pytest.mark.parametrize("address", [WebAddress, AskedAddress], ids=["source", "webhook"])
@draws.tries(150)
@given(text=odd(corpus.URLS))
def test_an_address_is_refused_or_a_uri_that_is_taken_again(address: Any, text: str) -> None:
    read: Callable[[str], str] = TypeAdapter(address).validate_python
    with soon():
        try:
            uri = read(text)
        except ValidationError:
            return
        assert uri.isascii()
        assert read(uri) == uri
        assert as_uri(uri) == uri
