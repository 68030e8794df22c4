"""Facets: how many records a list would have with each value of a filter, whatever that filter was given."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement

from app.reading.plan.filters import Wider
from app.reading.plan.scope import Scope
from app.store.engines import InWords
from schemas import DAYS_AHEAD, FIRST_DAY

Counts = list[tuple[str, int]]
"""Values with their counts."""


@dataclass(frozen=True)
class Facet:
    """What is counted: records by `columns` of theirs, where none of them is null; or by the values of terms.

    These are the terms of a `field`, in the roles that the parameter `role` asks for, with what is `wider`. `ignores`
    are the parameters of the facet's own filter; `names` is the collection whose records the values name; `tally` turns
    rows of (column, …, count) into counts where a row is not one value.
    """

    ignores: frozenset[str]
    columns: Callable[[Scope], Sequence[ColumnElement[Any]]] | None = None
    field: str | None = None
    role: str | None = None
    wider: Wider | None = None
    names: str | None = None
    tally: Callable[[Iterable[Any]], dict[str, int]] | None = None

    @property
    def follows_the_calendar(self) -> bool:
        """Whether it counts months that are still to come, as far as a query's days may go on this day."""
        return self.tally is _by_month

    def order(self, rows: Iterable[Any]) -> Counts:
        """The values with their counts: the most frequent first, or in the tally's own order."""
        if self.tally is not None:
            return list(self.tally(rows).items())
        found = [(_show(value), count) for value, count in rows]
        return sorted(found, key=lambda each: (-each[1], each[0]))


def of_column(parameter: str, column: str) -> Facet:
    """Each value of a column; null is none."""
    return Facet(frozenset({parameter}), columns=lambda scope: (scope.columns[column],))


def of_terms(
    parameter: str, field: str, *, names: str | None = None, role: str | None = None, wider: Wider | None = None
) -> Facet:
    """Each value among a field's terms, in the roles that the parameter `role` asks for, and what stands for more."""
    return Facet(frozenset({parameter}), field=field, role=role, wider=wider, names=names)


def of_months(first: str, last: str) -> Facet:
    """Each month that the days between two columns touch, in order; `from` and `to` are its filter."""

    def columns(scope: Scope) -> Sequence[ColumnElement[Any]]:
        return [_Month(scope.columns[name]) for name in (first, last)]

    return Facet(frozenset({"from", "to"}), columns=columns, tally=_by_month)


class _Month(InWords):
    """A day's year and month, `2026-02`; its argument is the day."""

    inherit_cache = True
    sqlite = "substr({0}, 1, 7)"
    postgresql = "to_char({0}, 'YYYY-MM')"


def _by_month(rows: Iterable[Any]) -> dict[str, int]:
    counts: dict[int, int] = {}
    # An open end lies far away; no further than a query's days may go.
    ahead = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=DAYS_AHEAD)
    earliest, latest = FIRST_DAY.year * 12 + FIRST_DAY.month, ahead.year * 12 + ahead.month
    for first, last, count in rows:
        for month in range(max(_number_of(first), earliest), min(_number_of(last), latest) + 1):
            counts[month] = counts.get(month, 0) + count
    return {f"{(month - 1) // 12:04}-{(month - 1) % 12 + 1:02}": counts[month] for month in sorted(counts)}


def _number_of(month: str) -> int:
    """The number of a month, counted from the first of the calendar."""
    year, _, month_of_year = month.partition("-")
    return int(year) * 12 + int(month_of_year)


def _show(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
