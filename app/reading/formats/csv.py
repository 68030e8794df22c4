"""CSV (RFC 4180): a header and one line a record, a column for each field that holds values.

A field within lists has its values joined by `;`, those of a list within a list by `|`, of a third by `,`; a separator
or a backslash within a value follows a backslash. A cell of text that a spreadsheet would take for a formula is guarded
by an apostrophe (OWASP, CSV injection); so that it can be taken off again, one that begins with apostrophes and then
with a formula's sign has one more. Any other apostrophe is the text's own.
"""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from app.reading.formats.page import FormattedPage, FormatWriter
from schemas import Contract, FieldPath, fields_of

SEPARATORS = ";|,"
RULES = """A header of dotted fields, and a row a record. Within a cell `;` stands between the items of a list, `|` and
`,` between those of lists within it; one of these, or a backslash, of an item's own follows a backslash (`\\,`). An
apostrophe stands before what a spreadsheet would take for a formula (`'=1`, and `''=1` for `'=1`); any other is the
text's own."""
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
_ESCAPES = str.maketrans({character: f"\\{character}" for character in f"\\{SEPARATORS}"})


def write_csv(page: FormattedPage) -> Iterator[bytes]:
    """The header and the records' lines, in UTF-8."""
    columns = columns_of_table(page.record, page.fields)
    yield _line([column.path for column in columns])
    for document in page.documents:
        record = json.loads(document)
        yield _line([cell(record, column) for column in columns])


def columns_of_table(record: type[Contract], fields: Sequence[str] | None) -> list[FieldPath]:
    """The columns of a record: the fields that hold values, those asked for or within them where some were."""
    leaves = [field for field in fields_of(record) if field.leaf]
    if fields is None:
        return leaves
    return [leaf for leaf in leaves if any(f"{leaf.path}.".startswith(f"{field}.") for field in fields)]


def cell(record: Any, column: FieldPath) -> str:
    """A column's cell of a record's line."""
    joined = _join(record, column.path, SEPARATORS, escape=column.lists > 0)
    return guard(joined) if column.text else joined


def guard(text: str) -> str:
    """A cell's text with the apostrophe that keeps a spreadsheet from computing it."""
    return f"'{text}" if _FORMULA.match(text) else text


def take_guard_off(text: str) -> str:
    """A cell's text without the apostrophe that `guard` has put before it; any other stays."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _join(value: Any, path: str, separators: str, *, escape: bool) -> str:
    if isinstance(value, list):
        return separators[0].join(_join(item, path, separators[1:], escape=escape) for item in value)
    if path:
        name, _, rest = path.partition(".")
        return _join(value[name], rest, separators, escape=escape) if value is not None else ""
    if isinstance(value, dict):
        pairs = [f"{name}={_join(each, '', '', escape=True)}" for name, each in value.items()]
        return separators[0].join(pairs)
    if value is None:
        return ""
    shown = value if isinstance(value, str) else json.dumps(value)
    return shown.translate(_ESCAPES) if escape else shown


def _line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


CSV = FormatWriter(
    word="csv",
    name="CSV",
    media_type="text/csv; charset=utf-8; header=present",
    write=write_csv,
    description=RULES,
    ending=".csv",
)
