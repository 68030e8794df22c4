"""Plans: from a question to the statement that answers it.

A statement is built once for each shape of a question, with its values left open: building one costs ten times what
asking it costs.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select, tuple_

from app.reading.plan.counting import count_by_facet, count_by_terms
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
from app.store.tables import SearchTextRow

MOST_REMEMBERED = 20
"""How many values a question may have for its statement to be kept."""


class Plan(NamedTuple):
    """A statement, and the values that it is asked with."""

    select: Select[Any]
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
    return Opened(given, values, lead, None if is_one_of_a_kind else tuple(shape))


@dataclass(frozen=True)
class Plans:
    """Makes plans of questions, and remembers the statements that it has built."""

    _built: Remembered[Select[Any]] = field(default_factory=lambda: Remembered(500))

    def page(self, question: Question, *, days: Days | None = None, only_ranked: bool = False) -> Plan:
        """Rows of (key, id, document) after a place, one more than the page holds, to tell whether another one follows.

        A search looks at no other `days`, or at those alone that are ranked.
        """
        return self._plan("page", question, partial(_page, days=days, only_ranked=only_ranked))

    def page_of_few(self, question: Question) -> Plan:
        """The same page where there are few records: all of them are found, by the term that leads, and sorted."""
        return self._plan("few", question, _page_of_few)

    def count(self, question: Question) -> Plan:
        """The number of records that the walk from the first page returns."""
        return self._plan("count", question, _count)

    def count_by_terms(self, question: Question, fields: tuple[str, ...], *, few: bool) -> Plan:
        """Rows of (field, value, how many of few or of many records have it as a term)."""
        return self._plan((fields, few), question, partial(count_by_terms, fields=fields, few=few))

    def count_by_facet(self, question: Question, name: str, *, few: bool) -> Plan:
        """Rows of (value, count), as the facet of that name counts few or many records."""
        facet = question.resource.facets[name]
        return self._plan((name, few), question, partial(count_by_facet, facet=facet, few=few))

    def _plan(self, what: Hashable, question: Question, build: Callable[[Question, Opened], Select[Any]]) -> Plan:
        """The statement that was built for the question's shape, unless it is one of a kind."""
        opened = leave_open(question)
        if opened.shape is None:
            return Plan(build(question, opened), opened.values)
        return Plan(self._built.answer((what, opened.shape), partial(build, question, opened)), opened.values)


def _page(question: Question, opened: Opened, *, days: Days | None = None, only_ranked: bool = False) -> Select[Any]:
    order, resource = question.order, question.resource
    rows = walk(question, opened, of_terms=order.of_terms, days=days)
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


def _page_of_few(question: Question, opened: Opened) -> Select[Any]:
    versions, found = columns_of(question.resource.collection.storage.table), walk(question, opened, of_terms=True)
    key = versions[question.order.column or ""]
    statement = select(key.label("key"), versions.id, versions.document)
    statement = statement.where(only(versions.seq, found.select(found.scope.columns["seq"])))
    return cut_page(statement, key, versions.id, descending=question.order.descending, is_first=question.walk is None)


def _count(question: Question, opened: Opened) -> Select[Any]:
    rows = walk(question, opened, of_terms=True)
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
