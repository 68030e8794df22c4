"""What the store must be told of a collection, in parts: how it is stored, named, derived, and when it is final."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Protocol, TypeVar, get_args

from app.errors import Conflict
from app.language.romanising import slugify
from app.rules.facts import Facts, TermValues
from app.store.index import UNDATED, IndexRows
from app.store.metadata import columns_of
from app.store.tables import DevelopmentTallyRow, PartRow, TermRow, Version
from schemas import Collection as CollectionName
from schemas import Draft, Record

D = TypeVar("D", bound=Draft)
R = TypeVar("R", bound=Record)
D_contra = TypeVar("D_contra", bound=Draft, contravariant=True)
R_contra = TypeVar("R_contra", bound=Record, contravariant=True)


class BadDeclaration(Exception):
    """A declaration whose parts do not fit."""


class Derive(Protocol[D_contra, R_contra]):
    """Computes what a writer cannot state; `previous` is the record as it stands, None on creation."""

    def __call__(self, draft: D_contra, *, facts: Facts, previous: R_contra | None) -> Mapping[str, Any]:
        """The computed fields, by name."""
        ...


class Drafted(Protocol[D_contra]):
    """Computes what an editor must know of a draft, in the fields that a writer cannot state."""

    def __call__(self, draft: D_contra, *, facts: Facts) -> Mapping[str, Any]:
        """The computed fields, by name."""
        ...


class Check(Protocol[R_contra]):
    """Refuses what a writer makes of a record; `previous` is the record as it stood, None on creation."""

    def __call__(self, record: R_contra, /, *, facts: Facts, previous: R_contra | None) -> None:
        """Raises a `Refusal`."""
        ...


@dataclass(frozen=True)
class Identity(Generic[D, R]):
    """What only one standing record of a collection has: the field that says it, its column, and its value.

    `value` takes a draft or a record, and is None where it has none.
    """

    field: str
    column: str
    value: Callable[[D | R], str | None]


@dataclass(frozen=True)
class Claim:
    """A folded word that a record is asked for by, and where the record says so (RFC 6901).

    Records may share a word, but not where both claim it as the same `sole`: an identifier of one scheme, for one.
    """

    pointer: str
    word: str
    sole: str | None = None


@dataclass(frozen=True)
class Naming(Generic[R]):
    """By which words the records of a collection are asked for: what each claims, in which fields of its terms."""

    claims: Callable[[R], Iterable[Claim]]
    fields: tuple[str, ...]


@dataclass(frozen=True)
class Storage(Generic[R]):
    """How the records of a collection are stored.

    `columns` gives the typed columns of a record's version, which are those that its table has beyond what all versions
    have; `terms` the values that it can be found by. `further` gives the rows of tables that this collection alone has.
    `tally` tells how many records that stand each term leads to, by the days of their `first_day` and `last_day`.
    `day` is the column in whose order what is searched for can be met. `renew` brings the document of an earlier
    version of the service to today's fields.
    """

    table: type[Version]
    terms_table: type[TermRow]
    columns: Callable[[R], Mapping[str, Any]]
    terms: Callable[[R], Iterable[TermValues]]
    further: Mapping[type[PartRow], Callable[[R], Iterable[Mapping[str, Any]]]] = field(default_factory=dict)
    tally: type[DevelopmentTallyRow] | None = None
    day: str | None = None
    renew: Callable[[dict[str, Any]], dict[str, Any]] = lambda document: document


@dataclass(frozen=True)
class Names(Generic[D, R]):
    """By what the records of a collection are known, and told from each other.

    `title` gives the words by which a record sorts as by a title, and from which a draft's id is made. `reserved` ids
    are words of the collection's own addresses. Where `merged_within` names a field, only records that are the same in
    it are merged.
    """

    title: Callable[[D | R], str]
    identity: Identity[D, R] | None = None
    naming: Naming[R] | None = None
    reserved: frozenset[str] = frozenset()
    merged_within: str | None = None


@dataclass(frozen=True)
class Derivation(Generic[D, R]):
    """What the tracker makes of a record that its writer cannot, and of what else that is made.

    `completed` is a draft with what it leaves to the tracker to say, where that follows from itself alone. `derive`
    runs again for a record when one that it names, of a collection in `rests_on`, or one that names it, of a collection
    in `answers_to`, has changed in its `bearing`: what others rest on. `given` says under which computed field a record
    keeps what its writer gave for a field that is computed over. `check` holds what a writer makes of a record, and not
    what others' changes make of it. `text` is the computed field that tells of a text attached to the record; None
    where it can have none.
    """

    derive: Derive[D, R]
    completed: Callable[[D], D] = lambda draft: draft
    given: Mapping[str, str] = field(default_factory=dict)
    check: Check[R] = lambda _, **__: None
    rests_on: frozenset[str] = frozenset()
    answers_to: frozenset[str] = frozenset()
    bearing: Callable[[R], object] = lambda record: record
    text: str | None = None


@dataclass(frozen=True)
class Finality(Generic[D, R]):
    """Which records never change again, but for the computed fields that are `open_ended`: none, unless it is said.

    Where all that is in the record is final, what is sent is kept beside it as a draft, until that is published;
    `drafted` computes of a draft what `derive` would of the record.
    """

    is_final: Callable[[R], bool] = lambda _: False
    open_ended: frozenset[str] = frozenset()
    drafted: Drafted[D] | None = None


@dataclass(frozen=True)
class Collection(Generic[D, R]):
    """A collection as the store sees it. Raises `BadDeclaration` where its parts do not fit."""

    name: str
    draft: type[D]
    record: type[R]
    storage: Storage[R]
    names: Names[D, R]
    derivation: Derivation[D, R]
    finality: Finality[D, R] = field(default_factory=Finality)

    def __post_init__(self) -> None:
        columns = set(columns_of(self.table).keys())
        fields, names = set(self.record.model_fields), set(get_args(CollectionName))
        identity, derivation = self.names.identity, self.derivation
        self._within("name", {self.name}, names)
        if not {"field", "value", "role"} <= set(columns_of(self.terms_table).keys()):
            raise BadDeclaration(f"{self.name}: {self.terms_table.__name__} is no table of terms")
        if identity is not None:
            self._within("identity's column", {identity.column}, columns)
            self._within("identity's field", {identity.field}, set(self.draft.model_fields))
        self._within("day", {self.storage.day} - {None}, columns)
        self._within("merged_within", {self.names.merged_within} - {None}, fields)
        self._within("text", {derivation.text} - {None}, fields)
        self._within("given", {*derivation.given, *derivation.given.values()}, fields)
        self._within("open_ended", self.finality.open_ended, fields)
        self._within("rests_on", derivation.rests_on, names)
        self._within("answers_to", derivation.answers_to, names)

    def _within(self, what: str, inner: Iterable[str | None], outer: set[str]) -> None:
        if unknown := [each for each in inner if each not in outer]:
            raise BadDeclaration(f"{self.name}: {what} names what there is not: {unknown}")

    @property
    def table(self) -> type[Version]:
        """The table of its versions."""
        return self.storage.table

    @property
    def terms_table(self) -> type[TermRow]:
        """The table of what its versions can be found by."""
        return self.storage.terms_table

    @property
    def index_rows(self) -> IndexRows | None:
        """Within which rows the index of search has all of it; None for any."""
        return UNDATED if self.storage.day is None else None

    @property
    def begins_as_draft(self) -> bool:
        """Whether what is sent is a draft beside the record, until it is published."""
        return self.finality.drafted is not None

    def wished_id(self, draft: D) -> str:
        """What a draft's title gives for an id, else of what kind the record is."""
        return slugify(self.names.title(draft)) or getattr(draft, "kind", self.name.removesuffix("s"))

    def check_open(self, old: R, new: R) -> None:
        """Raises `Conflict` where a record that is final would say something else, but for what is open-ended."""
        kept = {name: getattr(old, name) for name in self.finality.open_ended}
        if self.finality.is_final(old) and new.model_copy(update=kept).model_dump_json() != old.model_dump_json():
            raise Conflict(f"{self.name}/{old.id} is final: it can be superseded, not changed")

    def as_given(self, draft: D) -> D:
        """A draft, or a record with what its writer gave in the place of what was computed over it."""
        if not isinstance(draft, Record):
            return draft
        given = {name: getattr(draft, kept) for name, kept in self.derivation.given.items()}
        return draft.model_copy(update=given)


AnyCollection = Collection[Any, Any]
"""A collection of whatever records: of which, is only known when a name is given."""
Collections = Mapping[str, AnyCollection]
"""Collections by name."""


def one_with_texts(collections: Collections) -> tuple[AnyCollection, str]:
    """The collection to whose records texts are attached, and the field that tells of them.

    Raises `BadDeclaration` unless there is one.
    """
    found = [(each, text) for each in collections.values() if (text := each.derivation.text) is not None]
    if len(found) != 1:
        raise BadDeclaration(f"texts are attached to the records of one collection, and not of {len(found)}")
    return found[0]
