"""Tallies: how many records stand that a term leads to, within days, without passing by any of them."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from app.reading.plan.scope import GIVEN
from app.reading.plan.walk import Opened
from app.store.metadata import columns_of
from app.store.tables import ClockRow

BEGINS, ENDS = "first_day", "last_day"
"""The days that are tallied by: a record's begin no later than is asked, and end no earlier."""


class Tallied(NamedTuple):
    """How many records there are, and after which change."""

    seq: int
    records: int


def is_tallied(opened: Opened) -> bool:
    """Whether a question's total can be told by tallies: of one term that leads, within days, as it stands now."""
    question, lead = opened.question, opened.lead
    if lead is None or question.terms is not None or question.snapshot.seq != question.snapshot.newest:
        return False
    if question.resource.collection.storage.tally is None:
        return False
    values: Any = question.filters[lead.parameter]
    others = [question.resource.filters[name] for name in question.filters if name != lead.parameter]
    return len(values) == 1 and all(each.clause is None or each.most == BEGINS or each.least == ENDS for each in others)


def select_tally(opened: Opened) -> Select[Any]:
    """The newest change, and the total of a question."""
    question, lead = opened.question, opened.lead
    tally: Any = question.resource.collection.storage.tally
    assert lead is not None  # noqa: S101  # it is tallied
    columns = columns_of(tally)
    met = [columns.field == lead.field, columns.value == bindparam(f"{GIVEN}{lead.parameter}_0")]
    for name in question.filters:
        bound: ColumnElement[Any] = bindparam(f"{GIVEN}{name}")
        if question.resource.filters[name].most == BEGINS:
            met.append(columns.first_day <= bound)
        elif question.resource.filters[name].least == ENDS:
            met.append(columns.last_day >= bound)
    total = select(func.coalesce(func.sum(columns.records), 0)).where(*met).scalar_subquery()
    return select(columns_of(ClockRow).seq, total)
