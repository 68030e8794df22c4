"""Versions: a record's rows are inserted when a change makes it, and closed when a change ends it."""

from sqlalchemy import Connection, insert, update

from app.store.collection import Collection
from app.store.folding import fold
from app.store.references import named_by
from app.store.tables import Reference, columns_of
from schemas import Record


def insert_version(connection: Connection, collection: Collection, record: Record, *, seq: int) -> None:
    """Insert a record's version, its terms and its references, as made by change `seq`."""
    columns = dict(collection.columns(record))
    row = {
        "seq": seq,
        "id": record.id,
        "revision": record.revision,
        "created_at": record.created_at,
        "updated_at": record.updated_at,
        "title_key": fold(collection.title(record)),
        "document": record.model_dump_json(),
    }
    connection.execute(insert(collection.table), row | columns)
    shared = {name: columns[name] for name in columns_of(collection.terms_table).keys() & columns.keys()}
    terms = [
        {"seq": seq, "id": record.id, "field": field, "value": value, "role": role, **shared}
        for field, value, role in dict.fromkeys(collection.terms(record))
    ]
    targets = dict.fromkeys((named.collection, named.id) for named in named_by(record))
    references = [
        {"seq": seq, "collection": collection.name, "id": record.id, "target_collection": target, "target_id": key}
        for target, key in targets
    ]
    for table, rows in ((collection.terms_table, terms), (Reference, references)):
        if rows:
            connection.execute(insert(table), rows)


def close_version(connection: Connection, collection: Collection, record_id: str, *, seq: int) -> None:
    """End a record's current version, its terms and its references, as done by change `seq`."""
    for table in (collection.table, collection.terms_table):
        columns = columns_of(table)
        connection.execute(update(table).where(columns.id == record_id, columns.until.is_(None)).values(until=seq))
    columns = columns_of(Reference)
    mine = (columns.collection == collection.name) & (columns.id == record_id)
    connection.execute(update(Reference).where(mine, columns.until.is_(None)).values(until=seq))
