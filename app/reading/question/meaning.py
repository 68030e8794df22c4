"""Meaning: what was sent becomes a question, or a refusal with all that is wrong with it at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection

from app.errors import Invalid
from app.reading.formats import JSON
from app.reading.question import cursor
from app.reading.question.addresses import walk_name
from app.reading.question.cursor import Cursor
from app.reading.question.form import no_place, unfit_for
from app.reading.question.known import parameters_of
from app.reading.question.moment import snapshot_of
from app.reading.question.names import Lookups, resolve
from app.reading.question.parameters import Parsed
from app.reading.question.question import Question
from app.reading.question.refusing import refusal_of
from app.reading.resource import Resource
from app.search.terms import NothingToFind, SearchTerm, parse_terms
from app.store import clock
from schemas import Fault


@dataclass(frozen=True)
class Begun:
    """What is known of a query without its database: what it searches for, where its walk stands, and what is wrong."""

    terms: tuple[SearchTerm, ...] | None
    walk: Cursor | None
    faults: tuple[Fault, ...]


def begin(resource: Resource, parsed: Parsed[Any], form: str) -> Begun:
    """Read what a list's query says by itself. Raises `Invalid` for a cursor of another query."""
    query, faults, terms = parsed.query, list(parsed.faults), None
    if form != JSON:
        faults += [no_place(form, name) for name in unfit_for(form) if getattr(query, name) is not None]
    if query.q is not None:
        terms = find_terms(query.q, faults)
    if query.cursor is None or faults:  # a cursor is bound to all of its query
        return Begun(terms, None, tuple(faults))
    column = resource.orders[query.sort].column
    key_type = resource.collection.table.model_fields[column].annotation if column is not None else int
    name = walk_name(f"/v1/{resource.name}", parsed)
    return Begun(terms, cursor.decode(query.cursor, bound_to=name, key_type=key_type), ())


def find_terms(words: str, faults: list[Fault]) -> tuple[SearchTerm, ...]:
    """The terms of words that are searched for; where there are none, or too many, that is one more of the faults."""
    try:
        return parse_terms(words)
    except NothingToFind as error:
        faults.append(Fault(in_="query", name="q", message=str(error)))
        return ()


def ask(connection: Connection, resource: Resource, parsed: Parsed[Any], begun: Begun, lookups: Lookups) -> Question:
    """The question that a query asks at a moment. Raises `Invalid` with everything that is wrong with it."""
    query, faults, snapshot = parsed.query, list(begun.faults), None
    try:
        snapshot = snapshot_of(connection, query, begun.walk)
    except Invalid as refusal:
        faults += refusal.faults
    known = parameters_of(resource.query)
    given = {name: getattr(query, known[name].field) for name in resource.filters}
    filters = {name: value for name, value in given.items() if value is not None}
    words = {name: filters[name] for name in resource.words if name in filters}
    then = snapshot if snapshot is not None else clock.newest(connection)
    meant = resolve(connection, resource.words, words, then, lookups)
    faults += meant.faults
    if snapshot is None or faults:
        raise refusal_of(faults)
    calendar = any(resource.facets[name].follows_the_calendar for name in query.facets or ())
    return Question(
        resource=resource,
        filters={**filters, **meant.meanings},
        terms=begun.terms,
        order=resource.orders[query.sort],
        snapshot=replace(snapshot, settled=snapshot.settled and meant.settled and not calendar),
        limit=query.limit,
        walk=begun.walk,
        counted=query.count == "exact",
        facets=query.facets or (),
        fields=query.fields,
        include=query.include,
        resolved=meant.shown,
        follows_the_calendar=calendar,
    )


def look_up(connection: Connection, question: Question, lookups: Lookups) -> tuple[Question, Sequence[Fault]]:
    """A question whose filters hold words, with what they mean; and what is wrong with those that mean nothing."""
    given, known = question.filters, question.resource.words
    words = {name: value for name, value in given.items() if name in known and isinstance(value, tuple)}
    meant = resolve(connection, known, words, question.snapshot, lookups)
    return replace(question, filters={**given, **meant.meanings}, resolved=meant.shown), meant.faults
