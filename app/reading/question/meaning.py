"""Meaning: what the query of a list means, and all that is wrong with it at once."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from app.errors import Invalid
from app.reading.answer import forming, listing
from app.reading.answer.moment import snapshot_of
from app.reading.question import names
from app.reading.question.cursor import Cursor
from app.reading.question.names import Lookups, Resolution
from app.reading.question.parameters import Parsed
from app.reading.question.refusing import Faults
from app.reading.resource import Resource
from app.store import clock
from app.store.clock import Snapshot


def meant(
    resource: Resource, parsed: Parsed[Any], form: str, faults: Faults
) -> tuple[Mapping[str, Any], Cursor | None]:
    """The terms of a list's question, and where its walk stands; what is wrong with them goes to the faults."""
    faults.attempted(lambda: forming.check(form, parsed.asked))
    terms = faults.attempted(lambda: listing.terms_of(parsed.query.q)) or {}
    if faults:  # a cursor is bound to all of its query
        return terms, None
    return terms, listing.walk_of(resource, parsed)


def looked_up(
    connection: Connection, asked: tuple[Resource, Parsed[Any]], walk: Cursor | None, lookups: Lookups, faults: Faults
) -> tuple[Snapshot, Resolution]:
    """The state that a list shows, and what its words mean there. Raises `Invalid` with all faults of the query."""
    resource, parsed = asked
    snapshot = faults.attempted(lambda: snapshot_of(connection, parsed.query, walk))
    then = snapshot if snapshot is not None else clock.newest(connection)
    words = faults.attempted(lambda: resolved(connection, resource, parsed.asked, then, lookups))
    faults.refuse()
    assert snapshot is not None  # noqa: S101  # it would be a fault
    assert words is not None  # noqa: S101  # they would be, too
    return snapshot, words


def resolved(
    connection: Connection, resource: Resource, asked: Mapping[str, Any], snapshot: Snapshot, lookups: Lookups
) -> Resolution:
    """What the words that were asked mean. Raises `Invalid` where one means nothing, or several."""
    words = {name: asked[name] for name in resource.words if name in asked}
    resolution = names.resolve(connection, resource.words, words, snapshot, lookups)
    if resolution.faults:
        parameters_at_fault = ", ".join(dict.fromkeys(fault.name or "" for fault in resolution.faults))
        raise Invalid(f"wrong in the query: {parameters_at_fault}", faults=resolution.faults)
    return resolution
