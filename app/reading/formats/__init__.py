"""FORMATS: a page of records in, bytes out."""

from collections.abc import Iterable
from typing import get_args

import schemas as contract
from app.reading.formats.atom import ATOM
from app.reading.formats.csv import CSV
from app.reading.formats.jsonfeed import JSONFEED
from app.reading.formats.ndjson import NDJSON
from app.reading.formats.page import FormattedPage, FormatWriter
from app.reading.question.known import parameters_of
from app.store.collection import BadDeclaration
from schemas import Contract

JSON = "json"
JSON_TYPE = "application/json"
FORMATS = {form.word: form for form in (CSV, NDJSON, ATOM, JSONFEED)}
"""Every form of a list besides JSON, by the word that the parameter `format` takes."""


def check_words(taken: Iterable[str], words: Iterable[str]) -> None:
    """Raises `BadDeclaration` where the words that a `format` takes are not those, besides JSON's, that are written."""
    if unwritten := set(taken) - {JSON, *words}:
        raise BadDeclaration(f"nothing writes the format {', '.join(sorted(unwritten))}, which the contract has")
    if unasked := set(words) - set(taken):
        raise BadDeclaration(f"no word of the contract asks for the format {', '.join(sorted(unasked))}")


def types_of(query: type[Contract]) -> tuple[tuple[str, str], ...]:
    """The forms that a query's `format` takes, by word and media type.

    Raises `BadDeclaration` for a word that no format has.
    """
    taken = parameters_of(query)["format"].allowed
    check_words(taken, [word for word in taken if word in FORMATS])
    return tuple((word, JSON_TYPE if word == JSON else FORMATS[word].media_type) for word in taken)


check_words(get_args(contract.Format), FORMATS)

__all__ = ["FORMATS", "JSON", "JSON_TYPE", "NDJSON", "FormatWriter", "FormattedPage", "check_words", "types_of"]
