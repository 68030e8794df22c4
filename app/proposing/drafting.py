"""Drafting: a sentence as it was read becomes as much of a development as its words say, and no more."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.proposing.parts import SentenceReading, WrittenDay
from schemas import ProposedPart, Source

LONGEST_TITLE_DRAFTED = 140
MOST_PARTS_DRAFTED = 50


def draft_development(reading: SentenceReading, source: Source, evidence: dict[str, Any]) -> dict[str, Any]:
    """A draft in JSON: every name, number and day of it stands in the sentence, which is its title and summary too.

    What the sentence does not say, though a development needs it, is not in it.
    """
    words = " ".join(reading.sentence.words.split())
    drafted: dict[str, Any] = {"title": shorten(words), "summary": words, "kind": reading.kind.kind}
    drafted["themes"] = [each.theme for each in reading.themes]
    roles = {each.actor: each.role for each in reversed(reading.actors)}
    actors = [{"id": actor, "role": roles[actor]} for actor in reading.actor_ids]
    drafted["actors"] = actors[:MOST_PARTS_DRAFTED]
    drafted["locations"] = [{"name": each.name, "country": each.country} for each in reading.places]
    measures = reading.measures[:MOST_PARTS_DRAFTED]
    drafted["measures"] = [{"name": each.name, "value": float(each.value), "unit": each.unit} for each in measures]
    day = next((each for each in reading.days if each.first is not None and each.bound != "until"), None)
    if day is not None and day.first is not None:
        last = day.last if day.last != day.first else None
        drafted["occurred"] = {
            "from": day.first.isoformat(),
            "until": last.isoformat() if last is not None and day.precision == "day" else None,
            "precision": day.precision,
        }
    if source.published.on is not None:
        drafted["reported_on"] = source.published.on.isoformat()
    return {**drafted, "evidence": [evidence]}


def list_parts(reading: SentenceReading) -> Iterator[ProposedPart]:
    """Everything that was read off a sentence, each with its place and its reason."""
    for actor in reading.actors:
        reason = f"{actor.reason}; {actor.role_reason}" if actor.role_reason else actor.reason
        yield _part("actor", actor, f"{actor.actor} ({actor.role})", reason)
    for hint in reading.hints:
        yield _part("context", hint, None, hint.reason)
    for day in reading.days:
        yield _part("day", day, _spell(day), day.reason)
    for measure in reading.measures:
        yield _part("measure", measure, f"{measure.name}: {measure.value:f} {measure.unit}", measure.reason)
    for place in reading.places:
        yield _part("place", place, f"{place.name} ({place.country})" if place.country else place.name, place.reason)
    for name in reading.names:
        yield _part("unknown-name", name, name.kind, name.reason)
    for theme in reading.themes:
        yield ProposedPart(kind="theme", start=None, end=None, words=None, value=theme.theme, reason=theme.reason)
    guess = reading.kind
    yield ProposedPart(kind="kind", start=None, end=None, words=None, value=guess.kind, reason=guess.reason)


def shorten(words: str) -> str:
    """The beginning of a sentence, as a title: cut behind a whole word, and without its full stop."""
    if len(words) <= LONGEST_TITLE_DRAFTED:
        return words.rstrip(".") or words
    return words[:LONGEST_TITLE_DRAFTED].rpartition(" ")[0].rstrip(",;:–- ") + " …"


def day_of(source: Source, now: dt.datetime) -> dt.date:
    """The day of an article, from which `Tuesday` and `last week` are counted."""
    if source.published.on is not None:
        return source.published.on
    return (source.retrieved_at or now).date()


def _part(kind: Any, read: Any, value: str | None, reason: str) -> ProposedPart:
    return ProposedPart(kind=kind, start=read.start, end=read.end, words=read.words, value=value, reason=reason)


def _spell(day: WrittenDay) -> str:
    """Days as they were read: an interval, or the readings between which nothing tells."""
    if day.readings:
        return " or ".join(each.isoformat() for each in day.readings)
    first, last = (each.isoformat() if each is not None else "…" for each in (day.first, day.last))
    return first if first == last else f"{first}/{last}"
