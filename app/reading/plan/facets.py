"""Facets: how many records a list would have with each value of a filter, whatever that filter was given."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, extract, func, select

from app.reading.plan.filters import Wider
from app.reading.plan.scope import Scope
from schemas import DAYS_AHEAD, FIRST_DAY

Clauses = Sequence[ColumnElement[bool]]


@dataclass(frozen=True)
class Facet:
    """What is counted.

    `ignores` are the parameters of its own filter; `counts` makes a statement of (value, count) over the records that
    meet the other clauses; `names` is the collection whose records the values name; `tally` turns rows into counts
    where a row is not one value.
    """

    ignores: frozenset[str]
    counts: Callable[[Scope, Clauses], Select[Any]]
    names: str | None = None
    tally: Callable[[Iterable[Any]], dict[str, int]] | None = None

    @property
    def follows_the_calendar(self) -> bool:
        """Whether it counts months that are still to come, as far as a query's days may go on this day."""
        return self.tally is _by_month

    def count(
        self, connection: Connection, scope: Scope, clauses: Clauses, values: Mapping[str, Any]
    ) -> list[tuple[str, int]]:
        """The values with their counts: the most frequent first, or in the tally's own order.

        `values` are those that scope and clauses leave to be bound.
        """
        rows = connection.execute(self.counts(scope, clauses), values)
        if self.tally is not None:
            return list(self.tally(rows).items())
        found = [(_show(value), count) for value, count in rows]
        return sorted(found, key=lambda each: (-each[1], each[0]))


def of_column(parameter: str, column: str) -> Facet:
    """Each value of a column; null is none."""

    def counts(scope: Scope, clauses: Clauses) -> Select[Any]:
        value = scope.columns[column]
        return select(value, func.count()).where(*clauses, value.is_not(None)).group_by(value)

    return Facet(frozenset({parameter}), counts)


def of_terms(
    parameter: str, field: str, *, names: str | None = None, role: str | None = None, wider: Wider | None = None
) -> Facet:
    """Each value among a field's terms, in the roles that the parameter `role` asks for, and what stands for more."""

    def counts(scope: Scope, clauses: Clauses) -> Select[Any]:
        terms = scope.terms
        found = [terms.field == field, terms.seq.in_(select(scope.columns["seq"]).where(*clauses))]
        roles: Any = scope.given.get(role) if role is not None else None
        if roles:
            found.append(terms.role.in_(list(roles)))
        direct = select(terms.seq, terms.value.label("value")).where(*found)
        if wider is None or scope.given.get(wider.parameter) != wider.value:
            each = direct.subquery()
        else:
            more = wider.more(scope, terms)
            each = direct.union(
                select(terms.seq, more.value).where(*found, more.of == terms.value, more.there, more.when)
            ).subquery()
        return select(each.c.value, func.count(each.c.seq.distinct())).group_by(each.c.value)

    return Facet(frozenset({parameter}), counts, names)


def of_months(first: str, last: str) -> Facet:
    """Each month that the days between two columns touch, in order; `from` and `to` are its filter."""

    def counts(scope: Scope, clauses: Clauses) -> Select[Any]:
        begins, ends = scope.columns[first], scope.columns[last]
        parts: list[Any] = [extract(part, day) for day in (begins, ends) for part in ("year", "month")]
        both = (begins.is_not(None), ends.is_not(None))
        return select(*parts, func.count()).where(*clauses, *both).group_by(*parts)

    return Facet(frozenset({"from", "to"}), counts, tally=_by_month)


def _by_month(rows: Iterable[Any]) -> dict[str, int]:
    counts: dict[int, int] = {}
    # An open end lies far away; no further than a query's days may go.
    ahead = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=DAYS_AHEAD)
    earliest, latest = FIRST_DAY.year * 12 + FIRST_DAY.month, ahead.year * 12 + ahead.month
    for first_year, first_month, last_year, last_month, count in rows:
        begins = max(int(first_year * 12 + first_month), earliest)
        for month in range(begins, min(int(last_year * 12 + last_month), latest) + 1):
            counts[month] = counts.get(month, 0) + count
    return {f"{(month - 1) // 12:04}-{(month - 1) % 12 + 1:02}": counts[month] for month in sorted(counts)}


def _show(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
