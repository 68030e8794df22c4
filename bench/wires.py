"""Articles, wires and reprints of them, of our own making: any number, always the same, in words that mean nothing.

What makes it hard is in them: articles on a topic share whole paragraphs of background, and all that an outlet prints
ends with its own lines.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

OUTLETS = 60
SYLLABLES = "ba ce di fo gu ha ke li mo nu pa re si to vu wa xe yi zo tra ste pli gro bru".split()
WORDS_OF_LINES = 30
"""How many words an outlet's own lines have, below all that it prints."""
ON_A_TOPIC = 100
"""How many articles there are on a topic."""
HOW = ("framed", "cut", "edited")


@dataclass(frozen=True)
class Printed:
    """A text, who printed it, the number of the wire that it is or reprints (None for neither), and how."""

    id: str
    outlet: str
    text: str
    wire: int | None
    how: str


class Writer:
    """Writes by chance; a few words are frequent, most are rare."""

    def __init__(self, chance: random.Random, *, words: int = 8_000) -> None:
        self.chance = chance
        self._words = ["".join(chance.choices(SYLLABLES, k=chance.randint(1, 4))) for _ in range(words)]
        self._weights = list(accumulate(1 / (rank + 20) for rank in range(words)))

    def words(self, count: int) -> list[str]:
        """So many words."""
        return self.chance.choices(self._words, cum_weights=self._weights, k=count)

    def paragraph(self) -> str:
        """Two to four sentences."""
        sentences = (self.words(self.chance.randint(9, 24)) for _ in range(self.chance.randint(2, 4)))
        return " ".join(f"{' '.join(each).capitalize()}." for each in sentences)

    def paragraphs(self, least: int, most: int) -> list[str]:
        """So many paragraphs, or a few more."""
        return [self.paragraph() for _ in range(self.chance.randint(least, most))]


def print_all(articles: int, wires: int, reprints: int) -> Iterator[Printed]:
    """So many articles, wires, and reprints of each: framed, cut and edited in turn."""
    chance = random.Random(1)
    writer = Writer(chance)
    lines = [" ".join(writer.words(WORDS_OF_LINES)) for _ in range(OUTLETS)]
    topics = [writer.paragraphs(2, 2) for _ in range(max(1, articles // ON_A_TOPIC))]
    for number in range(articles):
        told = writer.paragraphs(4, 12) + chance.choice(topics)[: chance.choice((0, 0, 1, 2))]
        yield _sign(f"article-{number}", chance.randrange(OUTLETS), told, lines)
    for number in range(wires):
        wire = writer.paragraphs(6, 12) + chance.choice(topics)[:1]
        yield Printed(f"wire-{number}", "reuters", "\n".join(wire), number, "wire")
        for copy in range(reprints):
            how = HOW[copy % len(HOW)]
            told = REPRINTS[how](wire, writer)
            yield _sign(f"reprint-{number}-{copy}", chance.randrange(OUTLETS), told, lines, wire=number, how=how)


def frame(wire: list[str], writer: Writer) -> list[str]:
    """A wire whole, with an outlet's own paragraphs before and behind it."""
    return [*writer.paragraphs(0, 2), *wire, *writer.paragraphs(1, 2)]


def cut(wire: list[str], writer: Writer) -> list[str]:
    """A wire's beginning, from a third of its paragraphs to four fifths."""
    return wire[: max(2, round(len(wire) * writer.chance.uniform(0.35, 0.8)))]


def edit(wire: list[str], writer: Writer) -> list[str]:
    """A wire of which a paragraph is left out, and three to eight of a hundred words are others."""
    share = writer.chance.uniform(0.03, 0.08)
    left = [each for place, each in enumerate(wire) if place != 1 + len(wire) // 2]
    return [" ".join(_replace(word, writer, share) for word in each.split()) for each in left]


REPRINTS = {"framed": frame, "cut": cut, "edited": edit}


def _replace(word: str, writer: Writer, share: float) -> str:
    return writer.words(1)[0] if writer.chance.random() < share else word


def _sign(
    name: str, outlet: int, told: list[str], lines: list[str], *, wire: int | None = None, how: str = ""
) -> Printed:
    return Printed(name, f"outlet-{outlet}", "\n".join([*told, lines[outlet]]), wire, how)
