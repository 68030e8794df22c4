"""Finding a development by what is typed: its id, or words of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.errors import MovedTo, Refusal
from app.pages.asking import Asking
from app.reading.archive import Archive
from app.resources import DEVELOPMENTS
from schemas import DevelopmentQuery

MOST_OFFERED = 8
"""How many developments are offered."""


@dataclass(frozen=True)
class FoundDevelopments:
    """The development that is meant, by id; else those that may be."""

    id: str | None
    near: tuple[Mapping[str, Any], ...] = ()


def find_developments(archive: Archive, typed: str) -> FoundDevelopments:
    """The development that has what is typed as its id, else those in which the words occur, all or some of them."""
    asking = Asking(archive)
    try:
        return FoundDevelopments(str(asking.record(DEVELOPMENTS.name, typed).record["id"]))
    except MovedTo as moved:
        return FoundDevelopments(moved.location.rpartition("/")[2])
    except Refusal:
        pass
    words = [word for word in typed.split() if word.isalnum()]
    for question in (typed, " ".join(words), " ".join(words[1:])):
        try:
            query = DevelopmentQuery(q=question, limit=MOST_OFFERED, sort="relevance")
            found = asking.list(DEVELOPMENTS.name, query).records
        except (Refusal, ValueError):
            continue
        if found:
            return FoundDevelopments(None, tuple(found))
    return FoundDevelopments(None)
