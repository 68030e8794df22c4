"""Reading: a list and a detail, from the request's address to the response."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Gone, Invalid, NotFound
from app.pipeline import cursor, names, parameters, plan, respond
from app.pipeline.cursor import Cursor
from app.pipeline.names import Resolution
from app.pipeline.parameters import Parsed
from app.pipeline.plan import Place
from app.pipeline.resource import Resource
from app.store import clock, read
from app.store.clock import Snapshot
from app.store.database import Database
from schemas import Fault, ListQuery, Query

_SLUG = re.compile("[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Reading:
    """Answers reads from one database; `resources` in the order in which they refer to each other."""

    database: Database
    resources: Sequence[Resource]

    def list(self, resource: Resource, request: Request) -> Response:
        """A page of a collection. Raises `Invalid` for whatever is wrong in the query."""
        parsed = parameters.read(resource.query, request.scope["query_string"])
        path = f"/v1/{resource.name}"
        with self.database.read() as connection:
            walk = _walk(resource, parsed, path)
            snapshot = _snapshot(connection, parsed.query, walk)
            words = _resolve(connection, resource, parsed.asked, seq=snapshot.seq)
            snapshot = replace(snapshot, settled=snapshot.settled and words.settled)
            asked = {**parsed.asked, **words.meanings}
            tag = respond.entity_tag(snapshot, f"{path}?{parsed.canonical} {words.meanings}")
            if respond.matches(request.headers.get("if-none-match"), tag):
                return respond.not_modified(tag=tag, snapshot=snapshot)
            body = self._page(connection, resource, parsed, asked, walk=walk, seq=snapshot.seq, resolved=words.shown)
            return respond.answer(body, tag=tag, snapshot=snapshot)

    def detail(self, resource: Resource, record_id: str, request: Request) -> Response:
        """One record. Raises `NotFound`, `Gone` where it was deleted, `Invalid` for whatever is wrong in the query."""
        if not _SLUG.fullmatch(record_id):
            raise NotFound(f"{resource.name} has no such record: an id is made of a-z, 0-9 and single hyphens")
        parsed = parameters.read(resource.detail, request.scope["query_string"])
        path = f"/v1/{resource.name}/{record_id}"
        with self.database.read() as connection:
            snapshot = _snapshot(connection, parsed.query, None)
            row = read.document_of(connection, resource.collection.table, record_id, seq=snapshot.seq)
            if row is None:
                raise self._absent(connection, resource, record_id, snapshot)
            link = _with_query(path, parsed.canonical)
            tag = respond.entity_tag(snapshot, link, revision=row.revision)
            if respond.matches(request.headers.get("if-none-match"), tag):
                return respond.not_modified(tag=tag, snapshot=snapshot)
            body = respond.envelope(
                respond.cut(row.document, fields=parsed.query.fields),
                meta={"snapshot": snapshot.seq},
                links={"self": link},
                included=self._included(connection, resource, [record_id], parsed.query.include, seq=snapshot.seq),
            )
            return respond.answer(body, tag=tag, snapshot=snapshot)

    def _page(
        self,
        connection: Connection,
        resource: Resource,
        parsed: Parsed[ListQuery],
        asked: Mapping[str, Any],
        *,
        walk: Cursor | None,
        seq: int,
        resolved: Mapping[str, str] | None,
    ) -> bytes:
        query = parsed.query
        statement = plan.page(resource, asked, seq=seq, after=walk.after if walk else None)
        rows = connection.execute(statement).all()
        shown, more = rows[: query.limit], len(rows) > query.limit
        total = walk.total if walk else None
        if query.count == "exact" and total is None:
            counted = more or walk is not None
            total = connection.execute(plan.count(resource, asked, seq=seq)).scalar_one() if counted else len(shown)
        path = f"/v1/{resource.name}"
        following = None
        if more:
            place = Place(shown[-1].key, shown[-1].id)
            token = cursor.encode(Cursor(seq, total, place), bound_to=_walk_name(path, parsed))
            following = _with_query(path, parsed.spelled(cursor=token))
        meta: dict[str, Any] = {"total": total} if query.count == "exact" else {}
        meta["snapshot"] = seq
        if resolved is not None:
            meta["resolved"] = resolved
        return respond.envelope(
            respond.array((row.document for row in shown), fields=query.fields),
            meta=meta,
            links={"self": _with_query(path, parsed.canonical), "next": following},
            included=self._included(connection, resource, [row.id for row in shown], query.include, seq=seq),
        )

    def _included(
        self, connection: Connection, resource: Resource, ids: Iterable[str], wanted: Sequence[str] | None, *, seq: int
    ) -> dict[str, dict[str, str]] | None:
        """The records that the answer's own and the included ones name, once each, one or two statements a collection.

        Collections are taken in the order in which they refer to each other, so that what an included development
        names is included too; within a collection only what the answer's own records name is followed.
        """
        if wanted is None:
            return None
        named = read.named_in(connection, resource.name, ids, seq=seq)
        included: dict[str, dict[str, str]] = {}
        for other in self.resources:
            if other.name in wanted:
                targets = sorted({record_id for name, record_id in named if name == other.name})
                documents = read.documents_of(connection, other.collection.table, targets, seq=seq) if targets else {}
                included[other.name] = documents
                if documents and other is not resource:
                    further = read.named_in(connection, other.name, documents, seq=seq)
                    named += [target for target in further if target[0] != other.name]
        return included

    @staticmethod
    def _absent(connection: Connection, resource: Resource, record_id: str, snapshot: Snapshot) -> NotFound | Gone:
        removal = read.removal_of(connection, resource.collection.table, record_id, seq=snapshot.seq)
        if removal is None:
            return NotFound(f"{resource.name} has no record {record_id[:96]!r}")
        last = f"/v1/{resource.name}/{record_id}?as_of={removal.seq - 1}"
        detail = f"{resource.name}/{record_id} was deleted by change {removal.seq}; {last} reads its last state"
        return Gone(detail, headers={"Link": f'<{last}>; rel="predecessor-version"'})


def _walk_name(path: str, parsed: Parsed[ListQuery]) -> str:
    """What a cursor is bound to: everything that was asked but how much of it a page shows."""
    return f"{path}?{parsed.spelled(cursor=None, limit=None)}"


def _walk(resource: Resource, parsed: Parsed[ListQuery], path: str) -> Cursor | None:
    if parsed.query.cursor is None:
        return None
    column, _ = resource.sort(parsed.asked["sort"])
    key_type: Any = resource.collection.table.model_fields[column].annotation
    return cursor.decode(parsed.query.cursor, bound_to=_walk_name(path, parsed), key_type=key_type)


def _snapshot(connection: Connection, query: Query, walk: Cursor | None) -> Snapshot:
    """The state that the answer shows: the walk's, the one asked for, or the newest."""
    if walk is None and query.as_of is None:
        return clock.newest(connection)
    name, wanted = ("cursor", walk.seq) if walk else ("as_of", query.as_of)
    snapshot = clock.stood_at(connection, wanted) if wanted is not None else None
    if snapshot is None:
        message = "is ahead of the newest change, which meta.snapshot of any answer names"
        raise Invalid(f"{name} is ahead of the tracker", faults=[Fault(in_="query", name=name, message=message)])
    return snapshot


def _resolve(connection: Connection, resource: Resource, asked: Mapping[str, Any], *, seq: int) -> Resolution:
    """What the words that were asked mean. Raises `Invalid` where one means nothing, or several."""
    words = {name: asked[name] for name in resource.words if name in asked}
    resolution = names.resolve(connection, resource.words, words, seq=seq)
    if resolution.faults:
        parameters_at_fault = ", ".join(dict.fromkeys(fault.name or "" for fault in resolution.faults))
        raise Invalid(f"wrong in the query: {parameters_at_fault}", faults=resolution.faults)
    return resolution


def _with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path
