"""Reading single records and the records that others name, as they stood after a change."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, select

from app.store.clock import standing
from app.store.tables import Reference, Version, columns_of


def document_of(connection: Connection, table: type[Version], record_id: str, *, seq: int) -> Row[Any] | None:
    """The revision and document of a record, or None."""
    columns = columns_of(table)
    query = select(columns.revision, columns.document).where(columns.id == record_id, standing(table, seq))
    return connection.execute(query).one_or_none()


def removal_of(connection: Connection, table: type[Version], record_id: str, *, seq: int) -> int | None:
    """The number of the change that ended a record which does not stand; None where it had never been there."""
    columns = columns_of(table)
    query = select(columns.until).where(columns.id == record_id, columns.seq <= seq)
    return connection.execute(query.order_by(columns.seq.desc()).limit(1)).scalar_one_or_none()


def documents_of(connection: Connection, table: type[Version], ids: Iterable[str], *, seq: int) -> dict[str, str]:
    """The documents of those records that stand, by id, in order of id."""
    columns = columns_of(table)
    query = select(columns.id, columns.document).where(columns.id.in_(list(ids)), standing(table, seq))
    return {row.id: row.document for row in connection.execute(query.order_by(columns.id))}


def named_in(connection: Connection, collection: str, ids: Iterable[str], *, seq: int) -> list[tuple[str, str]]:
    """The (collection, id) of every record that these records name."""
    columns = columns_of(Reference)
    query = select(columns.target_collection, columns.target_id).distinct()
    query = query.where(columns.collection == collection, columns.id.in_(list(ids)), standing(Reference, seq))
    return [(row.target_collection, row.target_id) for row in connection.execute(query)]
