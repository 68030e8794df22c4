"""Reading CSV: rows as they are written by `csv.py` become JSON again."""

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Any

from app.formats.csv import SEPARATORS
from schemas import Contract, FieldPath, fields_of

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class BadTable(ValueError):
    """A text that is no table of these records; the message says why."""


def rows(lines: Iterable[str], model: type[Contract]) -> Iterator[dict[str, Any] | BadTable]:
    """The records of a CSV table with a header of dotted fields, as JSON values; an empty cell is left out.

    Lists within a cell are separated as `csv.py` does. A row that does not fit the header is what is wrong with it.
    Raises `BadTable` for a header that is none of these records', and for what is no CSV.
    """
    columns = {field.path: field for field in fields_of(model) if field.leaf}
    reader = csv.reader(lines, strict=True)
    try:
        header = next(reader, [])
        unknown = [name for name in header if name not in columns]
        if unknown:
            raise BadTable(
                f"the header has {', '.join(unknown[:5])!a}, which a writer cannot give; of {', '.join(columns)}"
            )
        if len(set(header)) != len(header) or not header:
            raise BadTable(f"the header must name each of its fields once, of {', '.join(columns)}")
        for cells in reader:
            if not cells:
                continue
            if len(cells) != len(header):
                yield BadTable(f"row {reader.line_num} has {len(cells)} cells, and the header {len(header)}")
            else:
                yield _record(dict(zip((columns[name] for name in header), cells, strict=True)))
    except csv.Error as error:
        raise BadTable(f"row {reader.line_num}: {error}") from None


def _record(cells: dict[FieldPath, str]) -> dict[str, Any]:
    record: dict[str, Any] = {}
    for column, cell in cells.items():
        if cell:
            _put(record, column.path.split("."), _value(cell, column))
    return record


def _value(cell: str, column: FieldPath) -> Any:
    text = cell[1:] if column.text and cell.startswith("'") else cell
    return _apart(text, SEPARATORS[: column.lists], column) if column.lists else _scalar(text, column)


def _apart(text: str, separators: str, column: FieldPath) -> Any:
    if not separators:
        return _scalar(_ESCAPE.sub(r"\1", text), column)
    parts, escaped = [""], False
    for character in text:
        if character == separators[0] and not escaped:
            parts.append("")
        else:
            parts[-1] += character
        escaped = character == "\\" and not escaped
    return [_apart(part, separators[1:], column) for part in parts]


def _scalar(text: str, column: FieldPath) -> Any:
    """Text, or the number or truth that it spells where the column holds those; what it spells wrong stays text."""
    if column.text:
        return text
    if text in ("true", "false"):
        return text == "true"
    if not _NUMBER.fullmatch(text):
        return text
    return float(text) if any(mark in text for mark in ".eE") else int(text[:20])


def _put(record: dict[str, Any], path: list[str], value: Any) -> None:
    """Set a value at a path; a list of values at a path through a list becomes members of the list's objects."""
    name, *rest = path
    if not rest:
        record[name] = value
    elif isinstance(value, list):
        members = record.setdefault(name, [])
        members.extend({} for _ in range(len(value) - len(members)))
        # A shorter list than another's of the same objects leaves the field out of the last ones.
        for member, each in zip(members, value, strict=False):
            if each != "":
                _put(member, rest, each)
    else:
        _put(record.setdefault(name, {}), rest, value)
