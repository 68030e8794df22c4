"""Days: the interval that a day stands for when only its month or year is known."""

import calendar
import datetime as dt

from schemas import Precision


def first_day_of(day: dt.date, precision: Precision) -> dt.date:
    """The earliest day that is meant."""
    if precision == "year":
        return day.replace(month=1, day=1)
    return day.replace(day=1) if precision == "month" else day


def last_day_of(day: dt.date, precision: Precision) -> dt.date:
    """The latest day that is meant."""
    if precision == "year":
        return day.replace(month=12, day=31)
    return day.replace(day=calendar.monthrange(day.year, day.month)[1]) if precision == "month" else day
