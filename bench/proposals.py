"""How well sentences are read for proposals: precision and recall of actors, days, numbers and themes.

The shared document, where it is beside the project, is held against the seed's own developments: a sentence holds what
the developments say whose passages stand in it. The documents of our own, in `bench/articles`, say themselves what each
sentence holds. docs/proposals.md has what each showed before any rule was changed for it. In other languages only names
are counted.
"""

import datetime as dt
import re
import time
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from app.language.nations import NATIONS
from app.proposing.actors import ActorRegister
from app.proposing.lemmas import Lemmatise, load_lemmas
from app.proposing.neighbours import Neighbourhood
from app.proposing.parts import SentenceReading
from app.proposing.proposing import read_sentences
from bench.expecting import (
    ROOT,
    Expected,
    expect_of,
    expected_by_place,
    load_actors,
    load_developments,
    to_known,
    unite,
)
from schemas import Actor

DOCUMENT = ROOT.parent / "shared" / "seed-document.txt"
DAY = dt.date(2026, 2, 26)
"""The day of the shared document, taken as an article."""
ARTICLES = Path(__file__).parent / "articles"
LANGUAGES = ("pl", "uk", "de", "fr")


@dataclass
class Tally:
    """How many were read rightly, how many were read, how many of those expected were found, and how many those are."""

    right: int = 0
    read: int = 0
    found: int = 0
    expected: int = 0

    def add(self, read: set[Any], expected: set[Any], also: Callable[[Any], bool] = lambda _: False) -> None:
        """Count a sentence; what is not expected is right where `also` says so."""
        self.right += sum(each in expected or also(each) for each in read)
        self.read += len(read)
        self.found += len(read & expected)
        self.expected += len(expected)

    @property
    def precision(self) -> float:
        """How much of what was read is right; 1 where nothing was."""
        return self.right / self.read if self.read else 1.0

    @property
    def recall(self) -> float:
        """How much of what was expected was found; 1 where nothing was."""
        return self.found / self.expected if self.expected else 1.0


Figures = Mapping[str, Tally]
"""`actors`, `written` (those that the sentence names in words), `days`, `numbers`, `themes`, `proposals` and
`neighbours`, the developments that these are said to be near to; of the shared document also `roles` and `kinds`."""


def measure(readings: Iterable[tuple[SentenceReading, Expected]], actors: Mapping[str, Actor]) -> Figures:
    """The figures of some readings, each with what its sentence holds."""
    names = ("actors", "written", "days", "numbers", "themes", "proposals", "neighbours")
    neighbourhood = Neighbourhood(map(to_known, load_developments()))
    tallies = {name: Tally() for name in names}
    for reading, expected in readings:
        named = set(reading.actor_ids)
        tallies["actors"].add(named, expected.actors)
        tallies["written"].add(named, {each for each in expected.actors if _is_written(reading, actors[each])})
        days = {each for day in reading.days for each in (day.first, day.last) if each is not None}
        tallies["days"].add(days, expected.days, lambda day, said=expected.said_days: day.year in said)  # type: ignore[misc]
        numbers = {each.value for each in reading.measures}
        tallies["numbers"].add(numbers, expected.numbers, lambda one, said=expected.said_numbers: one in said)  # type: ignore[misc]
        tallies["themes"].add({str(each.theme) for each in reading.themes}, expected.themes)
        tallies["proposals"].add({reading.sentence.start} if reading.reason else set(), {reading.sentence.start})
        judged = neighbourhood.judge(reading)
        near = {str(judged.development)} if reading.reason and judged.verdict != "new" else set[str]()
        tallies["neighbours"].add(near, expected.developments)
    return tallies


def read_shared() -> tuple[Figures, int]:
    """The figures of the shared document, and how many of its sentences rest no development and make a proposal."""
    text = DOCUMENT.read_text("utf-8")
    actors = load_actors()
    held = expected_by_place()
    pairs, others = [], 0
    for reading in read_sentences(text, day=DAY, language="en", register=ActorRegister(actors.values())):
        start, end = reading.sentence.start, reading.sentence.end
        resting = [one for (first, last), one in held if min(end, last) - max(start, first) > min(20, last - first - 1)]
        if resting:
            pairs.append((reading, unite(resting)))
        else:
            others += bool(reading.reason)
    figures = {**measure(pairs, actors), "roles": Tally(), "kinds": Tally()}
    for reading, expected in pairs:
        roles = {(each.actor, str(each.role)) for each in reading.actors if each.actor in expected.actors}
        figures["roles"].add(roles, expected.roles)
        figures["kinds"].add({str(reading.kind.kind)}, expected.kinds)
    return figures, others


def read_own(name: str, *, lemmas: Lemmatise | None) -> Figures:
    """The figures of a document of our own: `bench/articles/NAME.toml`."""
    article = tomllib.loads((ARTICLES / f"{name}.toml").read_text("utf-8"))
    actors = load_actors()
    held = {each["text"]: each for each in article["sentences"]}
    register = ActorRegister(actors.values())
    text, language = join_sentences(list(held)), article["language"]
    readings = read_sentences(text, day=article["day"], language=language, register=register, lemmas=lemmas)
    pairs = [(reading, expect_of(held[reading.sentence.words])) for reading in readings]
    if len(pairs) != len(held):
        raise ValueError(f"{name}: a sentence was cut, or two were read as one")
    return measure(pairs, actors)


def join_sentences(sentences: Iterable[str]) -> str:
    """A text of sentences: one paragraph, so that they must be told apart, but for headings, which have their lines."""
    lines: list[str] = []
    for sentence in sentences:
        is_heading = sentence[-1] not in ".!?”"
        if lines and not is_heading and lines[-1][-1] in ".!?”":
            lines[-1] += f" {sentence}"
        else:
            lines.append(sentence)
    return "\n".join(lines)


def _is_written(reading: SentenceReading, actor: Actor) -> bool:
    """Whether a sentence has a name of an actor, or a word called after its state, as simply as can be told."""
    text = reading.sentence.words
    called = [word for word, codes in NATIONS.items() if actor.kind == "state" and actor.country in codes]
    return any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) for name in (actor.name, *actor.aliases)) or any(
        re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) for word in called if word != "us"
    )


def main() -> None:
    """Read every document and print its figures."""
    table = Table(
        "Document", "actors", "recall of all", "of written", "days", "numbers", "themes", "proposals", "neighbours"
    )
    begun = time.perf_counter()
    if DOCUMENT.exists():
        figures, others = read_shared()
        _add(table, "shared", figures)
        print(f"shared: {others} proposals of sentences on which no development rests")
        for name in ("roles", "kinds"):
            print(f"shared: {figures[name].right} of {figures[name].read} {name} are those of the seed")
    for name in sorted(path.stem for path in ARTICLES.glob("*.toml")):
        _add(table, name, read_own(name, lemmas=None))
        if name in LANGUAGES and load_lemmas() is not None:
            _add(table, f"{name} with lemmas", read_own(name, lemmas=load_lemmas()))
    Console(width=150).print(table)
    print(f"{time.perf_counter() - begun:.1f} s")


def _add(table: Table, name: str, figures: Figures) -> None:
    actors, written, proposals = figures["actors"], figures["written"], figures["proposals"]
    both = [f"{figures[each].precision:.2f}, {figures[each].recall:.2f}" for each in ("days", "numbers", "themes")]
    near = figures["neighbours"]
    shown = f"{proposals.found} of {proposals.expected}", f"{near.right} of {near.read}"
    if name.partition(" ")[0] in LANGUAGES:
        table.add_row(name, f"{actors.precision:.2f}", f"{actors.recall:.2f}", *["–"] * 4, *shown)
        return
    table.add_row(name, f"{actors.precision:.2f}", f"{actors.recall:.2f}", f"{written.recall:.2f}", *both, *shown)


if __name__ == "__main__":
    main()
