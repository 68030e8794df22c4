"""Reach: a search in the order of days looks no further than the days that its page needs."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row

from app.reading.plan import statements
from app.reading.question.cursor import Place
from app.reading.resource import RELEVANCE, Resource
from app.search import matching
from app.store.collection import Days

CANDIDATES = 4
"""At first a page looks at so many versions for each record that it holds; at so many times more where they are few."""
MORE = 8
MOST_SORTED = 2_000
"""So many records are sorted for a page rather than met on a walk."""


def rows(
    connection: Connection,
    resource: Resource,
    asked: Mapping[str, Any],
    *,
    seq: int,
    after: Place | None,
    total: Callable[[], int | None],
) -> Sequence[Row[Any]]:
    """The rows of a page, read from the index in the order of days where there is such an index and such an order.

    Of what is ranked by relevance, only what has a rank is looked at, unless the page needs more. `total` tells how
    many records there are in all, where that is to be known: few of them are found first and sorted then, as a walk in
    an order that they are rare in would pass by most of the others.
    """
    if asked["sort"] == RELEVANCE:
        page = statements.page(resource, asked, seq=seq, after=after, only_ranked=True)
        found = connection.execute(page.select, page.values).all()
        if len(found) > asked["limit"]:
            return found
    if statements.is_sorted_apart(resource, asked):
        known = total()
        if known is not None and known <= MOST_SORTED:
            page = statements.page_of_few(resource, asked, seq=seq, after=after)
            return connection.execute(page.select, page.values).all()
    if not _in_days(connection, resource, asked):
        page = statements.page(resource, asked, seq=seq, after=after)
        return connection.execute(page.select, page.values).all()
    _, descending = resource.sort(asked["sort"])
    here: dt.date | None = after.key if after is not None else None
    count = CANDIDATES * (asked["limit"] + 1)
    while True:
        onward = Days(None, here) if descending else Days(here, None)
        there = matching.reached(connection, asked["q"], days=onward, descending=descending, count=count)
        days = Days(there, here) if descending else Days(here, there)
        page = statements.page(resource, asked, seq=seq, after=after, days=days)
        found = connection.execute(page.select, page.values).all()
        if there is None or len(found) > asked["limit"]:
            return found
        count *= MORE


def _in_days(connection: Connection, resource: Resource, asked: Mapping[str, Any]) -> bool:
    """Whether the index has the order that is asked for, and there is a word to look up in it."""
    if "q" not in asked or asked["sort"] == RELEVANCE or connection.dialect.name != "sqlite":
        return False
    column, _ = resource.sort(asked["sort"])
    return column == resource.collection.day and any(not term.excluded for term in asked["q"])
