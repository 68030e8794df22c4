"""Reading: a list and a detail, from the request's address to the response."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.http import answering, negotiation, validators
from app.http.forming import formed
from app.http.whereabouts import Whereabouts
from app.reading.answer import forming, listing, shaping
from app.reading.answer.including import included
from app.reading.answer.listing import Asked, Memory, with_query
from app.reading.answer.moment import needed, record_at, snapshot_of
from app.reading.formats import JSON, JSON_TYPE
from app.reading.question import parameters
from app.reading.question.meaning import looked_up, meant
from app.reading.resource import Resource
from app.store.clock import Snapshot
from app.store.database import Database
from app.store.pinned import Pinned

NOW = "now"
"""What `at` says where records are included as they stand, whatever the answer's own rests on."""


@dataclass(frozen=True)
class DetailForm:
    """A form of a detail other than JSON: what it is called, and how a record's document is written in it."""

    media_type: str
    write: Callable[[Connection, str, Snapshot], bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """Answers reads from one database; `resources` in the order in which they refer to each other.

    `whereabouts` tell where clients find the service, for the forms that need absolute addresses. `forms` are those of
    details, by collection and by name.
    """

    database: Database
    resources: Sequence[Resource]
    whereabouts: Whereabouts
    memory: Memory = field(default_factory=Memory)
    forms: Mapping[str, Mapping[str, DetailForm]] = field(default_factory=dict)

    @cached_property
    def by_name(self) -> dict[str, Resource]:
        """The resources by the names of their collections."""
        return {resource.name: resource for resource in self.resources}

    def list(self, resource: Resource, request: Request) -> Response:
        """A page of a collection. Raises `Invalid` for whatever is wrong, `NotAcceptable` for an unknown form."""
        parsed, faults = parameters.tried(resource.query, request.scope["query_string"])
        accept = negotiation.accept_of(request.scope["headers"])
        form = negotiation.chosen(parsed.query.format, None if faults else accept, forming.TYPES)
        parsed = forming.in_order(form, parsed)
        terms, walk = meant(resource, parsed, form, faults)
        with self.database.read(at_least=needed(parsed.query, walk)) as connection:
            snapshot, words = looked_up(connection, (resource, parsed), walk, self.memory.lookups, faults)
            calendar = any(resource.facets[name].follows_the_calendar for name in parsed.asked.get("facets", ()))
            snapshot = replace(snapshot, settled=snapshot.settled and words.settled and not calendar)
            asked = Asked(
                resource, parsed, form, {**parsed.asked, **words.meanings, **terms}, walk, snapshot, self.memory
            )
            address = f"{form} {with_query(asked.path, parsed.canonical)} {words.meanings}"
            base = "" if form == JSON else self.whereabouts.base(request.scope)
            address += forming.also_made_of(form, parsed, base)
            address += f" {dt.datetime.now(dt.UTC):%Y-%m}" if calendar else ""
            tag = validators.entity_tag(snapshot, address)
            if validators.matches(validators.known(request.headers), tag):
                return answering.not_modified(tag=tag, snapshot=snapshot)
            if form != JSON:
                bodiless = request.scope.get("asked_method") == "HEAD"
                return formed(self.database, connection, asked, base, tag=tag, bodiless=bodiless)
            page = listing.listed(connection, asked, self.by_name, words.shown)
            body = answering.envelope(
                f"[{','.join(page.documents)}]",
                meta=page.meta,
                links={"self": with_query(asked.path, parsed.canonical), "next": page.next},
                included=self._included(connection, resource, page.ids, parsed.query.include, snapshot),
            )
        return answering.answer(body, tag=tag, snapshot=snapshot, headers=forming.links(asked, page))

    def detail(self, resource: Resource, record_id: str, request: Request) -> Response:
        """One record. Raises `NotFound`, `Gone` where it was deleted, `Invalid` for whatever is wrong in the query."""
        parsed = parameters.read(resource.detail, request.scope["query_string"])
        forms = self.forms.get(resource.name, {})
        unfit = [name for name in ("include", "fields") if name in parsed.asked]
        fit = {} if unfit else forms
        types = ((JSON, JSON_TYPE), *((name, form.media_type) for name, form in fit.items()))
        accept = negotiation.accept_of(request.scope["headers"])
        form = negotiation.chosen(parsed.asked.get("format"), accept, types)
        if form != JSON:
            forming.refuse(form, unfit)
        path = f"/v1/{resource.name}/{record_id}"
        with self.database.read(at_least=needed(parsed.query)) as connection:
            snapshot = snapshot_of(connection, parsed.query, None)
            row = record_at(connection, resource, record_id, snapshot, query=parsed.canonical)
            link = with_query(path, parsed.canonical)
            address = link if form == JSON else f"{form} {self.whereabouts.public_url or ''} {link}"
            tag = validators.entity_tag(snapshot, address, revision=row.revision)
            if validators.matches(validators.known(request.headers), tag):
                return answering.not_modified(tag=tag, snapshot=snapshot)
            if form != JSON:
                return answering.answer(
                    forms[form].write(connection, row.document, snapshot),
                    tag=tag,
                    snapshot=snapshot,
                    headers=forms[form].headers,
                    media_type=forms[form].media_type,
                )
            at = snapshot.seq
            if parsed.query.include is not None and parsed.asked.get("at") != NOW:
                at = resource.included_at(connection, record_id, snapshot.seq)
            body = answering.envelope(
                shaping.cut(row.document, parsed.query.fields),
                meta={"snapshot": snapshot.seq},
                links={"self": link},
                included=self._included(connection, resource, [record_id], parsed.query.include, snapshot, at=at),
            )
            return answering.answer(body, tag=tag, snapshot=snapshot)

    def _included(
        self,
        connection: Connection,
        resource: Resource,
        ids: Iterable[str],
        wanted: Sequence[str] | None,
        snapshot: Snapshot,
        *,
        at: int | None = None,
    ) -> dict[str, dict[str, str]] | None:
        """The records that those of an answer name, as they stood after change `at`, else after the answer's own."""
        if wanted is None:
            return None
        pinned = Pinned(connection, at or snapshot.seq, snapshot.seq, judging=not snapshot.settled)
        chosen = [other for other in self.resources if other.name in wanted]
        return included(pinned, resource, ids, chosen)
