"""Plans: from a question to the statement that answers it.

A statement is built once for each shape of a question, with its values left open: building one costs ten times what
asking it costs.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Generic, NamedTuple, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_

from app.reading.plan.scope import Operand
from app.reading.plan.walk import AT, Lead, Opened, walk
from app.reading.question.question import Question
from app.reading.remembered import Remembered
from app.search import relevance
from app.search.matching import matching
from app.store.among import only
from app.store.clock import standing
from app.store.collection import Days
from app.store.metadata import columns_of, table_of
from app.store.prepared import OneOff, Prepared
from app.store.tables import SearchTextRow

MOST_REMEMBERED = 20
"""How many values a question may have for its statement to be kept."""


R = TypeVar("R", bound=tuple[Any, ...])


class PageRow(NamedTuple):
    """A row of a page: the record's place in the order, and its JSON."""

    key: Any
    id: str
    document: str


class CountRow(NamedTuple):
    """How many records there are."""

    records: int


@dataclass(frozen=True)
class Plan(Generic[R]):
    """A statement, and the values that it is asked with."""

    statement: Prepared[R] | OneOff[R]
    values: Mapping[str, Any]


def leave_open(question: Question) -> Opened:
    """A question with operands in the place of what its filters were given."""
    given: dict[str, Operand] = {}
    values: dict[str, Any] = {"at": question.snapshot.seq, "rows": question.limit + 1}
    shape: list[Any] = [question.resource.collection.name, question.order, question.walk is None]
    lead: Lead | None = None
    for name, value in question.filters.items():
        meant = question.resource.filters[name]
        if lead is None and meant.lead is not None and (led := meant.lead(question.filters, value)) is not None:
            lead = Lead(name, led)
        if meant.by_value:
            given[name] = value
            shape.append((name, value))
        elif isinstance(value, tuple):
            named = {f"given_{name}_{number}": each for number, each in enumerate(value)}
            given[name] = [bindparam(each) for each in named]
            values |= named
            shape.append((name, len(named)))
        else:
            given[name] = bindparam(f"given_{name}")
            values[f"given_{name}"] = value
            shape.append((name, None))
    if question.walk is not None:
        values |= {"after_key": question.walk.after.key, "after_id": question.walk.after.id}
    is_one_of_a_kind = question.terms is not None or len(values) > MOST_REMEMBERED
    return Opened(question, given, values, lead, None if is_one_of_a_kind else tuple(shape))


@dataclass(frozen=True)
class Plans:
    """Makes plans of questions, and remembers the statements that it has built."""

    _built: Remembered[Prepared[Any]] = field(default_factory=lambda: Remembered(500))

    def of(self, opened: Opened, build: Callable[..., Select[Any]], row: type[R], **options: Hashable) -> Plan[R]:
        """The plan whose statement `build` makes of an opened question and options, and whose rows are of a class."""
        make = partial(build, opened, **options)
        if opened.shape is None:
            return Plan(OneOff(make(), row), opened.values)
        shape = (build, opened.shape, *options.items())
        return Plan(self._built.answer(shape, partial(Prepared, make, row)), opened.values)


def select_page(opened: Opened, *, days: Days | None = None, only_ranked: bool = False) -> Select[Any]:
    """Rows of a page after a place, one more than the page holds, to tell whether another one follows.

    A search looks at no other `days`, or at those alone that are ranked.
    """
    question = opened.question
    order, resource = question.order, question.resource
    rows = walk(opened, of_terms=order.of_terms, days=days)
    columns = rows.scope.columns
    if order.column is not None:
        key = columns[order.column]
    elif only_ranked:
        key = relevance.fit(resource.collection.storage.table, question.terms or ())
        rows.met.append(_rank(relevance.rank, question))
    else:
        key = _rank(relevance.score, question)
    statement = rows.select(key.label("key"), columns["id"], columns["document"])
    return cut_page(statement, key, columns["id"], descending=order.descending, is_first=question.walk is None)


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
    found, resource = columns_of(SearchTextRow), question.resource
    hits = matching(SearchTextRow, question.terms, resource.collection.days)
    query = select(func.count()).select_from(table_of(SearchTextRow))
    return query.where(standing(SearchTextRow, AT), found.collection == resource.name, hits)


def _rank(make: Callable[..., ColumnElement[Any]], question: Question) -> ColumnElement[Any]:
    collection = question.resource.collection
    return make(
        collection.storage.table, question.terms or (), seq=AT, collection=collection.name, days=collection.days
    )


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
