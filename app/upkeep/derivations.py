"""Derivations: what the tracker computes of each record that stands, the tallies, and that what is named stands."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Connection, exists, func, select

from app.errors import Refusal
from app.store import read
from app.store.collection import AnyCollection, Collections
from app.store.current import Current
from app.store.metadata import columns_of
from app.store.tables import ReferenceRow
from app.store.versions import derive_record
from app.upkeep.findings import Findings, find_differences
from app.upkeep.numbers import BY_STRETCHES
from schemas import Record, RecordKey

DERIVED_AT_ONCE = 100
"""How many records are derived at a time, with all that they rest on."""


def count_standing(connection: Connection, collection: AnyCollection) -> int:
    """How many records of a collection stand."""
    columns = columns_of(collection.table)
    return connection.execute(select(func.count(columns.seq)).where(columns.until.is_(None))).scalar_one()


def check_derivations(
    connection: Connection,
    collections: Collections,
    collection: AnyCollection,
    findings: Findings,
    advance: Callable[[int], None],
) -> None:
    """The computed fields of records that stand are what a write of today would compute, from all that stands."""
    for ids in read.batches_of_ids(connection, collection.table, size=DERIVED_AT_ONCE):
        current = Current.of_reader(connection, collections)
        keys = [RecordKey(collection.name, record_id) for record_id in ids]
        try:
            current.read(keys)
            current.read_naming(keys)
            for key in keys:
                if differing := _differing(collection, current.existing(*key), current):
                    findings.note(f"{key} has computed fields that do not follow from the record: {differing}.")
        except (ValueError, Refusal) as error:
            cause = str(error).partition("\n")[0]
            findings.note(f"{collection.name} from {ids[0]} to {ids[-1]} cannot be derived again: {cause}")
        advance(len(ids))


def _differing(collection: AnyCollection, record: Record, current: Current) -> str:
    """The fields in which a record differs from itself, derived again."""
    again = derive_record(collection, record, record, record_id=record.id, facts=current, at=record.updated_at)
    if again.model_dump_json() == record.model_dump_json():
        return ""
    there, anew = (json.loads(each.model_dump_json()) for each in (record, again))
    return ", ".join(name for name in anew if anew[name] != there.get(name))


def check_links(
    connection: Connection, collections: Collections, findings: Findings, advance: Callable[[int], None]
) -> None:
    """What a record that stands names stands too; what is final may name what was merged, or withdrawn, since."""
    reference = columns_of(ReferenceRow)
    for target, collection in collections.items():
        columns = columns_of(collection.table)
        stands = exists().where(columns.id == reference.target_id, columns.until.is_(None))
        query = select(reference.collection, reference.id, reference.target_id).where(
            reference.until.is_(None), reference.target_collection == target, ~stands
        )
        for row in connection.execute(query.order_by(reference.seq)).all():
            merged = read.survivors_of(connection, target, [row.target_id])
            may_be_gone = merged or collection.begins_as_draft
            if not (may_be_gone and _is_final(connection, collections, RecordKey(row.collection, row.id))):
                findings.note(f"{row.collection}/{row.id} names {target}/{row.target_id}, which does not stand.")
        advance(1)


def _is_final(connection: Connection, collections: Collections, key: RecordKey) -> bool:
    collection = collections.get(key.collection)
    if collection is None:
        return False
    documents = read.documents_of(connection, collection.table, [key.id], seq=read.ANY_NUMBER)
    return any(collection.finality.is_final(collection.record.model_validate_json(each)) for each in documents.values())


def check_tallies(
    connection: Connection, collections: Collections, findings: Findings, advance: Callable[[int], None]
) -> None:
    """What is tallied is what a count of all terms that stand gives."""
    for collection in collections.values():
        if collection.storage.tally is None:
            continue
        kept, terms = columns_of(collection.storage.tally), columns_of(collection.terms_table)
        names = ("field", "value", "first_day", "last_day")
        tallied = select(*(kept[name] for name in names), kept.records).order_by(*(kept[name] for name in names))
        of_days = [terms[name] for name in names]
        counted = select(*of_days, func.count()).where(terms.leads, terms.until.is_(None))
        counted = counted.group_by(*of_days).order_by(*of_days)
        found = find_differences(*(_rows(connection, query) for query in (tallied, counted)))
        for field, value, first_day, last_day in dict.fromkeys(each.row[:4] for each in found):
            findings.note(f"The tally of {field} {value!r} from {first_day} to {last_day} is not what a count gives.")
        advance(1)


def _rows(connection: Connection, query: Any) -> Iterator[tuple[Any, ...]]:
    yield from map(tuple, connection.execute(query, execution_options=BY_STRETCHES))
