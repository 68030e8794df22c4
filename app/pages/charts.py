"""Charts: developments by month and theme, and shares, as figures that a template draws."""

import datetime as dt
from typing import Any, get_args

from app.language import wording
from app.language.figures import MONTHS
from app.pages.asking import Asking
from app.rules.days import last_day_of
from schemas import DevelopmentQuery, Theme

MOST_MONTHS = 24
"""How many months a timeline shows: the last ones with a development."""
MOST_SHARES = 12
"""How many shares are shown, the newest."""
LABEL_WIDTH, COLUMN, ROW = 168, 44, 30
"""The widths and the height of a timeline's cells, in units of its drawing."""
BAR, SHARE_ROW, SHARES_WIDTH = 14, 46, 640
"""The measures of a chart of shares."""


def draw_timeline(asking: Asking) -> dict[str, Any]:
    """Counts of developments by theme and month; a development with several themes, or months, is in each."""
    counts = {}
    for theme in get_args(Theme):
        query = DevelopmentQuery(theme=(theme,), facets=("month",), limit=1, count="none")
        facets = asking.list("developments", query).answer.facets or {}
        counts[theme] = {each.value: each.count for each in facets["month"]}
    months = sorted({month for found in counts.values() for month in found})[-MOST_MONTHS:]
    most = max((counts[theme].get(month, 0) for theme in counts for month in months), default=1) or 1
    rows: list[dict[str, Any]] = []
    for theme in sorted(counts, key=lambda each: -sum(counts[each].values())):
        if any(month in counts[theme] for month in months):
            cells = [_cell(theme, month, counts[theme].get(month, 0), most) for month in months]
            for place, cell in enumerate(cells):
                cell["x"] = LABEL_WIDTH + COLUMN * place
            rows.append({"theme": theme, "label": wording.label(theme), "cells": cells, "y": ROW * (len(rows) + 1)})
    return {
        "months": [
            {"label": _short(month), "value": month, "x": LABEL_WIDTH + COLUMN * place + COLUMN / 2}
            for place, month in enumerate(months)
        ],
        "rows": rows,
        "width": LABEL_WIDTH + COLUMN * max(len(months), 1) + 4,
        "height": ROW * (len(rows) + 1) + 6,
        "row": ROW,
        "column": COLUMN,
    }


def _cell(theme: str, month: str, count: int, most: int) -> dict[str, Any]:
    first = dt.date.fromisoformat(f"{month}-01")
    return {
        "month": _name(month),
        "count": count,
        "strength": 1 + (4 * (count - 1)) // most if count else 0,
        "address": f"/developments?theme={theme}&from={first}&to={last_day_of(first, 'month')}",
    }


def _name(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1]} {month[:4]}"


def _short(month: str) -> str:
    return f"{MONTHS[int(month[5:]) - 1][:3]} ’{month[2:4]}"


def shares(asking: Asking) -> dict[str, Any]:
    """The measures in per cent of the newest developments about defence spending, drawn to one scale for each unit."""
    query = DevelopmentQuery(theme=("defence-spending",), limit=200, count="none", include=("actors",))
    newest = asking.list("developments", query)
    names = {key: actor["name"] for key, actor in newest.included["actors"].items()}
    found = []
    for development in newest.records:
        for measure in development["measures"]:
            if "%" in measure["unit"] and measure["value"] >= 0:
                subject = names.get(measure["subject"], "")
                found.append({**measure, "subject": subject, "development": development})
    found = found[:MOST_SHARES]
    most = max((each["value"] for each in found), default=1) or 1
    for place, each in enumerate(found):
        each |= {"y": SHARE_ROW * place, "length": round((SHARES_WIDTH - 130) * each["value"] / most, 1)}
    return {"rows": found, "width": SHARES_WIDTH, "height": SHARE_ROW * len(found) + 4, "bar": BAR}
