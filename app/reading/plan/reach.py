"""Reach: the rows of a page, looked for no further than the page needs."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from app.reading.plan.statements import PageRow, Plans, leave_open, select_best, select_few, select_page, select_reach
from app.reading.plan.walk import Opened
from app.reading.question.question import Question
from app.store.index import day_of_row, rows_of_days

CANDIDATES = 4
"""At first a page looks at so many versions for each record that it holds; at so many times more where they are few."""
MORE = 8
MOST_SORTED = 2_000
"""So many records are sorted for a page rather than met on a walk."""


class IndexRow(NamedTuple):
    """A row of the index of search."""

    number: int


def find_rows(
    connection: Connection, question: Question, plans: Plans, *, total: Callable[[], int | None]
) -> Sequence[PageRow]:
    """The rows of a page, read from the index in the order of days where there is such an index and such an order.

    Of what is ranked by relevance, only what has a rank is looked at, unless the page needs more. `total` tells how
    many records there are in all, where that is to be known: few of them are found first and sorted then, as a walk in
    an order that they are rare in would pass by most of the others.
    """
    order, terms, opened = question.order, question.terms, leave_open(question)
    if order.column is None:
        plan = plans.of(opened, select_best, PageRow)
        found = plan.statement.all(connection, plan.values)
        if len(found) > question.limit:
            return found
    elif terms is None and not order.of_terms and opened.lead is not None:
        known = total()
        if known is not None and known <= MOST_SORTED:
            plan = plans.of(opened, select_few, PageRow)
            return plan.statement.all(connection, plan.values)
    elif terms is not None and _is_in_the_index(connection, question):
        return _find_by_day(connection, opened, plans)
    plan = plans.of(opened, select_page, PageRow)
    return plan.statement.all(connection, plan.values)


def _is_in_the_index(connection: Connection, question: Question) -> bool:
    """Whether the index has the order that is asked for, and there is a word to look up in it."""
    is_by_day = question.order.column == question.resource.collection.storage.day
    wanted = any(not term.excluded for term in question.terms or ())
    return is_by_day and wanted and connection.dialect.name == "sqlite"


def _find_by_day(connection: Connection, opened: Opened, plans: Plans) -> Sequence[PageRow]:
    """The rows of a page among the days that hold enough of what may fit; among more of them where too few do."""
    question, descending = opened.question, opened.question.order.descending
    here: dt.date | None = question.walk.after.key if question.walk is not None else None
    first, last = (dt.date.min, here or dt.date.max) if descending else (here or dt.date.min, dt.date.max)
    reach = plans.of(opened._replace(shape=()), select_reach, IndexRow, descending=descending)  # one for all questions
    page = plans.of(opened, select_page, PageRow, in_reach=True)
    count = CANDIDATES * (question.limit + 1)
    while True:
        least, below = rows_of_days(first, last)
        values = {"least_row": least, "row_below": below, "pass_over": count - 1}
        ends = reach.statement.all(connection, {**reach.values, **values})
        for row in ends:
            day = day_of_row(row.number)
            least, below = rows_of_days(day, last) if descending else rows_of_days(first, day)
        found = page.statement.all(connection, {**page.values, "least_row": least, "row_below": below})
        if not ends or len(found) > question.limit:
            return found
        count *= MORE
