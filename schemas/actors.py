"""Actors: the states, organisations, institutions, formations and people that the tracker names."""

from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints

from schemas.evidence import EvidenceDrafts, EvidenceFilter, EvidenceList
from schemas.marks import Other, Searched, Told
from schemas.query import CaveatFilter, ListQuery, Query, Values, WholeWord
from schemas.record import Caveat, Draft, Period, Record
from schemas.types import SLUG, ActorId, ActorKind, ActorWord, Country, Day, Name, Prose, Slug, Text, Title

Scheme = Annotated[str, StringConstraints(pattern=f"^{SLUG}$", max_length=40)]
Identifier = Annotated[Text, StringConstraints(min_length=1, max_length=100)]


class OfficeDraft(Period):
    """An office that a person holds or held, as a writer gives it."""

    title: Told[Title]
    """The office's title."""
    organisation: ActorWord | None = None
    """The actor whose office it is, by its id or another word that means it alone; null where it is not one here."""
    evidence: EvidenceDrafts = ()
    """What carries it."""


class Office(OfficeDraft):
    """An office that a person holds or held; `from` and `until` are its first and last day."""

    organisation: ActorId | None = None
    """The actor whose office it is; null where it is not an actor here."""
    evidence: EvidenceList
    """What carries it."""


class MembershipDraft(Period):
    """Belonging to a group, as a writer gives it; `from` and `until` are its first and last day."""

    group: Other[ActorWord]
    """The group's actor, by its id or another word that means it alone."""


class Membership(MembershipDraft):
    """Belonging to a group; `from` and `until` are its first and last day."""

    group: Other[ActorId]
    """The group's actor."""


class ActorDraft(Draft):
    """An actor as a writer gives it."""

    name: Searched[Name]
    """The name in common use."""
    kind: ActorKind
    """What sort of actor it is."""
    aliases: Annotated[tuple[Searched[Name], ...], Field(max_length=100)] = ()
    """Other names that mean this actor: short forms, capitals standing for governments, other scripts."""
    country: Country | None = None
    """ISO 3166-1 alpha-2: the state itself, or the one that the actor belongs to; null where there is none."""
    description: Searched[Prose] | None = None
    """Who or what it is, in a sentence."""
    identifiers: Annotated[dict[Scheme, Identifier], Field(max_length=100)] = Field(default={})
    """Its identifiers elsewhere, by scheme: `wikidata`, `iso3166-1-alpha-3`, …"""
    offices: Annotated[tuple[OfficeDraft, ...], Field(max_length=100)] = ()
    """The offices of a person."""
    memberships: Annotated[tuple[MembershipDraft, ...], Field(max_length=100)] = ()
    """The groups it belongs to."""
    evidence: EvidenceDrafts = ()
    """Where the tracker's sources name it."""
    caveats: Annotated[tuple[Caveat, ...], Field(max_length=100)] = ()
    """What is wrong or unproven about it."""


class Actor(Record, ActorDraft):
    """A state, organisation, institution, person or group."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "poland",
                    "name": "Poland",
                    "kind": "state",
                    "aliases": ["Warsaw", "Polish government", "Republic of Poland"],
                    "country": "PL",
                    "description": "Member state of the EU and NATO on the alliance's eastern flank.",
                    "identifiers": {"iso3166-1-alpha-3": "POL", "wikidata": "Q36"},
                    "offices": [],
                    "memberships": [{"from": "1999-03-12", "until": None, "group": "nato"}],
                    "evidence": [],
                    "caveats": [],
                    "revision": 1,
                    "created_at": "2026-02-26T12:00:00.000000Z",
                    "updated_at": "2026-02-26T12:00:00.000000Z",
                }
            ]
        }
    )

    offices: Annotated[tuple[Office, ...], Field(max_length=100)]
    """The offices of a person."""
    memberships: Annotated[tuple[Membership, ...], Field(max_length=100)]
    """The groups it belongs to."""
    evidence: EvidenceList
    """Where the tracker's sources name it."""


class ActorQuery(ListQuery):
    """The parameters of `/v1/actors`."""

    record: ClassVar[type[Record]] = Actor

    actor: Values[WholeWord] | None = None
    """These actors: id, name, alias, country code or identifier, matched whole, ignoring case and accents."""
    kind: Values[ActorKind] | None = None
    """Any of these kinds."""
    country: Values[Country] | None = None
    """Any of these countries."""
    source: Values[Slug] | None = None
    """Resting on any of these sources, directly or through them."""
    office_at: Day | None = None
    """Holding an office on this day; an open end of an office's days counts as holding it."""
    evidence: Values[EvidenceFilter] | None = None
    """Any evidence in one of these states, or with `missing` none at all."""
    has_caveat: Values[CaveatFilter] | None = None
    """`true`: with any caveat; `false`: with none; or with any of these kinds."""
    facets: Values[Literal["country", "evidence", "has_caveat", "kind", "source"]] | None = None
    """Count the records by these, each as if it were not filtered by."""
    sort: Literal["name", "-name", "created_at", "-created_at", "updated_at", "-updated_at", "relevance"] = "name"
    """The order; ties by id."""


class ActorDetailQuery(Query):
    """The parameters of `/v1/actors/{id}`."""

    record: ClassVar[type[Record]] = Actor
