"""The current state, as a writer that holds the clock sees it."""

from collections.abc import Mapping
from typing import Any, TypeVar

from sqlalchemy import Connection, func, select

from app.errors import NotFound
from app.store import texts
from app.store.collection import Collection
from app.store.metadata import columns_of
from app.store.tables import Reference
from schemas import Record

R = TypeVar("R", bound=Record)


class Current:
    """Looks up records, ids and references; what a derivation may ask (`Facts`) and what a write must know.

    Records are kept once read: nothing can change them behind the holder of the clock, who says what it changes.
    """

    def __init__(self, connection: Connection, collections: Mapping[str, Collection]) -> None:
        self._connection = connection
        self._collections = collections
        self._known: dict[tuple[str, str], Record | None] = {}
        self._texts: dict[str, str | None] = {}
        self._names = {collection.record: name for name, collection in collections.items()}

    def find(self, model: type[R], record_id: str) -> R | None:
        """The record of that contract type and id, or None."""
        record = self.record(self._names[model], record_id)
        return record if isinstance(record, model) else None

    def text(self, source_id: str) -> str | None:
        """The text attached to a source, or None."""
        if source_id not in self._texts:
            self._texts[source_id] = texts.text_of(self._connection, source_id)
        return self._texts[source_id]

    def text_changed(self, source_id: str, text: str | None) -> None:
        """Take note of what the holder of the clock has made of a source's text."""
        self._texts[source_id] = text

    def last(self, collection: str, column: str) -> Any:
        """The greatest value of a column of a collection's table, or None."""
        columns = columns_of(self._collections[collection].table)
        return self._connection.execute(select(func.max(columns[column])).where(columns.until.is_(None))).scalar()

    def record(self, name: str, record_id: str) -> Record | None:
        """The record of that collection and id, or None."""
        key = name, record_id
        if key not in self._known:
            collection = self._collections[name]
            columns = columns_of(collection.table)
            query = select(columns.document).where(columns.id == record_id, columns.until.is_(None))
            document = self._connection.execute(query).scalar_one_or_none()
            self._known[key] = collection.record.model_validate_json(document) if document else None
        return self._known[key]

    def existing(self, name: str, record_id: str) -> Record:
        """The record of that collection and id. Raises `NotFound`."""
        record = self.record(name, record_id)
        if record is None:
            raise NotFound(f"{name} has no record {record_id!r}")
        return record

    def changed(self, name: str, record_id: str, record: Record | None) -> None:
        """Take note of what the holder of the clock has made of a record: None where it ended it."""
        self._known[name, record_id] = record

    def holder(self, name: str, column: str, value: Any) -> str | None:
        """The id of the record whose column has the value; None where none has."""
        columns = columns_of(self._collections[name].table)
        query = select(columns.id).where(columns[column] == value, columns.until.is_(None))
        return self._connection.execute(query).scalar_one_or_none()

    def was_used(self, name: str, record_id: str) -> bool:
        """Whether an id names a record of the collection, or ever did, or is reserved."""
        if record_id in self._collections[name].reserved:
            return True
        columns = columns_of(self._collections[name].table)
        return self._connection.execute(select(columns.seq).where(columns.id == record_id).limit(1)).first() is not None

    def free_id(self, name: str, wished: str) -> str:
        """The wished id, or it with a number behind it that makes it new: the next one, where they are without gaps."""
        if not self.was_used(name, wished):
            return wished
        # By doubling and halving: a title that many records have must not cost a statement for each of them.
        used, free = 1, 2
        while self.was_used(name, f"{wished}-{free}"):
            used, free = free, free * 2
        while free - used > 1:
            between = (used + free) // 2
            used, free = (between, free) if self.was_used(name, f"{wished}-{between}") else (used, between)
        return f"{wished}-{free}"

    def naming(self, name: str, record_id: str) -> list[tuple[str, str]]:
        """The (collection, id) of every record that names this one."""
        columns = columns_of(Reference)
        query = select(columns.collection, columns.id).where(
            columns.target_collection == name, columns.target_id == record_id, columns.until.is_(None)
        )
        return [(row.collection, row.id) for row in self._connection.execute(query)]
