"""Records of our own making: any number, always the same, with skewed actors and days that do not follow the order."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any, get_args

from schemas import (
    ActorDraft,
    BriefingDraft,
    ConditionDraft,
    DevelopmentDraft,
    DevelopmentKind,
    DevelopmentStatus,
    Role,
    SourceDraft,
    Theme,
)

WORDS = """
    accord agreed air aircraft alliance ally armed army attack border brigade ceasefire coast command conference
    convoy council crossing cyber deadline defence delegation deployed deterrence drill drone drones election
    embassy energy envoy exercise façade fleet frontier government grid guarantee harbour hearing inquiry
    intelligence ministers missile missiles mobilised naïve negotiated negotiating negotiation observers
    offensive pact parliament patrol peace pipeline port proposal protest radar rally refused report résumé
    sanction sanctions satellite shelling signed spending statement strike summit talks tanker tariff training
    treaty troops verified vessel veto warning withdrawal
""".split()
PLACES = (("Avalon", "FR"), ("Brigadoon", "PL"), ("Cockaigne", "DE"), ("Dilmun", "GB"), ("Erewhon", None))
FIRST, LAST = dt.date(2022, 1, 1), dt.date(2026, 2, 26)
STATES = 12
BODIES = 6
PEOPLE = 22
ORIGINS = 7


def actors(chance: random.Random) -> Iterator[ActorDraft]:
    """States, bodies that they are members of, and people with offices in both; memberships and offices have days."""
    for number in range(STATES):
        groups = chance.sample(range(BODIES), 2)
        memberships = [{"group": f"body-{group}", **_period(chance)} for group in groups]
        yield ActorDraft(
            id=f"state-{number}",
            name=f"State {number}",
            kind="state",
            aliases=(f"Capital {number}", f"Staté{number}"),
            country=("FR", "PL", "DE", "GB")[number] if number < 4 else None,
            memberships=memberships,
        )
    for number in range(BODIES):
        yield ActorDraft(id=f"body-{number}", name=f"Body {number}", kind="organisation", aliases=(f"B{number}",))
    for number in range(PEOPLE):
        organisation = chance.choice([f"state-{chance.randrange(STATES)}", f"body-{chance.randrange(BODIES)}"])
        offices = [{"title": "Envoy", "organisation": organisation, **_period(chance)}]
        yield ActorDraft(id=f"person-{number}", name=f"Person {number}", kind="person", offices=offices)


def sources(chance: random.Random, count: int = 20) -> Iterator[SourceDraft]:
    """Sources of a few publishers and origins, some undated, some known to the month or the year."""
    for number in range(count):
        precision = chance.choice(["day", "day", "month", "year", "unknown"])
        yield SourceDraft(
            id=f"source-{number}",
            title=_sentence(chance, 5),
            kind=chance.choice(["article", "assessment", "report"]),
            publisher=f"Publisher {number % 5}",
            origin=f"origin-{number % ORIGINS}",
            aggregator=number == 0,
            published={"on": _day(chance) if precision != "unknown" else None, "precision": precision},
            notes=_sentence(chance, 8) if chance.random() < 0.3 else None,
        )


def institutes(chance: random.Random, count: int) -> Iterator[SourceDraft]:
    """Further sources, of as many publishers and origins as there are tens of them, that nothing rests on yet."""
    for number in range(count):
        grade = {"grade": chance.choice("ABCDEF"), "assessed_by": "desk", "assessed_on": _day(chance), "reason": "R."}
        yield SourceDraft(
            id=f"study-{number}",
            title=_sentence(chance, 5),
            kind=chance.choice(["article", "assessment", "report", "statement"]),
            publisher=f"Institute {number // 10}",
            origin=f"institute-{number // 10}",
            aggregator=chance.random() < 0.1,
            published={"on": _day(chance), "precision": chance.choice(["day", "month", "year"])},
            reliability=grade if chance.random() < 0.7 else None,
            caveats=_caveats(chance),
        )


def briefings(chance: random.Random, count: int, *, cited: int) -> Iterator[BriefingDraft]:
    """Drafts of briefings, each citing twenty of so many developments, a condition, and now and then an actor."""
    for number in range(count):
        ids = [f"developments/development-{each}" for each in chance.sample(range(cited), 20)]
        ids += [f"conditions/condition-{chance.randrange(8)}", f"actors/state-{chance.randrange(STATES)}"]
        statements = [{"text": _sentence(chance, 12), "cites": [each]} for each in ids[: chance.randint(20, 22)]]
        yield BriefingDraft(
            id=f"briefing-{number}",
            title=_sentence(chance, 4),
            period=_period(chance),
            sections=[{"heading": _sentence(chance, 2), "statements": statements}],
        )


def conditions(chance: random.Random, count: int = 8) -> Iterator[ConditionDraft]:
    """Conditions with an assessment or two."""
    for number in range(count):
        status = chance.choice(["met", "partly-met", "unmet", "rejected", "unclear"])
        assessment = {"on": _day(chance), "status": status, "rationale": _sentence(chance, 6)}
        yield ConditionDraft(
            id=f"condition-{number}",
            title=_sentence(chance, 4),
            demand=_sentence(chance, 12),
            demanded_by=tuple(f"state-{each}" for each in chance.sample(range(STATES), 2)),
            addressed_to=("state-0",),
            assessments=[assessment] if number else [],
        )


def developments(chance: random.Random, count: int) -> Iterator[DevelopmentDraft]:
    """Developments; the first state has a part in three of ten, every other actor in fewer and fewer."""
    return map(_as_carried, _developments(chance, count))


def _as_carried(draft: DevelopmentDraft) -> DevelopmentDraft:
    """A development that is called confirmed only where sources of two origins assert it."""
    numbers = {int(each.source.removeprefix("source-")) for each in draft.evidence if each.stance == "asserts"}
    if len({number % ORIGINS for number in numbers}) >= 2:
        return draft
    lesser: dict[str, Any] = {"status": "reported"} if draft.status == "confirmed" else {}
    return draft.model_copy(update=lesser | ({"credibility": 2} if draft.credibility == 1 else {}))


def _developments(chance: random.Random, count: int) -> Iterator[DevelopmentDraft]:
    for number in range(count):
        yield DevelopmentDraft.model_validate(
            {
                "id": f"development-{number}",
                "title": _sentence(chance, 6),
                "summary": f"{_sentence(chance, 14)} {_sentence(chance, 10)}",
                "kind": chance.choice(get_args(DevelopmentKind)),
                "themes": chance.sample(get_args(Theme), chance.randint(1, 3)),
                "status": chance.choice(get_args(DevelopmentStatus)),
                "occurred": _occurred(chance),
                "reported_on": _day(chance),
                "actors": _involved(chance),
                "locations": [
                    {"name": name, "country": code} for name, code in chance.sample(PLACES, chance.randint(0, 2))
                ],
                "measures": [{"name": "Share", "value": chance.randint(1, 90), "unit": "%"}] if number % 3 == 0 else [],
                "conditions": [
                    {"id": f"condition-{each}", "effect": chance.choice(["advances", "hinders", "neutral"])}
                    for each in chance.sample(range(8), chance.randint(0, 2))
                ],
                "credibility": chance.choice([None, 1, 2, 3, 4, 5, 6]),
                "evidence": [
                    {"source": f"source-{each}", "stance": chance.choice(["asserts", "asserts", "denies"])}
                    for each in chance.sample(range(20), chance.randint(0, 3))
                ],
                "caveats": _caveats(chance),
            }
        )


def _involved(chance: random.Random) -> list[dict[str, Any]]:
    people = [f"person-{number}" for number in range(PEOPLE)]
    rare = [f"state-{min(int(chance.expovariate(0.4)) + 1, STATES - 1)}", f"body-{chance.randrange(BODIES)}"]
    ids = ["state-0"] if chance.random() < 0.3 else []
    ids += chance.sample([*rare, chance.choice(people)], chance.randint(0, 3))
    return [{"id": each, "role": chance.choice(get_args(Role))} for each in dict.fromkeys(ids)]


def _caveats(chance: random.Random) -> list[dict[str, str]]:
    kinds = chance.sample(["contradiction", "undated", "unsourced", "other"], chance.choice([0, 0, 1, 2]))
    return [{"kind": kind, "note": _sentence(chance, 5)} for kind in kinds]


def _occurred(chance: random.Random) -> dict[str, Any]:
    precision = chance.choice(["day", "day", "day", "month", "year", "unknown"])
    if precision == "unknown":
        return {"precision": precision}
    first = _day(chance)
    until = first + dt.timedelta(days=chance.randint(0, 40)) if chance.random() < 0.3 else None
    return {"from": first, "until": until, "precision": precision}


def _period(chance: random.Random) -> dict[str, Any]:
    first = _day(chance)
    until = first + dt.timedelta(days=chance.randint(100, 900)) if chance.random() < 0.5 else None
    return {"from": first if chance.random() < 0.8 else None, "until": until}


def _day(chance: random.Random) -> dt.date:
    return FIRST + dt.timedelta(days=chance.randrange((LAST - FIRST).days))


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choices(WORDS, k=words)).capitalize()
