"""Small records of the tests' own, as drafts."""

import datetime as dt
from typing import Any

from app.resources import COLLECTIONS
from schemas import (
    ActorDraft,
    BriefingDraft,
    ConditionDraft,
    DevelopmentDraft,
    Draft,
    SourceDraft,
)


def actor(name: str = "Ruritania", **fields: Any) -> ActorDraft:
    return ActorDraft(**{"name": name, "kind": "state", **fields})


def source(title: str = "Morning report", **fields: Any) -> SourceDraft:
    return SourceDraft(**{"title": title, "kind": "report", "publisher": "The Gazette", "origin": "gazette", **fields})


def condition(title: str = "Withdrawal", **fields: Any) -> ConditionDraft:
    return ConditionDraft(**{"title": title, "demand": "All forces leave.", **fields})


def development(title: str = "Talks", **fields: Any) -> DevelopmentDraft:
    day = dt.date(2026, 2, 26)
    defaults = {"summary": "They met.", "kind": "meeting", "themes": ["diplomacy"], "reported_on": day}
    return DevelopmentDraft(**{"title": title, **defaults, **fields})


def briefing(title: str = "February", **fields: Any) -> BriefingDraft:
    return BriefingDraft(**{"title": title, **fields})


EVERY: dict[str, Draft] = {
    "actors": actor(),
    "briefings": briefing(),
    "conditions": condition(),
    "developments": development(),
    "sources": source(),
}
"""One draft of each collection, without references."""

CHANGEABLE = sorted(name for name in EVERY if not COLLECTIONS[name].begins_as_draft)
"""The collections whose records change and end: that of briefings holds editions, which do not."""
