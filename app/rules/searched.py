"""Searched: the texts of a record in which words are looked for."""

import json
from collections.abc import Iterator

from app.rules.tree import find_marked, read_marked
from schemas import Contract, IsSearched


def texts_in(record: Contract) -> Iterator[tuple[str, str]]:
    """The texts of a record or a draft that are searched, with their places (RFC 6901): the title or name first."""
    return ((found.pointer, found.value) for found in find_marked(record, IsSearched))


def texts_of_document(document: str, model: type[Contract]) -> Iterator[tuple[str, str]]:
    """The same of a record's stored JSON; making the record of it would cost many times as much."""
    return read_marked(json.loads(document), model, IsSearched)
