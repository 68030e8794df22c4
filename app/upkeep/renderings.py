"""Renderings: every version as its document gives it today, held against the rows that are stored of it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, DateTime, exists, func, select

from app.store.collection import Collections
from app.store.index import IndexEntry
from app.store.metadata import Table, columns_of, table_of
from app.store.tables import ChangeRow, ReferenceRow, SearchTextRow, SearchTokensRow
from app.store.versions import VERSIONS_AT_ONCE, parts_of, read_again, rows_of
from app.upkeep.findings import Findings
from app.upkeep.lexemes import LexemeCheck, Span
from schemas import RecordKey

RowValues = tuple[Any, ...]
"""The values of a row, in the order of its table's columns."""


class _Rendered(NamedTuple):
    """What the versions of some changes should be stored as: rows by table and change, and entries of the index."""

    labels: dict[int, str]
    rows: dict[type[Table], dict[int, Counter[RowValues]]]
    entries: list[IndexEntry]
    unread: set[int]


def check_renderings(
    connection: Connection, collections: Collections, findings: Findings, advance: Callable[[int], None]
) -> None:
    """Documents, columns, terms, links, and all that search reads, are what every version gives when rendered anew."""
    lexemes = LexemeCheck(connection, findings)
    tables = tuple(_tables(collections))
    named = [(each.table, each.names.identity) for each in collections.values()]
    identities: dict[type[Table], str] = {table: identity.column for table, identity in named if identity is not None}
    change = columns_of(ChangeRow)
    newest = connection.execute(select(func.max(change.seq))).scalar() or 0
    after = 0
    while after < newest:
        numbers = select(change.seq).where(change.seq > after).order_by(change.seq).limit(VERSIONS_AT_ONCE)
        upto = list(connection.execute(numbers).scalars())[-1]
        rendered = _render_between(connection, collections, Span(after, upto), findings)
        for table in tables:
            for sentence in _compare(connection, table, rendered, Span(after, upto), identities.get(table)):
                findings.note(sentence)
        lexemes.take(rendered.entries, Span(after, upto))
        advance(len(rendered.labels))
        after = upto
    lexemes.finish()
    for table in tables:
        beyond = select(func.count()).select_from(table_of(table)).where(columns_of(table).seq > newest)
        if count := connection.execute(beyond).scalar_one():
            findings.note(f"The table {_name(table)} has {count} rows of changes that there are not.")


def _tables(collections: Collections) -> Iterator[type[Table]]:
    for collection in collections.values():
        yield from (collection.table, *parts_of(collection))
    yield from (ReferenceRow, SearchTextRow, SearchTokensRow)


def _render_between(connection: Connection, collections: Collections, span: Span, findings: Findings) -> _Rendered:
    rendered = _Rendered({}, defaultdict(lambda: defaultdict(Counter)), [], set())
    for collection in collections.values():
        columns = columns_of(collection.table)
        query = select(columns.seq, columns.until, columns.id, columns.revision, columns.document)
        for version in connection.execute(query.where(columns.seq > span.after, columns.seq <= span.upto)):
            key = RecordKey(collection.name, version.id)
            rendered.labels[version.seq] = f"{key} revision {version.revision} (change {version.seq})"
            try:
                record = read_again(collection, version.document)
            except (ValueError, TypeError, KeyError, AttributeError):
                findings.note(f"{rendered.labels[version.seq]} has a document that cannot be read.")
                rendered.unread.add(version.seq)
                continue
            for table, rows in rows_of(collection, record, seq=version.seq, until=version.until).items():
                if table is SearchTokensRow:
                    rendered.entries.extend(row.pop("entry") for row in rows)
                names = columns_of(table).keys()
                for row in rows:
                    rendered.rows[table][version.seq][_in_utc(table, map(row.get, names))] += 1
    return rendered


def _compare(
    connection: Connection, table: type[Table], rendered: _Rendered, span: Span, identity: str | None
) -> Iterator[str]:
    """What is wrong with the rows of a table that are of some changes."""
    columns = columns_of(table)
    stored: dict[int, Counter[RowValues]] = defaultdict(Counter)
    within = (columns.seq > span.after, columns.seq <= span.upto)
    for row in connection.execute(select(table_of(table)).where(*within)):
        stored[row.seq][_in_utc(table, row)] += 1
    fresh = rendered.rows.get(table, {})
    for seq in sorted({*stored, *fresh} - rendered.unread):
        there, wanted = stored.get(seq, Counter()), fresh.get(seq, Counter())
        if there == wanted:
            continue
        if seq not in rendered.labels:
            yield f"The table {_name(table)} has rows of change {seq}, which made no version."
            continue
        differing = _differing(columns.keys(), there, wanted)
        if differing == [identity] and _is_anothers(connection, table, differing[0], wanted):
            continue
        said = f": {', '.join(differing)}" if differing else ""
        yield f"{rendered.labels[seq]} is not in the table {_name(table)} as its document gives it{said}."


def _differing(names: Iterable[str], stored: Counter[RowValues], fresh: Counter[RowValues]) -> list[str]:
    """The columns in which rows differ, where it is one for one; none where some are there that should not, or lack."""
    only_stored, only_fresh = stored - fresh, fresh - stored
    if only_stored.total() != 1 or only_fresh.total() != 1:
        return []
    (mine,), (theirs,) = only_stored, only_fresh
    return [name for name, one, other in zip(names, mine, theirs, strict=True) if one != other]


def _is_anothers(connection: Connection, table: type[Table], name: str, fresh: Counter[RowValues]) -> bool:
    """Whether the identity that a version should have is another record's, so that it is stored without.

    Several could have one before it had to be one record's alone.
    """
    columns = columns_of(table)
    ((values, _),) = fresh.items()
    row = dict(zip(columns.keys(), values, strict=True))
    others = exists().where(columns[name] == row[name], columns.id != row["id"])
    return bool(connection.execute(select(others)).scalar_one())


def _in_utc(table: type[Table], row: Iterable[Any]) -> RowValues:
    """The values of a row as both engines give them: instants in UTC, which SQLite does not say."""
    values = list(row)
    for place in _places_of_instants(table):
        if (value := values[place]) is not None:
            values[place] = value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)
    return tuple(values)


@cache
def _places_of_instants(table: type[Table]) -> tuple[int, ...]:
    return tuple(place for place, each in enumerate(columns_of(table)) if isinstance(each.type, DateTime))


def _name(table: type[Table]) -> str:
    return str(table_of(table).name)
