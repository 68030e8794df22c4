"""The one write path: every change of every record, by whomever, goes through a `Writer`."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.errors import Conflict
from app.rules.renaming import check_mergeable, rename
from app.rules.texts import about_text
from app.store import restoring
from app.store.collection import Collections, one_with_texts
from app.store.current import MOST_READ_AT_ONCE
from app.store.database import Database
from app.store.integrity import check_given, check_references, check_targets
from app.store.passages import Passages
from app.store.read import batches_of_ids
from app.store.ripples import Ripples
from app.store.turn import Turn, TurnChange
from app.store.versions import derive_record
from schemas import Draft, Record, RecordKey

DERIVED = "tracker"
"""By whom a record is changed because another one was: nobody wrote it."""


@dataclass(frozen=True)
class Written:
    """What became of a write: the number of its change, None where it changed nothing, and the record as it stands."""

    seq: int | None
    record: Record


class Writer:
    """A write in a turn at the clock; `current` is the state that its changes have made so far.

    Changes are numbered as they are made and become visible together at the commit. References are checked at the end,
    so that records which name each other can be written in one transaction. `by` is whose changes they are. With
    `shares_names` a record may take a name that another one has.
    """

    def __init__(self, turn: Turn, *, by: str, shares_names: bool = False) -> None:
        self.turn = turn
        self._collections = turn.collections
        self.by = by
        self._shares_names = shares_names
        self._seq, self._at = turn.kept.seq, max(dt.datetime.now(dt.UTC), turn.kept.at)
        self._touched: dict[RecordKey, None] = {}
        self._named_on: set[RecordKey] = set()
        self._pending = turn.pending
        self.current = turn.current
        self.claims = turn.claims
        self._ripples = Ripples(self.current, self._collections)
        self._sources, self._text = one_with_texts(self._collections)
        self._passages = Passages(self._pending, self.current, self._sources.name)

    @property
    def connection(self) -> Connection:
        """The transaction's connection, for statements that see what the writer has changed, or change more."""
        self._pending.flush()
        return self._pending.open()

    def create(self, name: str, draft: Draft, *, given: Mapping[str, Any] | None = None) -> Written:
        """Add a record; `given` sets computed fields that only the service may set.

        Raises `Conflict` when its id was ever used, or an identity or a name is another's; `Invalid` (at the end) when
        a reference leads nowhere.
        """
        if draft.id is not None:
            self.claims.check_id(name, draft.id)
        record_id = draft.id or self.claims.free_id(name, self._collections[name].wished_id(draft))
        self.current.is_new(name, record_id)
        return self._put(name, record_id, draft, old=None, given=given, checked=True)

    def check_new(self, name: str, draft: Draft) -> None:
        """Raises what `create` would raise for a draft at the end; for those who must not fail later."""
        check_targets(self.current, f"{name}/{draft.id or 'new'}", draft)

    def replace(self, name: str, record_id: str, draft: Draft, *, given: Mapping[str, Any] | None = None) -> Written:
        """Give a record new content.

        Raises `NotFound` when there is none now, `Conflict` when it is final, and what `create` does.
        """
        return self._put(name, record_id, draft, old=self.current.existing(name, record_id), given=given, checked=True)

    def restore(self, name: str, last: Record, *, draft: Draft | None = None) -> Written:
        """Bring back a record that ended, as it `last` stood, or as a `draft` has it; its revisions go on.

        What it names that was merged meanwhile is named as what it became; a source's text does not come back. Raises
        `Conflict` where it stands, or where an identity or a name is another's by now, `Invalid` as `create` does.
        """
        if self.current.record(name, last.id) is not None:
            raise Conflict(f"{name}/{last.id} stands: there is nothing to restore")
        is_final = self._collections[name].finality.is_final(last)
        if draft is None:
            draft = last if is_final else restoring.follow(self.connection, last, name, current=self.current)
        given = {self._text: None} if name == self._sources.name else None
        return self._put(name, last.id, draft, old=None, last=last, given=given, checked=True)

    def attach(self, source_id: str, text: str | None) -> Written:
        """Keep a source's text, or keep it no longer; its passages follow their words into it.

        Raises `NotFound` when there is no such source now.
        """
        source = self.current.existing(self._sources.name, source_id)
        followed = self._passages.attach(source_id, text)
        about = about_text(text, before=getattr(source, self._text), at=self._at) if text is not None else None
        written = self._put(self._sources.name, source_id, source, old=source, given={self._text: about})
        self._derive_again(sorted({*self._ripples.take(), *followed}), followed)
        return written

    def delete(self, name: str, record_id: str, *, may_be_named: bool = False) -> int:
        """End a record; the number of the change that did.

        Raises `NotFound` when there is none now, `Conflict` (at the end) while others name it, if not `may_be_named`.
        """
        self.current.existing(name, record_id)
        if may_be_named:
            self._named_on.add(RecordKey(name, record_id))
        return self._end(name, record_id, action="deleted")

    def merge(self, name: str, record_id: str, into: str) -> int:
        """End a record in favour of another, which takes its place wherever it is named; the number of that change.

        Published editions keep the old name, which leads to the survivor. Raises `NotFound`, `Invalid` for itself and
        for a record of another sort.
        """
        merged_key = RecordKey(name, record_id)
        merged, survivor = (self.current.existing(name, each) for each in (record_id, into))
        check_mergeable(merged, survivor, within=self._collections[name].names.merged_within)
        followed = self._passages.followed(record_id, self.current.text(into)) if name == self._sources.name else {}
        for key in self.current.naming(name, record_id):
            record = self.current.existing(*key)
            if key != merged_key and not self._collections[key.collection].finality.is_final(record):
                self._put(*key, rename(followed.get(key, record), merged_key, into, own=key.collection), old=record)
        self._named_on.add(merged_key)
        return self._end(name, record_id, action="merged", into=into)

    def settle(self) -> None:
        """Derive again what the changes so far reach."""
        while reached := self._ripples.take():
            self._derive_again(reached)

    def finish(self) -> None:
        """Derive again what the changes reach, check every reference, and say where the clock will stand."""
        self.settle()
        check_references(self.current, self._touched, named_on=self._named_on)
        self._passages.tidy()
        if self._seq > self.turn.kept.seq:
            self.turn.reach(self.turn.kept._replace(seq=self._seq, at=self._at))

    def _put(
        self,
        name: str,
        record_id: str,
        draft: Draft,
        *,
        old: Record | None,
        last: Record | None = None,
        given: Mapping[str, Any] | None = None,
        by: str | None = None,
        checked: bool = False,
    ) -> Written:
        """Render the record; where it says something new, close the old version and insert the new one.

        Where it is `checked`, what it newly claims must be nobody else's, and hold, and each passage that it newly
        selects must stand in the attached text. A record that ended goes on from its `last` state.
        """
        collection, last = self._collections[name], old or last
        record = derive_record(
            collection, draft, last, record_id=record_id, facts=self.current, given=given, at=self._at
        )
        if old is not None:
            if record.model_dump_json() == old.model_dump_json():
                return Written(None, old)
            collection.check_open(old, record)
        if last is not None:
            record = record.model_copy(update={"revision": last.revision + 1, "updated_at": self._at})
        if checked:
            self.claims.check(name, record, old, shares_names=self._shares_names)
            check_given(collection, record, old=old, last=last, facts=self.current)
        seq = self._log(name, record_id, action="updated" if old else "created", by=by)
        if old is not None:
            self._pending.end(name, self.current.made_by(name, record_id), seq=seq)
        self._pending.make(name, record, seq=seq)
        self._ripples.note(name, record_id, old, record)
        self._passages.note(old, record)
        self.claims.note(name, record_id, old, record)
        self._note(RecordKey(name, record_id), record, seq=seq, is_new=old is None)
        return Written(seq, record)

    def _end(self, name: str, record_id: str, *, action: str, into: str | None = None) -> int:
        """End a record's last version, and what is kept for it alone. Raises `Conflict` where it is final."""
        record = self.current.record(name, record_id)
        if record is not None and self._collections[name].finality.is_final(record):
            raise Conflict(f"{name}/{record_id} is final: it can be superseded, and neither deleted nor merged")
        seq = self._log(name, record_id, action=action, into=into)
        self._pending.end(name, self.current.made_by(name, record_id), seq=seq)
        if name == self._sources.name:
            self._passages.attach(record_id, None)
        self._ripples.note(name, record_id, record, None)
        self._passages.note(record, None)
        self.claims.note(name, record_id, record, None)
        self._note(RecordKey(name, record_id), None, seq=seq, is_new=False)
        return seq

    def _note(self, key: RecordKey, record: Record | None, *, seq: int, is_new: bool) -> None:
        self.current.changed(*key, record, seq=seq)
        self.turn.changes.append(TurnChange(seq, key, record, is_new))

    def _log(self, name: str, record_id: str, *, action: str, by: str | None = None, into: str | None = None) -> int:
        self._seq += 1
        row: dict[str, Any] = {"seq": self._seq, "last": self._seq, "at": self._at, "by": by or self.by}
        self._pending.log(row | {"action": action, "collection": name, "id": record_id, "into": into})
        self._touched[RecordKey(name, record_id)] = None
        return self._seq

    def derive_again(self) -> None:
        """Derive every record again, as after a change of the rules."""
        for name, collection in self._collections.items():
            for ids in batches_of_ids(self.connection, collection.table, size=MOST_READ_AT_ONCE):
                self._derive_again([RecordKey(name, record_id) for record_id in ids])
                self._pending.flush()
                self.current.forget()

    def _derive_again(self, keys: Sequence[RecordKey], followed: Mapping[RecordKey, Record] | None = None) -> None:
        self.current.read(keys)
        self.current.read_naming(keys)
        for key in keys:
            record = self.current.existing(*key)
            self._put(*key, (followed or {}).get(key, record), old=record, by=DERIVED)


@contextmanager
def writing(database: Database, collections: Collections, *, by: str, shares_names: bool = False) -> Iterator[Writer]:
    """A `Writer` whose changes are committed together at the end, or not at all."""
    with database.write() as connection:
        turn = Turn(connection, collections)
        database.check_goes_on(seq=turn.kept.seq, instance=turn.kept.instance)
        writer = Writer(turn, by=by, shares_names=shares_names)
        yield writer
        writer.finish()
        turn.keep()
        turn.close()
    database.grew(turn.kept.seq)
