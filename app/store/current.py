"""The current state, as a writer that holds the clock sees it."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from typing import Any, Self, TypeVar

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from app.errors import NotFound
from app.rules.references import mentions_in
from app.store import texts
from app.store.collection import Collections
from app.store.metadata import columns_of, table_of
from app.store.nearest import nearest_records
from app.store.pending import Pending
from app.store.tables import ChangeRow, ReferenceRow, SearchTextRow, SearchTokensRow, Version
from schemas import Record, RecordKey

R = TypeVar("R", bound=Record)

MOST_READ_AT_ONCE = 500
"""How many records one statement reads."""


class Current:
    """Looks up records, ids and references; what a derivation may ask (`Facts`) and what a write must know.

    What the database holds is read once: nothing can change it behind the holder of the clock, who says what it
    changes. Its changes may still be pending, so what they say comes first and the database answers for the rest.
    """

    def __init__(self, connection: Connection, collections: Collections, pending: Pending) -> None:
        self._connection = connection
        self._collections = collections
        self._pending = pending
        self._names = {collection.record: name for name, collection in collections.items()}
        self.forget()

    def forget(self) -> None:
        """Forget what was found out, which would grow with the records; what was changed must have been written."""
        self._known: dict[RecordKey, Record | None] = {}
        self._made_by: dict[RecordKey, int] = {}
        self._used: dict[RecordKey, bool] = {}
        self._texts: dict[str, str | None] = {}
        self._naming: dict[RecordKey, set[RecordKey]] = {}
        self._changed: dict[RecordKey, frozenset[RecordKey]] = {}
        self._changed_naming: dict[RecordKey, set[RecordKey]] = {}

    @classmethod
    def of_reader(cls, connection: Connection, collections: Collections) -> Self:
        """The state as somebody sees it who changes nothing."""
        return cls(connection, collections, Pending(connection, collections, is_shared=False))

    def find(self, model: type[R], record_id: str) -> R | None:
        """The record of that contract type and id, or None."""
        record = self.record(self._names[model], record_id)
        return record if isinstance(record, model) else None

    def text(self, source_id: str) -> str | None:
        """The text attached to a source, or None."""
        if source_id not in self._texts:
            self._texts[source_id] = texts.text_of(self._connection, source_id)
        return self._texts[source_id]

    def keep_text(self, source_id: str, text: str | None) -> None:
        """Keep a source's text in the place of any that it had; with None, keep none."""
        texts.keep(self._pending.open(), source_id, text)
        self._texts[source_id] = text

    def newest(self, collections: Iterable[str], count: int) -> dict[str, list[str]]:
        """The stems of the records that were written last in some collections, by `collection/id`."""
        self._pending.flush()
        found, stored = columns_of(SearchTextRow), columns_of(SearchTokensRow)
        query = select(found.id, stored.title, stored.body).join_from(
            SearchTextRow, SearchTokensRow, stored.seq == found.seq
        )
        standing = (found.until.is_(None), found.collection.in_(list(collections)))
        rows = self._connection.execute(query.where(*standing).order_by(found.seq.desc()).limit(count))
        return {row.id: [*row.title.split(), *row.body.split()] for row in rows}

    def last(self, collection: str, column: str) -> Any:
        """The greatest value of a column of a collection's table, or None."""
        self._pending.flush()
        columns = columns_of(self._collections[collection].table)
        return self._connection.execute(select(func.max(columns[column])).where(columns.until.is_(None))).scalar()

    def record(self, name: str, record_id: str) -> Record | None:
        """The record of that collection and id, or None."""
        key = RecordKey(name, record_id)
        if key not in self._known:
            self.read([key])
        return self._known[key]

    def nearest(self, name: str, record_id: str) -> tuple[str, ...] | None:
        """The ids of the records of that collection that an id which none has may have meant, best first."""
        self._pending.write_kept()
        return nearest_records(self._connection, self._collections[name], record_id)

    def existing(self, name: str, record_id: str) -> Record:
        """The record of that collection and id. Raises `NotFound`."""
        record = self.record(name, record_id)
        if record is None:
            raise NotFound(f"{name} has no record {record_id!r}")
        return record

    def made_by(self, name: str, record_id: str) -> int:
        """The number of the change that made the record's standing version."""
        return self._made_by[RecordKey(name, record_id)]

    def changed(self, name: str, record_id: str, record: Record | None, *, seq: int) -> None:
        """Take note of what the holder of the clock has made of a record: None where it ended it."""
        key = RecordKey(name, record_id)
        for target in self._changed.get(key, ()):
            self._changed_naming[target].discard(key)
        targets = mentions_in(record) if record is not None else ()
        self._changed[key] = frozenset(named.key for named in targets)
        for target in self._changed[key]:
            self._changed_naming.setdefault(target, set()).add(key)
        self._known[key] = record
        self._made_by[key] = seq

    def was_used(self, name: str, record_id: str) -> bool:
        """Whether an id names a record of the collection, or ever did, or is reserved."""
        if record_id in self._collections[name].names.reserved or RecordKey(name, record_id) in self._changed:
            return True
        if (key := RecordKey(name, record_id)) not in self._used:
            self.read_used([key])
        return self._used[key]

    def read_used(self, keys: Iterable[RecordKey]) -> None:
        """Read which ids, that are going to be asked for, were ever used, many with one statement."""
        for name, ids in _by_collection(key for key in keys if key not in self._used):
            self._used |= {RecordKey(name, record_id): False for record_id in ids}
            used = self._connection.execute(_select_used(self._collections[name].table), {"ids": ids}).scalars()
            self._used |= {RecordKey(name, record_id): True for record_id in used}

    def is_new(self, name: str, record_id: str) -> None:
        """Take note that an id was never used: the database need not be asked what names it."""
        key = RecordKey(name, record_id)
        self._known[key] = None
        self._naming[key] = set()

    def naming(self, name: str, record_id: str) -> list[RecordKey]:
        """Every record that names this one."""
        key = RecordKey(name, record_id)
        if key not in self._naming:
            self.read_naming([key])
        unchanged = (each for each in self._naming[key] if each not in self._changed)
        return sorted({*unchanged, *self._changed_naming.get(key, ())})

    def still_naming(self, name: str, record_id: str) -> list[RecordKey]:
        """Every record that names this one, be it under the name of a record that went into it."""
        naming, todo, seen = set[RecordKey](), [record_id], set[str]()
        while todo:
            each = todo.pop()
            if each not in seen:
                seen.add(each)
                naming.update(self.naming(name, each))
                todo += self.merged_into(name, each)
        return sorted(naming - {RecordKey(name, record_id)})

    def merged_into(self, name: str, record_id: str) -> list[str]:
        """The ids of the records that are merged into this one: none that was split off again."""
        self._pending.flush()
        change, later = columns_of(ChangeRow), table_of(ChangeRow).alias().c
        since = exists().where(later.collection == name, later.id == change.id, later.seq > change.seq)
        query = select(change.id).where(change.collection == name, change.into == record_id, ~since)
        return list(self._connection.execute(query).scalars())

    def read(self, keys: Iterable[RecordKey]) -> None:
        """Read records that are going to be asked for, many with one statement."""
        for name, ids in _by_collection(key for key in keys if key not in self._known):
            collection = self._collections[name]
            self._known |= {RecordKey(name, record_id): None for record_id in ids}
            for row in self._connection.execute(_standing(collection.table), {"ids": ids}):
                self._known[RecordKey(name, row.id)] = collection.record.model_validate_json(row.document)
                self._made_by[RecordKey(name, row.id)] = row.seq

    def read_naming(self, keys: Iterable[RecordKey]) -> None:
        """Read what names records, many with one statement."""
        for name, ids in _by_collection(key for key in keys if key not in self._naming):
            self._naming |= {RecordKey(name, record_id): set() for record_id in ids}
            for row in self._connection.execute(_naming(), {"collection": name, "ids": ids}):
                self._naming[RecordKey(name, row.target_id)].add(RecordKey(row.collection, row.id))


@cache
def _select_used(table: type[Version]) -> Select[Any]:
    """Which of some ids are those of records, or were."""
    columns = columns_of(table)
    return select(columns.id).where(columns.id.in_(bindparam("ids", expanding=True))).distinct()


@cache
def _standing(table: type[Version]) -> Select[Any]:
    """The records that stand, of some ids."""
    columns = columns_of(table)
    mine = columns.id.in_(bindparam("ids", expanding=True))
    return select(columns.id, columns.seq, columns.document).where(mine, columns.until.is_(None))


@cache
def _naming() -> Select[Any]:
    """What names records of some ids."""
    columns = columns_of(ReferenceRow)
    mine = columns.target_id.in_(bindparam("ids", expanding=True))
    query = select(columns.target_id, columns.collection, columns.id)
    return query.where(columns.target_collection == bindparam("collection"), mine, columns.until.is_(None))


def _by_collection(keys: Iterable[RecordKey]) -> Iterator[tuple[str, list[str]]]:
    """The ids of each collection, a handful at a time."""
    ids: dict[str, list[str]] = {}
    for name, record_id in keys:
        ids.setdefault(name, []).append(record_id)
    for name, every in ids.items():
        rest = iter(every)
        while some := list(islice(rest, MOST_READ_AT_ONCE)):
            yield name, some
