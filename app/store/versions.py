"""Versions: a record's rows in every table, and rendering all of them again."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any

import structlog
from pydantic import ValidationError
from sqlalchemy import Connection, Insert, delete, func, insert, select

from app.errors import Invalid
from app.language import lexemes
from app.language.folding import fold
from app.rules.facts import Facts
from app.rules.references import mentions_in
from app.rules.searched import texts_in
from app.store import clock, index
from app.store.collection import AnyCollection, Collection, D, R
from app.store.metadata import Table, columns_of, table_of
from app.store.tables import PartRow, ReferenceRow, SearchTextRow, SearchTokensRow
from schemas import RecordKey

log = structlog.get_logger()

VERSIONS_AT_ONCE = 500
"""How many versions are rendered again at a time."""

SORTED_BY = 200
"""How many folded characters of a title it sorts by: some letters unfold to many, and a cursor carries them."""

Rows = dict[type[Table], list[dict[str, Any]]]
"""Rows to insert, by their table."""


def render_again(
    connection: Connection, collections: Iterable[AnyCollection], *, progress: Callable[[int], None] = lambda _: None
) -> int:
    """Render every version of every record again, and all that it is found by; how many there were.

    What this version of the service would have written then stands as if it had. Writers wait until it is done.
    `progress` is told of each batch.
    """
    clock.lock(connection)
    for table in (ReferenceRow, SearchTextRow, SearchTokensRow):
        connection.execute(delete(table))
    index.empty(connection)
    rebuilt = 0
    for collection in collections:
        for part in parts_of(collection):
            connection.execute(delete(part))
        if collection.storage.tally is not None:
            connection.execute(delete(collection.storage.tally))
        columns = columns_of(collection.table)
        after, held = 0, set[str]()
        while batch := connection.execute(
            select(columns.seq, columns.until, columns.document)
            .where(columns.seq > after)
            .order_by(columns.seq)
            .limit(VERSIONS_AT_ONCE)
        ).all():
            connection.execute(delete(collection.table).where(columns.seq > after, columns.seq <= batch[-1].seq))
            insert_rows(connection, (_again(collection, version, held) for version in batch))
            after = batch[-1].seq
            rebuilt += len(batch)
            progress(len(batch))
    return rebuilt


def count_versions(connection: Connection, collections: Iterable[AnyCollection]) -> int:
    """How many versions there are."""
    return sum(
        connection.execute(select(func.count()).select_from(collection.table)).scalar_one()
        for collection in collections
    )


def insert_rows(connection: Connection, versions: Iterable[Rows]) -> None:
    """Insert the rows of versions, table by table."""
    together: Rows = {}
    for rows in versions:
        for table, more in rows.items():
            together.setdefault(table, []).extend(more)
    for table, every in together.items():
        if table is SearchTokensRow:
            index.index(connection, [row.pop("entry") for row in every])
        if every:
            connection.execute(insert_into(table), every)


@cache
def insert_into(table: type[Table]) -> Insert:
    """Inserts rows into a table."""
    return insert(table_of(table))


def parts_of(collection: AnyCollection) -> tuple[type[PartRow], ...]:
    """The tables of a collection's own parts."""
    return (collection.terms_table, *collection.storage.further)


@cache
def _names_in(table: type[Table]) -> tuple[str, ...]:
    return tuple(columns_of(table).keys())


def _again(collection: Collection[D, R], version: Any, held: set[str]) -> Rows:
    """The rows of a version that was written before, from its document.

    Of several current records with one identity, from before it had to be one record's alone, the oldest version has
    it: `held` are those that are taken.
    """
    try:
        record = read_again(collection, version.document)
    except (ValueError, LookupError, TypeError, AttributeError) as error:
        raise Invalid(f"the document in {collection.name} that change {version.seq} made cannot be read") from error
    rows = rows_of(collection, record, seq=version.seq, until=version.until)
    identity = collection.names.identity
    value = identity.value(record) if identity is not None and version.until is None else None
    if identity is not None and value is not None:
        if value in held:
            log.warning("identity", record=str(RecordKey(collection.name, record.id)), already_held=value)
            rows[collection.table][0][identity.column] = None
        held.add(value)
    return rows


def read_again(collection: Collection[D, R], stored: str) -> R:
    """A document of this version of the service, or of an earlier one, as a record of this one.

    What was taken for a single line before U+2028 and U+2029 ended one becomes one. Raises `ValueError` for anything
    that is no such document.
    """
    document = collection.storage.renew(json.loads(stored))
    try:
        return collection.record.model_validate_json(json.dumps(document))
    except ValidationError as error:
        lines = [each["loc"] for each in error.errors() if each["type"] == "text_line"]
    for *outer, name in lines:
        within: Any = document
        for step in outer:
            within = within[step]
        within[name] = " ".join(within[name].splitlines())
    return collection.record.model_validate_json(json.dumps(document))


def rows_of(collection: Collection[D, R], record: R, *, seq: int, until: int | None) -> Rows:
    """A version's rows in every table; those of its texts with the lexemes that go into the index."""
    shared = {"seq": seq, "until": until, "id": record.id}
    columns = dict(collection.storage.columns(record))
    title_key = fold(collection.names.title(record))[:SORTED_BY]
    version = {
        "revision": record.revision,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "title_key": title_key,
        "document": record.model_dump_json(),
    }
    also = {name: columns[name] for name in _names_in(collection.terms_table) if name in columns}
    terms = dict.fromkeys(collection.storage.terms(record))
    leading: dict[tuple[str, str], str] = {}
    for field, value, role in terms:
        leading.setdefault((field, value), role)
    texts = lexemes.texts_of(texts_in(record))
    found = {"collection": collection.name, "title_key": title_key, "updated_at": record.updated_at}
    day = columns[collection.storage.day] if collection.storage.day is not None else None
    tokens = {
        name: getattr(texts, name) for name in ("title", "body", "title_joined", "body_joined", "length", "counts")
    }
    tokens |= {"seq": seq, "entry": index.IndexEntry(seq, day, texts.lexemes)}
    targets = dict.fromkeys(named.key for named in mentions_in(record))
    return {
        collection.table: [shared | version | columns],
        collection.terms_table: [
            {**shared, **also, "field": field, "value": value, "role": role, "leads": leading[field, value] == role}
            for field, value, role in terms
        ],
        **{table: [{**shared, **row} for row in rows(record)] for table, rows in collection.storage.further.items()},
        SearchTextRow: [shared | found | {"id": str(RecordKey(collection.name, record.id))}],
        SearchTokensRow: [tokens],
        ReferenceRow: [
            {**shared, "collection": collection.name, "target_collection": target, "target_id": key}
            for target, key in targets
        ],
    }


def render_record(
    collection: Collection[D, R], draft: D, last: R | None, computed: Mapping[str, Any], *, at: dt.datetime
) -> R:
    """A draft as a record: with what is computed, and its stamps as it `last` was, or as it begins."""
    stamps: dict[str, Any] = {"revision": 1, "created_at": at, "updated_at": at}
    if last is not None:
        stamps = {name: getattr(last, name) for name in stamps}
    content = draft.model_dump(by_alias=False, exclude=set(computed))
    return collection.record.model_validate(content | {**computed, **stamps})


def derive_record(
    collection: Collection[D, R],
    draft: D,
    last: R | None,
    *,
    record_id: str,
    facts: Facts,
    given: Mapping[str, Any] | None = None,
    at: dt.datetime,
) -> R:
    """What a draft becomes as the record of an id: completed, with what the tracker computes of it by the `facts`.

    `last` is the record as it stands or last did, `given` sets computed fields that only the service may set.
    """
    draft = collection.derivation.completed(collection.as_given(draft)).model_copy(update={"id": record_id})
    derived = collection.derivation.derive(draft, facts=facts, previous=last)
    return render_record(collection, draft, last, {**derived, **(given or {}), "id": record_id}, at=at)
