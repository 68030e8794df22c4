"""Reading CSV: rows as `csv.py` writes them, or as a spreadsheet has saved them again, become JSON."""

import csv
import re
from collections.abc import Iterable, Iterator
from itertools import chain, zip_longest
from typing import Any

from app.reading.formats.csv import SEPARATORS, take_guard_off
from schemas import Contract, FieldPath, fields_of

BETWEEN_CELLS = ",;\t"
"""What may stand between cells: the one that the header has most of, where no line `sep=` says which."""
MOST_IN_A_CELL = 8 * 1024 * 1024
"""How many characters a cell may have; Python takes 131,072 unless told, and a list of notes has more."""
_NAMED_SEPARATOR = re.compile(r"""["']?sep=([^\w\s"']|\t)["']?\s*""", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?")


class BadTable(ValueError):
    """A text that is no table of these records; the message says why."""


def rows(lines: Iterable[str], draft: type[Contract], record: type[Contract]) -> Iterator[dict[str, Any] | BadTable]:
    """The drafts in a CSV table with a header of dotted fields in any case, as JSON values; an empty cell is left out.

    Lists within a cell are separated as `csv.py` does. Columns that the `record` alone has, as the tracker computes
    them, and rows and columns without anything in them are passed over. A row that does not fit the header is what is
    wrong with it. Raises `BadTable` for a header that is none of these records', and for what is no CSV.
    """
    csv.field_size_limit(MOST_IN_A_CELL)
    begun, separator, before = _begin(lines)
    reader = csv.reader(begun, strict=True, delimiter=separator)
    try:
        columns = _columns(next(reader, []), draft, record)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(cells, columns, f"row {reader.line_num + before}")
    except csv.Error:
        wrong = "a quotation mark is not closed or stands within a cell, or a cell is too long"
        raise BadTable(f"no table up to row {reader.line_num + before}: {wrong}") from None


def _begin(lines: Iterable[str]) -> tuple[Iterator[str], str, int]:
    """The lines from the header on, what stands between their cells, and how many lines stand before them."""
    rest, named = iter(lines), None
    for before, line in enumerate(rest):
        if match := _NAMED_SEPARATOR.fullmatch(line):
            named = match[1]
        elif line.strip(f'{BETWEEN_CELLS}" \r\n'):
            return chain([line], rest), named or max(BETWEEN_CELLS, key=line.count), before
    raise BadTable("the table has no header")


Columns = list[FieldPath | str]
"""What each column holds; only its name, empty where it has none, where it is passed over."""


def _columns(header: list[str], draft: type[Contract], record: type[Contract]) -> Columns:
    """Raises `BadTable` for a header with a name that is no field's, or that stands twice, or without any."""
    given = {field.path: field for field in fields_of(draft) if field.leaf}
    known = {field.path.lower(): field.path for model in (draft, record) for field in fields_of(model) if field.leaf}
    names = [name.strip().lower() for name in header]
    while names and not names[-1]:
        names.pop()
    if unknown := [name for name in filter(None, names) if name not in known]:
        raise BadTable(f"the header has {', '.join(unknown[:5])!r}, which is no field; of {', '.join(given)}")
    paths = [known.get(name, "") for name in names]
    named = [path for path in paths if path]
    if len(set(named)) != len(named) or not named:
        raise BadTable(f"the header must name each of its fields once, of {', '.join(given)}")
    return [given.get(path, path) for path in paths]


def _row(cells: list[str], columns: Columns, place: str) -> dict[str, Any] | BadTable:
    if len(cells) < len(columns):
        return BadTable(f"{place} has {len(cells)} cells, and the header {len(columns)}")
    record: dict[str, Any] = {}
    for cell, column in zip_longest(cells, columns, fillvalue=""):
        if isinstance(column, FieldPath) and cell.strip():
            _put(record, column.path.split("."), _value(cell, column))
        elif not column and cell.strip():
            return BadTable(f"{place} has {cell[:40]!r} in a column without a name")
    return record


def _value(cell: str, column: FieldPath) -> Any:
    text = take_guard_off(cell) if column.text else cell.strip()
    if column.pairs:
        return _pairs(text, column)
    return _apart(text, SEPARATORS[: column.lists], column) if column.lists else _scalar(text, column)


def _pairs(text: str, column: FieldPath) -> Any:
    """The object that a cell of `name=value` spells; what spells none stays text."""
    pairs = [each.partition("=") for each in _apart(text, SEPARATORS[0], column)]
    return {name: value for name, _, value in pairs} if all(equals for _, equals, _ in pairs) else text


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
    """Text, or the number or truth that it spells where the column holds those; what it spells wrong stays text.

    Spreadsheets write `TRUE`, and whole numbers with a fraction (`45.0`) where a column has gaps.
    """
    if column.text:
        return text
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    if not _NUMBER.fullmatch(text):
        return text
    if not any(mark in text for mark in ".eE"):
        return int(text[:20])
    number = float(text)
    return int(number) if number.is_integer() else number


def _put(record: dict[str, Any], path: list[str], value: Any) -> None:
    """Set a value at a path; a list of values at a path through a list becomes members of the list's objects."""
    name, *rest = path
    if not rest:
        record[name] = [] if value == [""] else value
    elif isinstance(value, list):
        while value and value[-1] == "":  # nothing, or what other columns of the same objects say more of
            value = value[:-1]
        members = record.setdefault(name, [])
        members.extend({} for _ in range(len(value) - len(members)))
        # A shorter list than another's of the same objects leaves the field out of the last ones.
        for member, each in zip(members, value, strict=False):
            if each != "":
                _put(member, rest, each)
    else:
        _put(record.setdefault(name, {}), rest, value)
