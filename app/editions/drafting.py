"""Drafting: an edition assembled from records, in the records' own words, the same every time."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import get_args

from sqlalchemy import Connection

from app.editions.gathering import Gathered, gather, opposing
from app.language import wording
from app.store.clock import Snapshot
from schemas import (
    BriefingDraft,
    BriefingRequest,
    Condition,
    Development,
    Period,
    SectionDraft,
    StatementDraft,
    Theme,
)

MOST_OF_A_SECTION = 100
"""How many statements a section has, and how many records a statement cites."""
LONGEST_STATEMENT = 10_000
"""How many characters a statement has."""
EFFECTS = {"advances": "brought nearer by", "hinders": "set back by", "neutral": "touched by"}
"""What a development does to a condition, in words."""


def draft_edition(connection: Connection, request: BriefingRequest, snapshot: Snapshot) -> BriefingDraft:
    """The draft that a request asks for, as the records stood. Raises `Invalid` as `gather` does."""
    material = gather(connection, request, snapshot)
    headed = [
        ("Conditions", _conditions(material)),
        *_themes(material),
        ("Figures", _figures(material)),
        ("Open disputes", _disputes(material)),
        ("Sources and their grades", _sources(material)),
    ]
    return BriefingDraft(
        id=request.id,
        title=request.title or f"Briefing, {wording.days(material.first, material.last)}",
        period=Period(from_=material.first, until=material.last),
        sections=tuple(section for heading, statements in headed for section in _sections(heading, statements)),
        supersedes=request.supersedes,
    )


def _sections(heading: str, statements: Iterable[StatementDraft]) -> Iterator[SectionDraft]:
    """One section, or as many as the statements need."""
    rest, number = iter(statements), 1
    while some := tuple(islice(rest, MOST_OF_A_SECTION)):
        yield SectionDraft(heading=heading if number == 1 else f"{heading}, continued ({number})", statements=some)
        number += 1


def _statement(text: str, cites: Iterable[str]) -> StatementDraft:
    if len(text) > LONGEST_STATEMENT:
        # At the end of a sentence, where there is one: half a date would be another.
        kept = text[: LONGEST_STATEMENT - 2]
        text = f"{kept[: kept.rfind('. ') + 1] or kept.rsplit(' ', 1)[0]} …"
    return StatementDraft(text=text, cites=tuple(dict.fromkeys(cites))[:MOST_OF_A_SECTION])


def _conditions(material: Gathered) -> Iterator[StatementDraft]:
    """Each condition: how far it is met by the end of the period, and what moved it within."""
    for condition in material.conditions:
        cites = [f"conditions/{condition.id}"]
        text = f"{condition.title}: {_standing(condition, material)}"
        for effect, verb in EFFECTS.items():
            moved_by = [each for each in material.developments if (condition.id, effect) in _effects(each)]
            # As many as one statement can cite; the sections of the themes have every development.
            moved_by = moved_by[: MOST_OF_A_SECTION - len(cites)]
            if moved_by:
                names = "; ".join(f"“{each.title}” ({wording.date_of(each)})" for each in moved_by)
                text = f"{text} {wording.sentence(verb)}: {names}."
                cites += [f"developments/{each.id}" for each in moved_by]
        yield _statement(text, cites)


def _standing(condition: Condition, material: Gathered) -> str:
    judged = [each for each in condition.assessments if each.on <= material.last]
    if not judged:
        return "not assessed yet."
    newest = max(judged, key=lambda each: each.on)
    return f"{wording.STATUSES[newest.status]}, as assessed on {wording.day(newest.on)}. {_end(newest.rationale)}"


def _effects(development: Development) -> set[tuple[str, str]]:
    return {(touched.id, touched.effect) for touched in development.conditions}


def _themes(material: Gathered) -> Iterator[tuple[str, Iterator[StatementDraft]]]:
    """The developments by the first of their themes, each theme newest first."""
    for theme in [*get_args(Theme), None]:
        chosen = [each for each in material.developments if (each.themes[0] if each.themes else None) == theme]
        yield wording.label(theme or "other developments"), map(_development, chosen)


def _development(development: Development) -> StatementDraft:
    when = wording.sentence(wording.date_of(development))
    return _statement(f"{when}: {_end(development.summary)}", [f"developments/{development.id}"])


def _figures(material: Gathered) -> Iterator[StatementDraft]:
    for development in material.developments:
        for measure in development.measures:
            about = material.actors.get(measure.subject) if measure.subject is not None else None
            whose = f"{about.name}, " if about is not None else ""
            on = f", {wording.day(measure.on)}" if measure.on is not None else ""
            text = f"{whose}{measure.name}: {wording.number(measure.value)} {measure.unit}{on}."
            yield _statement(text, [f"developments/{development.id}"])


def _disputes(material: Gathered) -> Iterator[StatementDraft]:
    for development in material.developments:
        if development.status != "disputed":
            continue
        # As many as one statement can cite.
        against = list(islice(dict.fromkeys(_against(development, material)), MOST_OF_A_SECTION - 1))
        reasons = f": {'; '.join(dict.fromkeys(said for said, _ in against))}" if against else ""
        cites = [f"developments/{development.id}", *(cited for _, cited in against)]
        yield _statement(f"“{development.title}” is disputed{reasons}.", cites)


def _against(development: Development, material: Gathered) -> Iterator[tuple[str, str]]:
    """What stands against a development: in words, and the record that does."""
    for ground in development.evidence:
        if ground.stance != "asserts" and ground.source in material.sources:
            yield f"“{material.sources[ground.source].title}” {ground.stance} it", f"sources/{ground.source}"
    for other in (material.opposing[each] for each in opposing(development) if each in material.opposing):
        yield f"“{other.title}” stands against it", f"developments/{other.id}"


def _sources(material: Gathered) -> Iterator[StatementDraft]:
    for source in sorted(material.sources.values(), key=lambda each: (each.title, each.id)):
        grade = f"reliability {source.reliability.grade}" if source.reliability is not None else "not graded"
        kind = ", an aggregator," if source.aggregator else ""
        yield _statement(f"“{source.title}” ({source.publisher}){kind}: {grade}.", [f"sources/{source.id}"])


def _end(text: str) -> str:
    """A text that ends as a sentence does."""
    return text if text.endswith((".", "!", "?", "…", "”")) else f"{text}."
