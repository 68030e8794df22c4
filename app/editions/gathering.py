"""Gathering: the records that a draft is made of: developments of a period, conditions, and what both name."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from app.errors import Invalid
from app.reading.plan.scope import Value
from app.reading.plan.statements import PageRow, Plans, leave_open, select_page
from app.reading.question.cursor import Place
from app.reading.question.known import parameters_of
from app.reading.question.meaning import look_up
from app.reading.question.question import Question
from app.reading.remembered import Remembered
from app.reading.resource import Resource
from app.resources import ACTORS, CONDITIONS, DEVELOPMENTS, SOURCES
from app.store import read
from app.store.clock import Snapshot
from schemas import Actor, BriefingRequest, Condition, Development, Fault, Record, Source

RECORDS_AT_ONCE = 200
"""How many records one statement of SQL reads."""
MOST_DEVELOPMENTS = 2_000
"""How many developments a draft may have: checking so many takes five seconds, in which other writers wait."""

R = TypeVar("R", bound=Record)


@dataclass(frozen=True)
class Gathered:
    """What a draft is made of: the developments, newest first; conditions by position; what they name, by id."""

    first: dt.date
    last: dt.date
    developments: tuple[Development, ...]
    conditions: tuple[Condition, ...]
    actors: Mapping[str, Actor]
    sources: Mapping[str, Source]
    opposing: Mapping[str, Development]


def gather(connection: Connection, request: BriefingRequest, snapshot: Snapshot) -> Gathered:
    """What a request chooses.

    Raises `Invalid` for a word that means nothing, and for more than `MOST_DEVELOPMENTS` developments.
    """
    developments = tuple(_developments(connection, request, snapshot))
    conditions = [
        condition
        for condition in _every(connection, _question(CONDITIONS, "position", snapshot, {}), Condition)
        if not request.condition or condition.id in request.condition
    ]
    against = {each for one in developments for each in opposing(one)}
    sources = {ground.source for one in developments for ground in one.evidence}
    sources |= {ground.via for one in developments for ground in one.evidence if ground.via is not None}
    subjects = {measure.subject for one in developments for measure in one.measures if measure.subject is not None}
    return Gathered(
        first=request.from_,
        last=request.to,
        developments=developments,
        conditions=tuple(conditions),
        actors=_by_id(connection, ACTORS, Actor, subjects, snapshot),
        sources=_by_id(connection, SOURCES, Source, sources, snapshot),
        opposing=_by_id(connection, DEVELOPMENTS, Development, against, snapshot),
    )


def opposing(development: Development) -> list[str]:
    """The developments that stand against one, or against which it stands."""
    own = [each.id for each in development.relations if each.kind in ("contradicts", "corrects")]
    return [*own, *(each.id for each in development.related_by)]


def _developments(connection: Connection, request: BriefingRequest, snapshot: Snapshot) -> Iterator[Development]:
    fields = {name: parameter.field for name, parameter in parameters_of(DEVELOPMENTS.query).items()}
    given = {name: getattr(request, fields[name]) for name in DEVELOPMENTS.filters}
    # A body can have an empty list, which a query string cannot: it chooses as if it were left out.
    filters = {name: each for name, each in given.items() if each is not None and each != ()}
    question = _question(DEVELOPMENTS, "-date", snapshot, filters)
    for number, development in enumerate(_every(connection, question, Development)):
        if number == MOST_DEVELOPMENTS:
            fault = Fault(
                in_="body",
                pointer="",
                message=f"choose more than {MOST_DEVELOPMENTS} developments; a draft has no more",
            )
            raise Invalid("the period and the filters choose too much", faults=[fault])
        yield development


def _question(resource: Resource, sort: str, snapshot: Snapshot, filters: Mapping[str, Value]) -> Question:
    """What is asked of a collection: all of it that the filters choose, in an order."""
    order = resource.orders[sort]
    return Question(resource, filters, terms=None, order=order, snapshot=snapshot, limit=RECORDS_AT_ONCE, counted=False)


def _every(connection: Connection, question: Question, model: type[R]) -> Iterator[R]:
    """Every record of a list. Raises `Invalid` with the places in the body of words that mean nothing there."""
    following, wrong = look_up(connection, question, Remembered(1))
    if wrong:
        faults = [
            fault.model_copy(update={"in_": "body", "name": None, "pointer": f"/{fault.name}"}) for fault in wrong
        ]
        raise Invalid("wrong in the body", faults=faults)
    plans = Plans()
    while True:
        plan = plans.of(leave_open(following), select_page, PageRow)
        rows = plan.statement.all(connection, plan.values)
        for row in rows[:RECORDS_AT_ONCE]:
            yield model.model_validate_json(row.document)
        if len(rows) <= RECORDS_AT_ONCE:
            return
        following = following.behind(Place(rows[RECORDS_AT_ONCE - 1].key, rows[RECORDS_AT_ONCE - 1].id))


def _by_id(
    connection: Connection, resource: Resource, model: type[R], ids: Iterable[str], snapshot: Snapshot
) -> dict[str, R]:
    documents = read.documents_of(connection, resource.collection.table, ids, seq=snapshot.seq)
    return {record_id: model.model_validate_json(document) for record_id, document in documents.items()}
