"""The one write path: every change of every record, by whomever, goes through a `Writer`."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.errors import Conflict, Invalid
from app.store import clock
from app.store.collection import Collection
from app.store.current import Current, Key
from app.store.database import Database
from app.store.folding import slugify
from app.store.grounds import check_passages
from app.store.metadata import columns_of
from app.store.passages import Passages
from app.store.pending import Pending
from app.store.references import check_named, check_others, named_by
from app.store.renaming import renamed
from app.store.ripples import Ripples
from app.store.texts import about_text
from app.store.versions import stamps
from schemas import Draft, Fault, Record, Source

DERIVED = "tracker"
"""By whom a record is changed because another one was: nobody wrote it."""


@dataclass(frozen=True)
class Written:
    """What became of a write: the number of its change, None where it changed nothing, and the record as it stands."""

    seq: int | None
    record: Record


class Writer:
    """A transaction that holds the clock; `current` is the state that its changes have made so far.

    Changes are numbered as they are made and become visible together at the commit. References are checked at the end,
    so that records which name each other can be written in one transaction.
    """

    def __init__(self, connection: Connection, collections: Mapping[str, Collection], *, by: str) -> None:
        self._connection = connection
        self._collections = collections
        self._by = by
        self._seq, self._at = clock.lock(connection)
        self._start = self._seq
        self._touched: dict[tuple[str, str], None] = {}
        self._merged: set[tuple[str, str]] = set()
        self._pending = Pending(connection, collections)
        self.current = Current(connection, collections, self._pending)
        self._ripples = Ripples(self.current, collections)
        self._passages = Passages(connection, self.current)

    @property
    def connection(self) -> Connection:
        """The transaction's connection, for statements that are to see what the writer has changed."""
        self._pending.flush()
        return self._connection

    def create(self, name: str, draft: Draft, *, given: Mapping[str, Any] | None = None) -> Written:
        """Add a record; `given` sets computed fields that only the service may set.

        Raises `Conflict` when the draft's id was ever used, `Invalid` (at the end) when a reference leads nowhere.
        """
        if draft.id is not None:
            self.current.check_unused(name, draft.id)
        record_id = draft.id or self.current.free_id(name, slugify(self._collections[name].title(draft)))
        self.current.is_new(name, record_id)
        return self._put(name, record_id, draft, old=None, given=given, checked=True)

    def check_new(self, name: str, draft: Draft) -> None:
        """Raises what `create` would raise for a draft, now or at the end; for those who must not fail later."""
        if draft.id is not None:
            self.current.check_unused(name, draft.id)
        self._check_named(f"{name}/{draft.id or 'new'}", draft)

    def replace(self, name: str, record_id: str, draft: Draft, *, given: Mapping[str, Any] | None = None) -> Written:
        """Give a record new content.

        Raises `NotFound` when there is none now, `Conflict` when it is final, `Invalid` as `create` does.
        """
        old = self.current.existing(name, record_id)
        return self._put(name, record_id, draft, old=old, given=given, checked=True)

    def attach(self, source_id: str, text: str | None) -> Written:
        """Keep a source's text, or keep it no longer; its passages follow their words into it.

        Raises `NotFound` when there is no such source now.
        """
        source = self.current.existing("sources", source_id)
        assert isinstance(source, Source)  # noqa: S101  # a record of the sources
        followed = self._passages.attach(source_id, text)
        about = about_text(text, before=source.text, at=self._at) if text is not None else None
        written = self._put("sources", source_id, source, old=source, given={"text": about})
        self._derive_again(sorted({*self._ripples.take(), *followed}), followed)
        return written

    def delete(self, name: str, record_id: str) -> int:
        """End a record; the number of the change that did.

        Raises `NotFound` when there is none now, `Conflict` (at the end) while others name it.
        """
        self.current.existing(name, record_id)
        return self._end(name, record_id, action="deleted")

    def merge(self, name: str, record_id: str, into: str) -> int:
        """End a record in favour of another, which takes its place wherever it is named; the number of that change.

        Published editions keep the old name, which leads to the survivor. Raises `NotFound`, `Invalid` for itself.
        """
        for each in (record_id, into):
            self.current.existing(name, each)
        if record_id == into:
            fault = Fault(in_="body", pointer="/into", message="must be another record")
            raise Invalid("a record cannot be merged into itself", faults=[fault])
        followed = self._passages.followed(record_id, self.current.text(into)) if name == "sources" else {}
        for key in self.current.naming(name, record_id):
            record = self.current.existing(*key)
            if key != (name, record_id) and not self._collections[key[0]].is_final(record):
                self._put(*key, renamed(followed.get(key, record), name, record_id, into, own=key[0]), old=record)
        self._merged.add((name, record_id))
        return self._end(name, record_id, action="merged", into=into)

    def settle(self) -> None:
        """Derive again what the changes so far reach."""
        while reached := self._ripples.take():
            self._derive_again(reached)

    def finish(self) -> None:
        """Derive again what the changes reach, check every reference, and set the clock."""
        self.settle()
        self._check_references()
        self._passages.tidy()
        if self._seq > self._start:
            clock.advance(self.connection, after=self._start, seq=self._seq, at=self._at)

    def _put(
        self,
        name: str,
        record_id: str,
        draft: Draft,
        *,
        old: Record | None,
        given: Mapping[str, Any] | None = None,
        by: str | None = None,
        checked: bool = False,
    ) -> Written:
        """Render the record; where it says something new, close the old version and insert the new one.

        Where it is `checked`, each passage that it newly selects must stand in the attached text, and its claims hold.
        """
        collection = self._collections[name]
        draft = collection.as_given(draft).model_copy(update={"id": record_id})
        content = {field: getattr(draft, field) for field in type(draft).model_fields}
        content |= collection.derive(draft, facts=self.current, previous=old)
        content |= {**(given or {}), "id": record_id}
        record = collection.record.model_validate(content | stamps(old, at=self._at))
        if old is not None:
            if record.model_dump_json() == old.model_dump_json():
                return Written(None, old)
            collection.check_open(old, record)
            record = record.model_copy(update={"revision": old.revision + 1, "updated_at": self._at})
        self._check_identity(collection, draft, record_id)
        if checked:
            check_others(record, name)
            check_passages(record, old, facts=self.current)
            collection.check(record, facts=self.current, previous=old)
        seq = self._log(name, record_id, action="updated" if old else "created", by=by)
        if old is not None:
            self._pending.end(name, self.current.made_by(name, record_id), seq=seq)
        self._pending.make(name, record, seq=seq)
        self._ripples.note(name, record_id, old, record)
        self._passages.note(old, record)
        self.current.changed(name, record_id, record, seq=seq)
        return Written(seq, record)

    def _end(self, name: str, record_id: str, *, action: str, into: str | None = None) -> int:
        """End a record's last version, and what is kept for it alone. Raises `Conflict` where it is final."""
        record = self.current.record(name, record_id)
        if record is not None and self._collections[name].is_final(record):
            raise Conflict(f"{name}/{record_id} is final: it can be superseded, and neither deleted nor merged")
        seq = self._log(name, record_id, action=action, into=into)
        self._pending.end(name, self.current.made_by(name, record_id), seq=seq)
        if self._collections[name].record is Source:
            self._passages.attach(record_id, None)
        self._ripples.note(name, record_id, record, None)
        self._passages.note(record, None)
        self.current.changed(name, record_id, None, seq=seq)
        return seq

    def _log(self, name: str, record_id: str, *, action: str, by: str | None = None, into: str | None = None) -> int:
        self._seq += 1
        row = {"seq": self._seq, "last": self._seq, "at": self._at, "by": by or self._by, "action": action}
        self._pending.log(row | {"collection": name, "id": record_id, "into": into})
        self._touched[name, record_id] = None
        return self._seq

    def _check_identity(self, collection: Collection, draft: Draft, record_id: str) -> None:
        """Refuse what another record has already that only one may have."""
        identity = collection.identity
        value = identity.value(draft) if identity is not None else None
        if identity is None or value is None:
            return
        holder = self.current.holder(collection.name, identity.column, value)
        if holder is not None and holder != record_id:
            fault = Fault(in_="body", pointer=f"/{identity.field}", message=f"is that of {collection.name}/{holder}")
            raise Conflict(f"{collection.name}/{holder} is that already", faults=[fault])

    def derive_again(self) -> None:
        """Derive every record again, as after a change of the rules."""
        for name, collection in self._collections.items():
            columns = columns_of(collection.table)
            ids = self.connection.execute(select(columns.id).where(columns.until.is_(None)).order_by(columns.id))
            self._derive_again([(name, record_id) for record_id in ids.scalars().all()])

    def _derive_again(self, keys: Sequence[Key], followed: Mapping[Key, Record] | None = None) -> None:
        self.current.read(keys)
        self.current.read_naming(keys)
        for name, record_id in keys:
            record = self.current.existing(name, record_id)
            self._put(name, record_id, (followed or {}).get((name, record_id), record), old=record, by=DERIVED)

    def _check_references(self) -> None:
        """Refuse a transaction after which a record that it wrote would name, or be, one that is not there."""
        written = filter(None, (self.current.record(*key) for key in self._touched))
        self.current.read({(named.collection, named.id) for record in written for named in named_by(record)})
        for name, record_id in self._touched:
            record = self.current.record(name, record_id)
            if record is not None:
                self._check_named(f"{name}/{record_id}", record)
            elif (name, record_id) not in self._merged and (naming := self.current.still_naming(name, record_id)):
                names = ", ".join(f"{source}/{key}" for source, key in sorted(naming)[:10])
                raise Conflict(f"{name}/{record_id} cannot go while it is named by {names}")

    def _check_named(self, label: str, record: Draft) -> None:
        check_named(label, record, stands=lambda name, record_id: self.current.record(name, record_id) is not None)


@contextmanager
def writing(database: Database, collections: Mapping[str, Collection], *, by: str) -> Iterator[Writer]:
    """A `Writer` whose changes are committed together at the end, or not at all."""
    with database.write() as connection:
        writer = Writer(connection, collections, by=by)
        yield writer
        writer.finish()
        newest = clock.newest(connection).seq
    database.grew(newest)
