"""Claims: the ids, the identities and the names that one record has and another cannot take."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, select

from app.errors import MOST_FAULTS, Conflict
from app.store import read
from app.store.collection import Claim, Collections, Naming
from app.store.current import MOST_READ_AT_ONCE, Current
from app.store.metadata import columns_of, table_of
from app.store.pending import Pending
from app.store.tables import Version
from schemas import Fault, Record, RecordKey


class Claims:
    """Says what of a record is another's: what a turn has changed goes before what the database holds."""

    def __init__(self, connection: Connection, collections: Collections, current: Current, pending: Pending) -> None:
        self._connection = connection
        self._collections = collections
        self._current = current
        self._pending = pending
        self._noted: set[RecordKey] = set()
        self._holders: dict[tuple[str, str], str] = {}
        self._asked: dict[tuple[str, str], str | None] = {}
        self._words: dict[tuple[str, str], set[str]] = {}

    def note(self, name: str, record_id: str, old: Record | None, new: Record | None) -> None:
        """A record was made, changed or ended; one that ended keeps its identity."""
        collection = self._collections[name]
        self._noted.add(RecordKey(name, record_id))
        if (identity := collection.names.identity) is not None:
            before = identity.value(old) if old is not None else None
            after = identity.value(new) if new is not None else before
            if before is not None and before != after:
                self._holders.pop((name, before), None)
            if after is not None:
                self._holders[name, after] = record_id
        if (naming := collection.names.naming) is not None:
            for claim in naming.claims(old) if old is not None else ():
                self._words.get((name, claim.word), set()).discard(record_id)
            for claim in naming.claims(new) if new is not None else ():
                self._words.setdefault((name, claim.word), set()).add(record_id)

    def holder(self, name: str, value: str) -> str | None:
        """The id of the record that has an identity, or had it when it ended; None where none has."""
        key = name, value
        if key in self._holders:
            return self._holders[key]
        if key not in self._asked:
            self.read_holders(name, [value])
        found = self._asked[key]
        return None if found is not None and RecordKey(name, found) in self._noted else found

    def read_holders(self, name: str, values: Iterable[str]) -> None:
        """Read whose the identities are that are going to be asked for, many with one statement."""
        collection = self._collections[name]
        assert collection.names.identity is not None  # noqa: S101  # asked of none other
        query = _holders(collection.table, collection.names.identity.column)
        wanted = [value for value in dict.fromkeys(values) if (name, value) not in self._asked]
        for start in range(0, len(wanted), MOST_READ_AT_ONCE):
            some = wanted[start : start + MOST_READ_AT_ONCE]
            self._asked |= {(name, value): None for value in some}
            for value, record_id in self._connection.execute(query, {"values": some}):
                self._asked[name, value] = self._asked[name, value] or record_id

    def free_id(self, name: str, wished: str) -> str:
        """The wished id, or it with a number behind it that makes it new: the next one, where they are without gaps."""
        if not self._is_taken(name, wished):
            return wished
        # By doubling and halving: a title that many records have must not cost a statement for each of them.
        used, free = 1, 2
        while self._is_taken(name, f"{wished}-{free}"):
            used, free = free, free * 2
        while free - used > 1:
            between = (used + free) // 2
            used, free = (between, free) if self._is_taken(name, f"{wished}-{between}") else (used, between)
        return f"{wished}-{free}"

    def check_id(self, name: str, record_id: str) -> None:
        """Raises `Conflict` for an id that was ever used, is reserved, or is a word for another record."""
        if self._current.was_used(name, record_id):
            message = "is taken, was, or is reserved: ids are never used twice"
        elif others := self._others(name, {record_id}, record_id)[record_id]:
            message = f"is a word for {name}/{min(others)}, which would be found by it no more"
        else:
            return
        fault = Fault(in_="body", pointer="/id", message=message)
        raise Conflict(f"{name} cannot have a new record {record_id!r}", faults=[fault])

    def check(self, name: str, record: Record, old: Record | None, *, shares_names: bool) -> None:
        """Raises `Conflict` for an identity or a name that is another's, where the record did not have it before.

        `shares_names` where the writer means to give a record a name that another one has.
        """
        self._check_identity(name, record, old)
        naming = self._collections[name].names.naming
        if naming is not None:
            self._check_names(name, naming, record, old, shares_names=shares_names)

    def _is_taken(self, name: str, record_id: str) -> bool:
        return self._current.was_used(name, record_id) or bool(self._others(name, {record_id}, record_id)[record_id])

    def _check_identity(self, name: str, record: Record, old: Record | None) -> None:
        identity = self._collections[name].names.identity
        value = identity.value(record) if identity is not None else None
        if identity is None or value is None or (old is not None and identity.value(old) == value):
            return
        holder = self.holder(name, value)
        whose = self._whose(name, holder, record.id) if holder is not None and holder != record.id else None
        if whose is not None:
            fault = Fault(in_="body", pointer=f"/{identity.field}", message=f"is that of {whose}")
            raise Conflict(f"the {identity.field} is that of {whose}", faults=[fault])

    def _whose(self, name: str, holder: str, record_id: str) -> str | None:
        """Who has an identity, and the way to it; None where the record itself goes on in its holder's place."""
        label = str(RecordKey(name, holder))
        if self._current.record(name, holder) is not None:
            return label
        self._pending.flush()
        survivor = read.survivors_of(self._connection, name, [holder]).get(holder)
        if survivor == record_id:
            return None
        restore = f"POST /v1/{label}/restore"
        if survivor is not None:
            return f"{label}, which is part of {name}/{survivor} now; {restore} splits it off again"
        ending = read.ending_of(self._connection, self._collections[name].table, holder)
        by = f" by change {ending.seq}" if ending is not None and ending.into is None else ""
        return f"{label}, which was deleted{by}; {restore} brings it back"

    def _check_names(
        self, name: str, naming: Naming[Any], record: Record, old: Record | None, *, shares_names: bool
    ) -> None:
        known = {(claim.word, claim.sole) for claim in naming.claims(old)} if old is not None else set()
        new = [claim for claim in naming.claims(record) if (claim.word, claim.sole) not in known]
        others = self._others(name, {claim.word for claim in new}, record.id)
        wrong = [
            (other, fault)
            for claim in new
            for other in sorted(others[claim.word])
            if (fault := self._fault(name, naming, claim, other, shares_names=shares_names)) is not None
        ]
        if wrong:
            named = ", ".join(dict.fromkeys(str(RecordKey(name, other)) for other, _ in wrong[:5]))
            raise Conflict(f"these are words for {named} already", faults=[fault for _, fault in wrong[:MOST_FAULTS]])

    def _fault(self, name: str, naming: Naming[Any], claim: Claim, other: str, *, shares_names: bool) -> Fault | None:
        """What is wrong with claiming a word that another record has; None where both may have it."""
        there = self._current.record(name, other)
        theirs = [each for each in naming.claims(there) if each.word == claim.word] if there is not None else []
        is_sole = claim.sole is not None and any(each.sole == claim.sole for each in theirs)
        if shares_names and not is_sole:
            return None
        where = f"stands at {theirs[0].pointer} there" if theirs else "is the id of what went into it"
        way = "it is never shared" if is_sole else "shared_names=true shares it"
        message = f"means {name}/{other} already, as it {where}; {way}"
        return Fault(in_="body", pointer=claim.pointer, message=message)

    def _others(self, name: str, words: Iterable[str], record_id: str) -> dict[str, set[str]]:
        """The other records that each word means: those that claim it, and what a merged one of that id became."""
        found: dict[str, set[str]] = {word: set(self._words.get((name, word), ())) for word in words}
        collection = self._collections[name]
        if found and collection.names.naming is not None:
            self._pending.write_kept()
            terms = columns_of(collection.terms_table)
            query = select(terms.value, terms.id).where(
                terms.field.in_(collection.names.naming.fields), terms.value.in_(sorted(found)), terms.until.is_(None)
            )
            for word, other in self._connection.execute(query):
                if RecordKey(name, other) not in self._noted:
                    found[word].add(other)
            for merged, survivor in read.survivors_of(self._connection, name, found.keys() - {record_id}).items():
                found[merged].add(survivor)
        for several in found.values():
            several.discard(record_id)
        return found


@cache
def _holders(table: type[Version], column: str) -> Select[Any]:
    """The records that have, or ended with, values of a column: one that stands before those that ended."""
    columns, later = columns_of(table), table_of(table).alias().c
    changed = exists().where(later.id == columns.id, later.seq > columns.seq)
    mine = columns[column].in_(bindparam("values", expanding=True))
    query = select(columns[column], columns.id).where(mine, ~changed)
    return query.order_by(columns.until.is_not(None), columns.seq.desc())
