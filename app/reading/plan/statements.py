"""Plans: from a question to the statement that answers it.

A statement is built once for each shape of a question, with its values left open: building one costs ten times what
asking it costs.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, func, literal, select, tuple_
from sqlalchemy.sql.selectable import CTE

from app.reading.plan.scope import GIVEN
from app.reading.plan.walk import AT, Lead, Opened, walk
from app.reading.question.question import Question
from app.reading.remembered import Remembered
from app.search import relevance
from app.search.matching import IN_REACH, matching, rows_in_order, shape_of, values_of_terms
from app.store.among import only
from app.store.clock import standing
from app.store.metadata import columns_of, table_of
from app.store.prepared import OneOff, Prepared
from app.store.tables import SearchTextRow

MOST_REMEMBERED = 20
"""How many values its filters may have for the statement of a question to be kept."""
MOST_TERMS_REMEMBERED = 5
"""How many terms it may search for."""


R = TypeVar("R", bound=tuple[Any, ...])


class PageRow(NamedTuple):
    """A row of a page: the record's place in the order, and its JSON."""

    key: Any
    id: str
    document: str


class CountRow(NamedTuple):
    """How many records there are."""

    records: int


class LeftOpen(Protocol):
    """A question of any kind with its values left open, as `Opened` is one."""

    @property
    def values(self) -> Mapping[str, Any]:
        """The values."""

    @property
    def shape(self) -> Hashable:
        """What all questions have that one statement answers; None where the question is one of a kind."""


@dataclass(frozen=True)
class Plan(Generic[R]):
    """A statement, and the values that it is asked with."""

    statement: Prepared[R] | OneOff[R]
    values: Mapping[str, Any]


def leave_open(question: Question) -> Opened:
    """A question with the values of its filters left open."""
    values: dict[str, Any] = {"at": question.snapshot.seq, "rows": question.limit + 1}
    shape: list[Any] = [question.resource.collection.name, question.order, question.walk is None]
    lead: Lead | None = None
    for name, value in question.filters.items():
        meant = question.resource.filters[name]
        if lead is None and meant.lead is not None and (led := meant.lead(question.filters, value)) is not None:
            lead = Lead(name, led)
        if meant.by_value:
            shape.append((name, value))
        elif isinstance(value, tuple):
            for number, each in enumerate(value):
                values[f"{GIVEN}{name}_{number}"] = each
            shape.append((name, len(value)))
        else:
            values[f"{GIVEN}{name}"] = value
            shape.append((name, None))
    if question.walk is not None:
        values["after_key"], values["after_id"] = question.walk.after.key, question.walk.after.id
    is_one_of_a_kind = len(values) > MOST_REMEMBERED
    if question.terms is not None:
        is_one_of_a_kind = is_one_of_a_kind or len(question.terms) > MOST_TERMS_REMEMBERED
        shape.append(shape_of(question.terms))
        values |= values_of_terms(question.terms)
    return Opened(question, values, lead, None if is_one_of_a_kind else tuple(shape))


@dataclass(frozen=True)
class Plans:
    """Makes plans of questions, and remembers the statements that it has built."""

    _built: Remembered[Prepared[Any]] = field(default_factory=lambda: Remembered(500))

    def of(self, opened: LeftOpen, build: Callable[..., Select[Any]], row: type[R], **options: Hashable) -> Plan[R]:
        """The plan whose statement `build` makes of an opened question and options, and whose rows are of a class."""
        make = partial(build, opened, **options)
        if opened.shape is None:
            return Plan(OneOff(make(), row), opened.values)
        shape = (build, opened.shape, *options.items())
        return Plan(self._built.answer(shape, partial(Prepared, make, row)), opened.values)


def select_page(opened: Opened, *, in_reach: bool = False) -> Select[Any]:
    """Rows of a page after a place, one more than the page holds, to tell whether another one follows.

    A search looks only at rows of its index that are in reach, where some are.
    """
    question, order = opened.question, opened.question.order
    rows = walk(opened, of_terms=order.of_terms, within=IN_REACH if in_reach else None)
    columns = rows.scope.columns
    if order.column is not None:
        key = columns[order.column]
        statement = rows.select(key.label("key"), columns["id"], columns["document"])
    else:
        scores = _scores_of(question)
        key = func.coalesce(scores.c.score, literal(0, BigInteger))
        statement = rows.select(key.label("key"), columns["id"], columns["document"])
        statement = statement.outerjoin(scores, scores.c.seq == columns["seq"])
    return cut_page(statement, key, columns["id"], descending=order.descending, is_first=question.walk is None)


def select_best(opened: Opened) -> Select[Any]:
    """The same page where all of it is ranked: no other records are looked at, and no documents but those on it."""
    question, rows = opened.question, walk(opened, is_ranked=True)
    versions, scores = columns_of(question.resource.collection.storage.table), _scores_of(question)
    met = rows.select(scores.c.score.label("key"), versions.id, versions.seq).join(scores, scores.c.seq == versions.seq)
    best = cut_page(met, scores.c.score, versions.id, descending=True, is_first=question.walk is None).subquery("best")
    page = select(best.c.key, best.c.id, versions.document).join_from(
        best, versions.seq.table, best.c.seq == versions.seq
    )
    return page.order_by(best.c.key.desc(), best.c.id.desc())


def select_reach(_: Opened, *, descending: bool) -> Select[Any]:
    """The row of the index of search before which, in its order, there are so many that may fit."""
    return rows_in_order(descending=descending)


def select_few(opened: Opened) -> Select[Any]:
    """The same page where there are few records: all of them are found, by the term that leads, and sorted."""
    question = opened.question
    versions, found = columns_of(question.resource.collection.storage.table), walk(opened, of_terms=True)
    key = versions[question.order.column or ""]
    statement = select(key.label("key"), versions.id, versions.document)
    statement = statement.where(only(versions.seq, found.select(found.scope.columns["seq"])))
    return cut_page(statement, key, versions.id, descending=question.order.descending, is_first=question.walk is None)


def select_count(opened: Opened) -> Select[Any]:
    """The number of records that the walk from the first page returns."""
    question, rows = opened.question, walk(opened, of_terms=True)
    if question.terms is None or rows.narrowed:
        return rows.select(func.count())
    # Nothing but words: their hits are counted in the narrow table, without the wide versions.
    found, collection = columns_of(SearchTextRow), question.resource.collection
    hits = matching(SearchTextRow, question.terms, collection.index_rows)
    query = select(func.count()).select_from(table_of(SearchTextRow))
    return query.where(standing(SearchTextRow, AT), found.collection == collection.name, hits)


def _scores_of(question: Question) -> CTE:
    collection = question.resource.collection
    return relevance.scores(question.terms or (), seq=AT, collection=collection.name, rows=collection.index_rows)


def cut_page(
    statement: Select[Any], key: ColumnElement[Any], tie: ColumnElement[str], *, descending: bool, is_first: bool
) -> Select[Any]:
    """A page's rows in the order of a key, ties by id in the same direction; the place and their number are left open.

    A page that is not the first begins after the place of `after_key` and `after_id`; there are so many `rows`.
    """
    if not is_first:
        here, there = tuple_(key, tie), tuple_(bindparam("after_key", type_=key.type), bindparam("after_id"))
        statement = statement.where(here < there if descending else here > there)
    rows: Any = bindparam("rows")
    order = (key.desc(), tie.desc()) if descending else (key, tie)
    return statement.order_by(*order).limit(rows)
