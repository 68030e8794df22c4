"""Items: what a batch or a file holds, in JSON, in lines of JSON, or in a table."""

from collections.abc import Iterable, Iterator
from typing import Any

from app.errors import Invalid, Refusal
from app.reading.formats.csv_reading import BadTable, rows
from app.reading.resource import Resource
from app.writing.bodies import BOM, read_array, read_object
from schemas import Fault

Item = dict[str, Any] | Refusal
"""What an item says, as JSON, or why it cannot be read."""
BLANK = " \t\r"
"""What a line of NDJSON that says nothing is made of (RFC 8259, section 2); lines end at a line feed alone."""


def read_items(text: str) -> list[Item]:
    """The items of a JSON array. Raises `Invalid` for what is none."""
    return [item if isinstance(item, dict) else _refuse("must be an object") for item in read_array(text)]


def read_lines(lines: Iterable[str]) -> Iterator[Item]:
    """The items of NDJSON, an object a line; a line of files that were joined may begin with a byte order mark."""
    for line in lines:
        if line.strip(f"{BLANK}\n"):
            yield read_item(line.removeprefix(BOM))


def read_item(text: str) -> Item:
    """An item of JSON text."""
    try:
        return read_object(text)
    except Invalid as refusal:
        return refusal


def read_table(lines: Iterable[str], resource: Resource) -> Iterator[Item]:
    """The rows of a CSV table. Raises `BadTable` for what is none, `csv.Error` for what Python takes for none."""
    for row in rows(lines, resource.collection.draft, resource.collection.record):
        yield _refuse(str(row), "the row cannot be read") if isinstance(row, BadTable) else _without_words(row)


def _without_words(value: Any) -> Any:
    """A row without the words of passages that it selects, which the tracker shows beside the selector."""
    if isinstance(value, list):
        return [_without_words(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name: _without_words(each) for name, each in value.items() if name != "exact" or "selector" not in value}


def _refuse(message: str, detail: str = "an item must be an object") -> Refusal:
    return Invalid(detail, faults=[Fault(in_="body", pointer="", message=message)])
