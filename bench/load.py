"""Loading generated records through the ordinary write path."""

import random
from collections.abc import Callable, Iterator
from itertools import islice

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from bench import generate
from schemas import DevelopmentDraft

BATCH = 2_000
"""How many developments one transaction writes."""


def load(database: Database, count: int, *, progress: Callable[[int], None] = lambda _: None) -> None:
    """Write so many developments, and the actors, sources and conditions that they name; the same ones every time."""
    chance = _chance(count)
    with writing(database, COLLECTIONS, by="generator") as writer:
        for source in generate.sources(chance):
            writer.create("sources", source)
        for actor in generate.actors(chance):
            writer.create("actors", actor)
        for condition in generate.conditions(chance):
            writer.create("conditions", condition)
    drafts = generate.developments(chance, count)
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        with writing(database, COLLECTIONS, by="generator") as writer:
            some = list(islice(drafts, size))
            writer.turn.foresee("developments", some)
            for draft in some:
                writer.create("developments", draft)
        progress(size)


def further(database: Database, count: int) -> None:
    """Beside so many loaded developments write sources and briefings, and change one development in twenty."""
    chance = random.Random(f"further {count}")
    with writing(database, COLLECTIONS, by="generator") as writer:
        for source in generate.institutes(chance, count // 10):
            writer.create("sources", source)
    drafts = developments(count)
    with writing(database, COLLECTIONS, by="generator") as writer:
        for draft in islice(drafts, count // 20):
            changed = {"title": f"{draft.title}, revised", "credibility": chance.randint(2, 6)}
            writer.replace("developments", draft.id or "", draft.model_copy(update=changed))
    with writing(database, COLLECTIONS, by="generator") as writer:
        for briefing in generate.briefings(chance, count // 100, cited=count):
            writer.create("briefings", briefing)


def developments(count: int) -> Iterator[DevelopmentDraft]:
    """The developments that `load` writes, for others to be given the same."""
    chance = _chance(count)
    for others in (generate.sources, generate.actors, generate.conditions):
        list(others(chance))
    return generate.developments(chance, count)


def _chance(count: int) -> random.Random:
    return random.Random(f"generated {count}")
