"""Resolving names: which actors words from outside mean."""

from typing import Annotated

from pydantic import Field

from schemas.page import Links, Meta
from schemas.query import AtMoment, NameValues, Values, Whole, WholeWord
from schemas.types import ActorId, ActorKind, Contract


class ResolveQuery(AtMoment):
    """The parameters of `/v1/actors/resolve`."""

    name: NameValues[WholeWord]
    """Names, aliases, country codes or identifiers, persons also as `Kallas, Kaja` or behind a title; at most 50.

    A comma before a space belongs to the name.
    """
    kind: Values[ActorKind] | None = None
    """Only actors of any of these kinds."""
    limit: Annotated[Whole, Field(ge=1, le=20)] = 5
    """How many candidates each name has at most."""


class Candidate(Contract):
    """An actor that a name may mean."""

    id: ActorId
    """The actor."""
    name: str
    """Its name in common use."""
    kind: ActorKind
    """What sort of actor it is."""
    score: Annotated[float, Field(ge=0, le=100)]
    """How like: 100 where a name, alias, code or identifier is matched whole, or stands behind a title of the person's.

    Less for what is only similar, in whatever scripts.
    """


class ResolvedName(Contract):
    """What a name became."""

    name: str
    """The name as it was asked."""
    match: ActorId | None
    """The actor that it means whole, as a filter takes it, or behind a title; null where it means none, or several."""
    candidates: tuple[Candidate, ...]
    """The actors that it may mean, the likest first."""


class Resolved(Contract):
    """What the names became, in the order in which they were asked."""

    data: tuple[ResolvedName, ...]
    """The names."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where this answer lives."""
