"""What the queries of all collections share: lists of values, points in time, and the parameters of paging and form."""

import re
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError, PydanticKnownError

from schemas.collections import Collection
from schemas.fields import fields_of
from schemas.record import Record
from schemas.types import INSTANT, CaveatKind, Contract, Day, Format, Text, parse_instant

T = TypeVar("T")

MAX_VALUES = 50
"""How many values one list parameter may carry, those that are repeated counted too."""


def _split(value: Any, *, at: str = r"(?<!\\),") -> Any:
    r"""Values given repeatedly or with commas, in order, each once; `\,` is a comma within one; none may be empty."""
    if isinstance(value, str):
        value = [value]
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise PydanticCustomError("values", "must be text, or a list of texts")
    parts = [part.replace("\\,", ",").strip() for item in value for part in re.split(at, item)]
    if any(not part for part in parts):
        raise PydanticCustomError("values_empty", "must not contain an empty value")
    if len(parts) > MAX_VALUES:  # counted as they were sent, as the document says it: repeats too
        sizes = {"field_type": "List", "max_length": MAX_VALUES, "actual_length": len(parts)}
        raise PydanticKnownError("too_long", sizes)
    return tuple(dict.fromkeys(parts))


Values = Annotated[tuple[T, ...], BeforeValidator(_split), Field(max_length=MAX_VALUES)]
"""Several values of one parameter: repeated, comma-separated or both; a comma within a value follows a backslash."""
NameValues = Annotated[
    tuple[T, ...], BeforeValidator(partial(_split, at=r"(?<!\\),(?! )")), Field(max_length=MAX_VALUES)
]
"""Several names: as other values, but a comma before a space belongs to the name, as in `Kallas, Kaja`."""


def _digits(value: Any) -> Any:
    """An integer written in ASCII digits, and nothing else that Python would also read as one."""
    if isinstance(value, str):
        if not re.fullmatch(r"-?[0-9]{1,18}", value):
            raise PydanticCustomError("digits", "must be a whole number of at most 18 digits")
        return int(value)
    return value


def _flag(value: Any) -> Any:
    if value in ("true", "false"):
        return value == "true"
    if isinstance(value, bool):
        return value
    raise PydanticCustomError("flag", "must be true or false", {"expected": "'true' or 'false'"})


def _as_of(value: Any) -> Any:
    """A change number, an instant or a day."""
    if isinstance(value, str):
        if re.fullmatch(r"[0-9]{1,18}", value):
            return int(value)
        if INSTANT.fullmatch(value):
            return parse_instant(value)
        if INSTANT.fullmatch(value.replace(" ", "+")):
            raise PydanticCustomError(
                "as_of_plus", "must have %2B in the place of its +, which means a space in a query"
            )
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                pass
    elif isinstance(value, datetime):
        return parse_instant(value)
    elif isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
        return value
    raise PydanticCustomError("as_of", "must be a change number, an RFC 3339 instant or a day written YYYY-MM-DD")


def _not_ahead(value: Any) -> Any:
    now = datetime.now(UTC)
    ahead = value > now if isinstance(value, datetime) else isinstance(value, date) and value > now.date()
    if ahead:
        raise PydanticCustomError("as_of_ahead", "must not lie in the future: what will be known is not known yet")
    return value


Whole = Annotated[int, BeforeValidator(_digits)]
Flag = Annotated[bool, BeforeValidator(_flag)]
AsOf = Annotated[
    int | datetime | date,
    BeforeValidator(lambda value: _not_ahead(_as_of(value))),
    WithJsonSchema({"type": "string", "pattern": r"^([0-9]{1,18}|[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt].+)?)$"}),
]
WholeWord = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
"""A name or other text to be matched whole."""
CaveatFilter = Literal["true", "false", CaveatKind]
"""`true`: any caveat; `false`: none; else the kind."""


SearchWords = Annotated[Text, StringConstraints(min_length=1, max_length=200)]
"""Words to search for."""


SharedSort = Literal["title", "-title", "created_at", "-created_at", "updated_at", "-updated_at", "relevance"]
"""The sort keys of nearly every list."""


class AtMoment(Contract):
    """What every read takes."""

    as_of: AsOf | None = None
    """The answer as the tracker stood after this change number, at this instant, or at the end of this day (UTC).

    What one write did is one state: at the number of any of its changes, what stood after all of them."""
    min_snapshot: Annotated[Whole, Field(ge=0, le=2**53)] | None = None
    """Only an answer whose `meta.snapshot` could be this change number or a later one: with the number of a write, its
    writer reads it, whichever database answers."""


class Query(AtMoment):
    """What every read of a collection takes."""

    record: ClassVar[type[Record]]
    """The record that the query reads."""

    fields: Values[str] | None = None
    """Only these fields of each record; `occurred.from` or `actors.id` name fields within fields."""
    include: Values[Collection] | None = None
    """Also give, once each, the records of these collections that the answer's records refer to, and those that the
    included ones refer to in turn."""

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        if self.fields and not {field.path for field in fields_of(self.record)}.issuperset(self.fields):
            raise PydanticCustomError("unknown_field", "must name fields that there are", {"name": "fields"})
        return self


class Paged(Contract):
    """What every read of many takes."""

    limit: Annotated[Whole, Field(ge=1, le=200)] = 50
    """How many records a page has at most."""
    cursor: Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"^[A-Za-z0-9_-]+$")] | None = None
    """From `links.next`: the page after the one that gave it."""
    count: Literal["exact", "none"] = "exact"
    """`none` leaves `meta.total` out."""

    @model_validator(mode="before")
    @classmethod
    def _best_first(cls, data: Any) -> Any:
        """Where something is searched for and no order is asked, the best come first."""
        if isinstance(data, dict) and data.get("q") is not None and data.get("sort") is None:
            return {**data, "sort": "relevance"}
        return data


class ListQuery(Query, Paged):
    """What every list takes."""

    q: SearchWords | None = None
    """Full text over title or name, summary, demand, description, notes and statements, and further names: words, all
    of which must occur, in any English form; `"phrases"`, `-excluded`, `begin*`. At most 20 terms. Each hit then has
    `highlights`, and the default order is `relevance`."""
    format: Format | None = None
    """The form of the answer, before what `Accept` says. `csv` and `ndjson` without `limit` and `cursor` are the whole
    list, streamed in one snapshot; with them the file's name says which part it is. The feeds (`atom`, `jsonfeed`) are
    in the order `-updated_at` unless `sort` says another. `include` and `facets` need `json`; `fields` cannot change
    the feeds."""

    @model_validator(mode="after")
    def _relevance_needs_words(self) -> Self:
        if self.q is None and getattr(self, "sort", None) == "relevance":
            raise PydanticCustomError("relevance", "can be relevance only with q", {"name": "sort", "needs": ("q",)})
        return self


class HasDays(Contract):
    """The parameters of lists whose records lie on days."""

    from_: Day | None = Field(default=None, alias="from")
    """Records on or after this day: those whose interval, as precisely as it is known, reaches it."""
    to: Day | None = None
    """Records on or before this day."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.from_ is not None and self.to is not None and self.to < self.from_:
            raise PydanticCustomError("period", "must not be before from", {"name": "to"})
        return self


class HasActors(Contract):
    """The parameters of lists whose records name actors."""

    actor: Values[WholeWord] | None = None
    """Any of these actors: id, name, alias, country code or identifier, matched whole, ignoring case and accents."""
    actor_all: Values[WholeWord] | None = None
    """Every one of these actors."""
    actor_not: Values[WholeWord] | None = None
    """None of these actors."""


class HasScopedActors(HasActors):
    """The parameters of lists whose records name actors on a day."""

    actor_scope: Literal["self", "members"] = "self"
    """`members`: an actor asked for also stands for those that hold an office in it, or are its members, on the
    development's day."""

    @model_validator(mode="after")
    def _scope_needs_an_actor(self) -> Self:
        if self.actor_scope == "members" and not (self.actor or self.actor_all or self.actor_not):
            needs = ("actor", "actor_all", "actor_not")
            message = "can be members only with actor, actor_all or actor_not"
            raise PydanticCustomError("actor_scope", message, {"name": "actor_scope", "needs": needs})
        return self
