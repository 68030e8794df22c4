"""What sentences hold: what the seed's developments say of them, or what a document of our own says itself."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from app.language.figures import DateParts, figures_in
from app.proposing.neighbours import KnownDevelopment
from schemas import Actor, ActorDraft, DevelopmentDraft

ROOT = Path(__file__).parents[1]


@dataclass
class Expected:
    """What a sentence holds: the actors of its developments, their days, numbers and themes.

    `said` are days and numbers that are read rightly too, as they stand in what the developments say, though not among
    their fields.
    """

    actors: set[str] = field(default_factory=set)
    days: set[dt.date] = field(default_factory=set)
    numbers: set[Decimal] = field(default_factory=set)
    themes: set[str] = field(default_factory=set)
    developments: set[str] = field(default_factory=set)
    roles: set[tuple[str, str]] = field(default_factory=set)
    kinds: set[str] = field(default_factory=set)
    said_days: set[int] = field(default_factory=set)
    said_numbers: set[Decimal] = field(default_factory=set)


def expect_of(table: Mapping[str, Any]) -> Expected:
    """What a sentence of a document of our own holds, as its table says."""
    return Expected(
        actors=set(table.get("actors", ())),
        days=set(table.get("days", ())),
        numbers={Decimal(str(each)) for each in table.get("numbers", ())},
        themes=set(table.get("themes", ())),
    )


def to_known(draft: DevelopmentDraft) -> KnownDevelopment:
    """A development of the seed as readings are held against it."""
    numbers: dict[str, set[Decimal]] = {}
    for each in draft.measures:
        numbers.setdefault(each.unit, set()).add(Decimal(str(each.value)))
    return KnownDevelopment(
        id=str(draft.id),
        title=draft.title,
        summary=draft.summary,
        first=draft.occurred.from_,
        last=draft.occurred.until,
        actors=frozenset(each.id for each in draft.actors),
        numbers={unit: frozenset(values) for unit, values in numbers.items()},
        status=draft.status,
    )


def load_actors() -> dict[str, Actor]:
    """The seed's actors by id, as records."""
    actors = {}
    at = "2026-02-26T12:00:00Z"
    for table in tomllib.loads((ROOT / "seed" / "data" / "actors.toml").read_text("utf-8"))["actors"]:
        draft = ActorDraft.model_validate({**table, "offices": [], "evidence": [], "caveats": []})
        given = {**draft.model_dump(by_alias=True), "revision": 1, "created_at": at, "updated_at": at}
        actors[table["id"]] = Actor.model_validate(given)
    return actors


def load_developments() -> Iterator[DevelopmentDraft]:
    """The seed's developments, as they are written."""
    for table in tomllib.loads((ROOT / "seed" / "data" / "developments.toml").read_text("utf-8"))["developments"]:
        yield DevelopmentDraft.model_validate(table)


def expected_by_place() -> list[tuple[tuple[int, int], Expected]]:
    """What the seed's developments hold, by the characters of each passage that asserts it."""
    held = []
    for draft in load_developments():
        said = figures_in(" ".join((draft.title, draft.summary, *(each.name for each in draft.measures))))
        one = Expected(
            actors={each.id for each in draft.actors},
            days={each for each in (draft.occurred.from_, draft.occurred.until) if each is not None},
            numbers={Decimal(str(each.value)) for each in draft.measures},
            themes=set(map(str, draft.themes)),
            developments={str(draft.id)},
            roles={(each.id, each.role) for each in draft.actors},
            kinds={draft.kind},
            said_days={each.value.year for each in said if isinstance(each.value, DateParts) and each.value.year},
            said_numbers={each.value for each in said if isinstance(each.value, Decimal)},
        )
        selectors = (each.selector for each in draft.evidence if each.stance == "asserts")
        held += [((each.start, each.end), one) for each in selectors if each is not None]
    return held


def unite(parts: Iterable[Expected]) -> Expected:
    """What several developments say together."""
    whole = Expected()
    for part in parts:
        for name, values in vars(part).items():
            getattr(whole, name).update(values)
    return whole
