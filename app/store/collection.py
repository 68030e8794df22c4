"""What the store must be told of a collection: its tables, and how a draft becomes a row."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from app.errors import Conflict
from app.language.romanising import slugify
from app.rules.facts import Facts, TermRow
from app.store.tables import Part, Term, Version
from schemas import Draft, Record


class Days(NamedTuple):
    """Days within which is looked, both included; None for no limit."""

    first: dt.date | None
    last: dt.date | None


UNDATED = Days(None, dt.date.min)
"""Where the versions of collections without days stand: before those of any day, which then need not be looked at."""


class Derive(Protocol):
    """Computes what a writer cannot state; `previous` is the record as it stands, None on creation."""

    def __call__(self, draft: Any, *, facts: Facts, previous: Any) -> Mapping[str, Any]:
        """The computed fields, by name."""
        ...


class Check(Protocol):
    """Refuses what a writer makes of a record; `previous` is the record as it stood, None on creation."""

    def __call__(self, record: Any, /, *, facts: Facts, previous: Any) -> None:
        """Raises a `Refusal`."""
        ...


@dataclass(frozen=True)
class Identity:
    """What only one standing record of a collection has: the field that says it, its column, and its value.

    `value` takes a draft or a record, and is None where it has none.
    """

    field: str
    column: str
    value: Callable[[Any], str | None]


@dataclass(frozen=True)
class Claim:
    """A folded word that a record is asked for by, and where the record says so (RFC 6901).

    Records may share a word, but not where both claim it as the same `sole`: an identifier of one scheme, for one.
    """

    pointer: str
    word: str
    sole: str | None = None


@dataclass(frozen=True)
class Naming:
    """By which words the records of a collection are asked for: what each claims, in which fields of its terms."""

    claims: Callable[[Any], Iterable[Claim]]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Collection:
    """A collection as the store sees it.

    `columns` gives the typed columns of a record's version, `terms` the values it can be found by, `title` the words
    that it sorts by as a title. `further` gives the rows of tables that this collection alone has. `day` is the column
    in whose order what is searched for can be met.

    `completed` is a draft with what it leaves to the tracker to say, where that follows from itself alone.
    `derive` runs again for a record when one that it names, of a collection in `rests_on`, or one that names it, of a
    collection in `answers_to`, has changed in its `bearing`: what others rest on; and when one of a collection in
    `rests_through` has that is named by what it names. `given` says under which computed field a record keeps what its
    writer gave for a field that is computed over. `check` holds what a writer makes of a record, and not what others'
    changes make of it. `renew` brings the document of an earlier version of the service to today's fields. `reserved`
    ids are words of the collection's own addresses. A record that `is_final` never changes again, but for the computed
    fields that are `open_ended`. Where `merged_within` names a field, only records that are the same in it are merged.
    """

    name: str
    draft: type[Draft]
    record: type[Record]
    table: type[Version]
    terms_table: type[Term]
    title: Callable[[Any], str]
    columns: Callable[[Any], Mapping[str, Any]]
    terms: Callable[[Any], Iterable[TermRow]]
    derive: Derive
    further: Mapping[type[Part], Callable[[Any], Iterable[Mapping[str, Any]]]] = field(default_factory=dict)
    day: str | None = None
    identity: Identity | None = None
    naming: Naming | None = None
    merged_within: str | None = None
    reserved: frozenset[str] = frozenset()
    is_final: Callable[[Any], bool] = lambda _: False
    open_ended: frozenset[str] = frozenset()
    check: Check = lambda _, **__: None
    rests_on: frozenset[str] = field(default_factory=frozenset)
    rests_through: frozenset[str] = field(default_factory=frozenset)
    answers_to: frozenset[str] = field(default_factory=frozenset)
    bearing: Callable[[Any], Any] = lambda record: record
    completed: Callable[[Any], Any] = lambda draft: draft
    given: Mapping[str, str] = field(default_factory=dict)
    renew: Callable[[dict[str, Any]], dict[str, Any]] = lambda document: document

    @property
    def days(self) -> Days | None:
        """Within which days the index of search has all of it; None for any."""
        return UNDATED if self.day is None else None

    def wished_id(self, draft: Draft) -> str:
        """What a draft's title gives for an id, else of what kind the record is."""
        return slugify(self.title(draft)) or getattr(draft, "kind", self.name.removesuffix("s"))

    def check_open(self, old: Record, new: Record) -> None:
        """Raises `Conflict` where a record that is final would say something else, but for what is open-ended."""
        kept = {name: getattr(old, name) for name in self.open_ended}
        if self.is_final(old) and new.model_copy(update=kept).model_dump_json() != old.model_dump_json():
            raise Conflict(f"{self.name}/{old.id} is final: it can be superseded, not changed")

    def as_given(self, draft: Draft) -> Draft:
        """A draft, or a record with what its writer gave in the place of what was computed over it."""
        if not isinstance(draft, self.record):
            return draft
        return draft.model_copy(update={name: getattr(draft, kept) for name, kept in self.given.items()})
