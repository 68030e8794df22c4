"""Reach: the rows of a page, looked for no further than the page needs."""

import datetime as dt
from collections.abc import Callable, Sequence

from sqlalchemy import Connection

from app.reading.plan.statements import PageRow, Plans, leave_open, select_few, select_page
from app.reading.plan.walk import Opened
from app.reading.question.question import Question
from app.search import matching
from app.store.collection import Days

CANDIDATES = 4
"""At first a page looks at so many versions for each record that it holds; at so many times more where they are few."""
MORE = 8
MOST_SORTED = 2_000
"""So many records are sorted for a page rather than met on a walk."""


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
        plan = plans.of(opened, select_page, PageRow, only_ranked=True)
        found = plan.statement.all(connection, plan.values)
        if len(found) > question.limit:
            return found
    elif terms is None and not order.of_terms and opened.lead is not None:
        known = total()
        if known is not None and known <= MOST_SORTED:
            plan = plans.of(opened, select_few, PageRow)
            return plan.statement.all(connection, plan.values)
    elif terms is not None and _is_in_the_index(connection, question, terms):
        return _find_by_day(connection, opened, plans, terms)
    plan = plans.of(opened, select_page, PageRow)
    return plan.statement.all(connection, plan.values)


def _is_in_the_index(connection: Connection, question: Question, terms: Sequence[matching.SearchTerm]) -> bool:
    """Whether the index has the order that is asked for, and there is a word to look up in it."""
    is_by_day = question.order.column == question.resource.collection.storage.day
    wanted = any(not term.excluded for term in terms)
    return is_by_day and wanted and connection.dialect.name == "sqlite"


def _find_by_day(
    connection: Connection, opened: Opened, plans: Plans, terms: Sequence[matching.SearchTerm]
) -> Sequence[PageRow]:
    """The rows of a page among the days that hold enough of what may fit; among more of them where too few do."""
    question = opened.question
    descending = question.order.descending
    here: dt.date | None = question.walk.after.key if question.walk is not None else None
    count = CANDIDATES * (question.limit + 1)
    while True:
        onward = Days(None, here) if descending else Days(here, None)
        there = matching.find_reach(connection, terms, days=onward, descending=descending, count=count)
        days = Days(there, here) if descending else Days(here, there)
        plan = plans.of(opened, select_page, PageRow, days=days)
        found = plan.statement.all(connection, plan.values)
        if there is None or len(found) > question.limit:
            return found
        count *= MORE
