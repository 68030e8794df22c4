"""Shaping: what of a stored document is shown: the fields that were asked for, and where the words asked for stand."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from app.reading.resource import Resource
from app.rules.searched import texts_of_document
from app.search.terms import SearchTerm, places

Mask = dict[str, "Mask"]
"""Fields by name, with those within them; an empty mask is all of it."""


def cut_fields(document: str, fields: Sequence[str] | None) -> str:
    """A document with only these fields, in the document's own order; whole where None."""
    if fields is None:
        return document
    return json.dumps(_cut(json.loads(document), _mask(fields)), ensure_ascii=False, separators=(",", ":"))


def highlight(document: str, highlights: Sequence[dict[str, Any]]) -> str:
    """A document with where the words asked for stand in it."""
    shown = json.dumps(highlights, ensure_ascii=False, separators=(",", ":"))
    return f'{document[:-1]},"highlights":{shown}}}'


def highlights_of(resource: Resource, document: str, terms: Iterable[SearchTerm]) -> list[dict[str, Any]]:
    """Where the wanted terms stand in a record's texts."""
    terms = tuple(terms)
    return [
        {"pointer": pointer, "start": start, "end": end, "text": text[start:end]}
        for pointer, text in texts_of_document(document, resource.collection.record)
        for start, end in places(text, terms)
    ]


def _mask(fields: Iterable[str]) -> Mask:
    """The paths as a tree; a field asked for whole is whole, whatever is asked within it."""
    mask: Mask = {}
    for path in sorted(fields, key=lambda path: path.count("."), reverse=True):
        *outer, name = path.split(".")
        within = mask
        for step in outer:
            within = within.setdefault(step, {})
        within[name] = {}
    return mask


def _cut(value: Any, mask: Mask) -> Any:
    if isinstance(value, list):
        return [_cut(item, mask) for item in value]
    if not mask or not isinstance(value, dict):
        return value
    return {name: _cut(each, mask[name]) for name, each in value.items() if name in mask}
