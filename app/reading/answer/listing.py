"""Listing: what a list answers before it takes a form: documents, what is true of the whole, and what follows."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Row

from app.errors import LONGEST_TARGET, Invalid, TargetTooLong
from app.reading.answer import shaping
from app.reading.answer.did_you_mean import did_you_mean
from app.reading.formats import JSON
from app.reading.plan import facets, reach, statements
from app.reading.plan.scope import Scope
from app.reading.question import cursor
from app.reading.question.cursor import Cursor, Place
from app.reading.question.names import Lookups
from app.reading.question.parameters import Parsed
from app.reading.remembered import Remembered
from app.reading.resource import RELEVANCE, Resource
from app.search import matching
from app.store import read
from app.store.clock import Snapshot
from app.store.database import Database
from schemas import Fault, ListQuery

STRETCH = 500
"""How many records of a whole list are read at a time."""


@dataclass(frozen=True)
class Listing:
    """A page of a list: its records' documents and ids, what is true of the whole, the address of what follows.

    The documents of a whole list are read as they are taken, and its ids are not known before.
    """

    documents: Iterable[str]
    ids: Sequence[str]
    meta: Mapping[str, Any]
    next: str | None


@dataclass(frozen=True)
class Step:
    """One step of a walk: the rows that it shows, total and snapshot, and the address of the step after it."""

    rows: Sequence[Row[Any]]
    meta: Mapping[str, Any]
    next: str | None


@dataclass(frozen=True)
class Memory:
    """What was found out about one database and cannot change: what words mean, and how many records have what."""

    lookups: Lookups = field(default_factory=lambda: Remembered(2_000))
    totals: Remembered[int] = field(default_factory=lambda: Remembered(10_000))
    words: Remembered[list[str]] = field(default_factory=lambda: Remembered(8))
    facets: Remembered[dict[str, list[dict[str, Any]]]] = field(
        default_factory=lambda: Remembered(20_000, weigh=lambda found: 10 + sum(map(len, found.values())))
    )


@dataclass(frozen=True)
class Asked:
    """A list as it was asked for: in which form, where in its walk, at which change number, every word looked up."""

    resource: Resource
    parsed: Parsed[ListQuery]
    form: str
    values: Mapping[str, Any]
    walk: Cursor | None
    snapshot: Snapshot
    memory: Memory

    @property
    def seq(self) -> int:
        """The change number that is read at."""
        return self.snapshot.seq

    @property
    def path(self) -> str:
        """The list's address without a query."""
        return f"/v1/{self.resource.name}"

    @property
    def name(self) -> tuple[str, int, int, str]:
        """What the whole list has one name by: which records it holds, and how often each value."""
        snapshot = self.snapshot
        return snapshot.instance, snapshot.seq, snapshot.newest, walk_name(self.path, self.parsed)


def walk_of(resource: Resource, parsed: Parsed[ListQuery]) -> Cursor | None:
    """Where a walk stands; None on its first page. Raises `Invalid` for a cursor of another query."""
    if parsed.query.cursor is None:
        return None
    key_type: Any = int
    if parsed.asked["sort"] != RELEVANCE:
        column, _ = resource.sort(parsed.asked["sort"])
        key_type = resource.collection.table.model_fields[column].annotation
    return cursor.decode(parsed.query.cursor, bound_to=walk_name(f"/v1/{resource.name}", parsed), key_type=key_type)


def terms_of(question: str | None) -> dict[str, Any]:
    """The terms of a question, as the plan takes them. Raises `Invalid` where it has none, or too many."""
    if question is None:
        return {}
    try:
        return {"q": matching.parse(question)}
    except matching.NothingToFind as error:
        raise Invalid("wrong in the query: q", faults=[Fault(in_="query", name="q", message=str(error))]) from None


def listed(
    connection: Connection, asked: Asked, resources: Mapping[str, Resource], resolved: Mapping[str, str] | None
) -> Listing:
    """Read a page."""
    resource, walk = asked.resource, asked.walk

    def count() -> int:
        return asked.memory.totals.answer(asked.name, lambda: _count(connection, asked))

    def total() -> int | None:
        return walk.total if walk else count() if asked.parsed.query.count == "exact" else None

    after = walk.after if walk else None
    rows = reach.rows(connection, resource, asked.values, seq=asked.seq, after=after, total=total)
    step = step_of(rows, asked.parsed, walk, asked.snapshot, path=asked.path, count=count, form=asked.form)
    meta = dict(step.meta)
    if resolved is not None:
        meta["resolved"] = resolved
    question = asked.parsed.query.q
    if question is not None and walk is None and not rows and asked.form == JSON:
        meta |= did_you_mean(connection, [resource], question, seq=asked.seq, known=asked.memory.words)
    if "facets" in asked.values:
        meta["facets"] = asked.memory.facets.answer(asked.name, lambda: _facets(connection, asked, resources))
    documents = [_shaped(asked, row.document) for row in step.rows]
    return Listing(documents, [row.id for row in step.rows], meta, step.next)


def whole(database: Database, connection: Connection, asked: Asked) -> Listing:
    """Every record of a list: the first of them are read now, the others as they are taken, in short reads.

    What stood after a change never moves, so together they are one snapshot.
    """

    def read(connection: Connection, after: Place | None, total: int | None) -> Sequence[Row[Any]]:
        values = {**asked.values, "limit": STRETCH}
        return reach.rows(connection, asked.resource, values, seq=asked.seq, after=after, total=lambda: total)

    total = None
    if asked.parsed.query.count == "exact":
        total = asked.memory.totals.answer(asked.name, lambda: _count(connection, asked))
    first = read(connection, None, total)

    def documents() -> Iterator[str]:
        rows = first
        while rows:
            yield from (_shaped(asked, row.document) for row in rows[:STRETCH])
            if len(rows) <= STRETCH:
                break
            last = rows[STRETCH - 1]
            with database.read(at_least=asked.seq) as later:
                rows = read(later, Place(last.key, last.id), total)

    return Listing(documents(), (), {} if total is None else {"total": total}, None)


def step_of(
    rows: Sequence[Row[Any]],
    parsed: Parsed[Any],
    walk: Cursor | None,
    snapshot: Snapshot,
    *,
    path: str,
    count: Callable[[], int],
    form: str = JSON,
) -> Step:
    """One step of a walk, of rows of (key, id, …) of which there is one too many where another step follows.

    `count` is asked at most once a walk. Raises `TargetTooLong` where the next address would be one that is refused.
    """
    query = parsed.query
    shown, more = rows[: query.limit], len(rows) > query.limit
    total = walk.total if walk else None
    if query.count == "exact" and total is None:
        total = count() if more else len(shown)
    meta = {**({"total": total} if query.count == "exact" else {}), "snapshot": snapshot.seq}
    if not more:
        return Step(shown, meta, None)
    passed = (walk.passed if walk else 0) + len(shown)
    stands = Cursor(snapshot.seq, snapshot.newest, total, Place(shown[-1].key, shown[-1].id), passed)
    token = cursor.encode(stands, bound_to=walk_name(path, parsed))
    address = with_query(path, parsed.spelled(cursor=token, **({} if form == JSON else {"format": form})))
    if len(address) > LONGEST_TARGET:
        raise TargetTooLong(f"with the cursor of its next page this query would be over {LONGEST_TARGET} bytes")
    return Step(shown, meta, address)


def with_query(path: str, query: str) -> str:
    """An address."""
    return f"{path}?{query}" if query else path


def _count(connection: Connection, asked: Asked) -> int:
    count = statements.count(asked.resource, asked.values, seq=asked.seq)
    return int(connection.execute(count.select, count.values).scalar_one())


def _shaped(asked: Asked, document: str) -> str:
    shown = shaping.cut(document, asked.parsed.query.fields)
    if "q" not in asked.values:
        return shown
    return shaping.highlighted(shown, shaping.highlights_of(asked.resource, document, asked.values["q"]))


def _facets(connection: Connection, asked: Asked, resources: Mapping[str, Resource]) -> dict[str, list[dict[str, Any]]]:
    """The counts of each facet that was asked for, labelled."""
    found = {}
    for name in asked.values["facets"]:
        facet = asked.resource.facets[name]
        others = facets.without(asked.values, facet)
        scope = Scope(asked.resource.collection, asked.seq, others)
        counts = facet.read(connection, scope, statements.clauses(asked.resource, others, seq=asked.seq))
        labels = {}
        if facet.names is not None:
            labels = _labels(connection, resources[facet.names], [value for value, _ in counts], seq=asked.seq)
        found[name] = [{"value": value, "label": labels.get(value, value), "count": count} for value, count in counts]
    return found


def _labels(connection: Connection, resource: Resource, ids: Iterable[str], *, seq: int) -> dict[str, str]:
    """The titles or names of records, by id."""
    collection = resource.collection
    documents = read.documents_of(connection, collection.table, ids, seq=seq)
    return {
        record_id: collection.title(collection.record.model_validate_json(document))
        for record_id, document in documents.items()
    }


def walk_name(path: str, parsed: Parsed[Any]) -> str:
    """What a cursor is bound to: everything that was asked but how much of it a page shows, and in which form."""
    return f"{path}?{parsed.spelled(cursor=None, limit=None, format=None)}"
