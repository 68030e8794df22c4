"""Moved words: where the words of a passage have gone in another text, case by case and after any edits."""

import random
from hashlib import sha256
from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.rules import finding
from app.rules.finding import Quote, find_again, occurrences, quote_at
from app.store.database import Database
from app.store.write import writing
from schemas import Selector
from tests import examples
from tests.evidence.following import lost
from tests.evidence.passages import passage


def of(text: str, words: str, *, start: int = 0) -> Selector:
    return Selector(**passage(text, words, start=start))


@pytest.mark.parametrize(
    ("old", "words", "new", "place"),
    [
        ("It was so.", "was", "Now it was so.", 7),
        ("It was so.", "was", "It is so.", None),
        ("It was so.", "It was so.", "It was so. It was so.", 0),  # it is there, and nothing tells of another place
        ("It was so.", "It was so.", "So. It was so. It was so.", None),
        ("It was so.", "so", "So it was so. So what? It was so far.", None),
        ("It was so.", "was", "It was so, so it was so. It was so.", 28),  # all that stood around it stands there
        ("aaa", "aa", "aaaa", 0),
        ("aab", "aa", "baab", 1),
        ("x aa", "aa", "aaa", None),  # overlapping places are two
        ("é 😀 now", "now", "😀 é 😀 now", 6),
    ],
)  # fmt: skip
def test_where_words_have_gone(old: str, words: str, new: str, place: int | None) -> None:
    selector = of(old, words)
    assert find_again(new, {selector: quote_at(old, selector)}).get(selector) == place


def test_less_than_twenty_characters_around_tell_nothing() -> None:
    old = f"{'a' * 30}{'b' * 19} it was so. {'c' * 40}"
    selector = of(old, "it was so.")
    quote = quote_at(old, selector)
    once = f"{'d' * 33}{'b' * 19} it was so. {'c' * 40} it was so. "
    assert find_again(once, {selector: quote}) == {selector: once.index("it")}  # 20 with the space
    assert find_again(once.replace("b it", "e it"), {selector: quote}) == {}
    assert find_again(f"{once}{once}", {selector: quote}) == {}
    more = f"{once} {'f' * 10}{'a' * 4}{'b' * 19} it was so. {'c' * 40}"
    assert find_again(more, {selector: quote}) == {selector: more.rindex("it")}


def test_words_of_any_length_are_found_wherever_they_stand() -> None:
    rng = random.Random(12)
    text = "".join(rng.choice("ab ") for _ in range(300))
    wanted = {text[start : start + length] for length in (1, 2, 3, 5, 7, 15, 31, 40, 120) for start in range(0, 180, 3)}
    wanted |= {"c", "ab" * 30}
    found = occurrences(text, wanted, most=1000)
    for words in wanted:
        assert sorted(found[words]) == [start for start in range(len(text)) if text.startswith(words, start)], words


def test_a_text_that_repeats_itself_beyond_measure_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_LOOKED", 100)
    selector = of("b" + "a" * 40, "a" * 40)
    assert find_again("a" * 5000 + "b", {selector: Quote("a" * 40, "b", "")}) == {selector: 1}
    assert find_again("c" + "a" * 39 + "b" * 5000, {selector: Quote("a" * 40, "b", "")}) == {}


SENTENCES = (
    "They met. ",
    "They met again. ",
    "No. ",
    "Yes, they met. ",
    "The minister spoke to the press there. ",
    "Noon. ",
)


def edited(rng: random.Random, text: str) -> str:
    """The text with some of it doubled, taken away, put elsewhere, or with something new in it."""
    for _ in range(rng.randint(1, 3)):
        start, end = sorted(rng.randint(0, len(text)) for _ in range(2))
        end = min(end, start + 90)
        some, place = text[start:end], rng.randint(0, len(text))
        rest = text[:start] + text[end:]
        text = rng.choice([
            rest, text[:place] + some + text[place:], text[:place] + rng.choice(SENTENCES) + text[place:],
            rest[:place] + some + rest[place:], f"{rng.choice(SENTENCES)}{text}",
        ])  # fmt: skip
    return text.strip()[:1500] or "Nothing."


class Plain:
    """A passage by the rule itself: where it is said to begin, its words, and what stood around them."""

    def __init__(self, text: str, start: int, words: str) -> None:
        self.start, self.words, self.stands = start, words, True
        self.look_around(text)

    def look_around(self, text: str) -> None:
        self.before = text[max(self.start - 80, 0) : self.start]
        self.after = text[self.start + len(self.words) : self.start + len(self.words) + 80]

    def follow(self, text: str) -> None:
        """Go where the words are in the next text."""
        places = [place for place in range(len(text)) if text.startswith(self.words, place)]
        here = [place for place in places if place == self.start]
        within = [[place for place in places if self.agrees(text, place, width)] for width in range(20, 81)]
        tries = [[place for place in here if self.agrees(text, place, 80)], places, *within, here]
        told = next((some[0] for some in tries if len(some) == 1), None)
        self.stands = told is not None
        if told is not None:
            self.start = told
            self.look_around(text)

    def agrees(self, text: str, place: int, width: int) -> bool:
        before, after = self.before[-width:], self.after[:width]
        return text[:place].endswith(before) and text[place + len(self.words) :].startswith(after)


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_lead_where_the_rule_says(database: Database, seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice(SENTENCES) for _ in range(30)).strip()
    plain: list[Plain] = []
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="minutes"))
        writer.attach("minutes", text)
        for number in range(25):
            start = rng.randint(0, len(text) - 2)
            words = text[start : start + rng.choice((1, 4, 9, 25, 60))]
            plain.append(Plain(text, start, words))
            selector = Selector(start=start, end=start + len(words), sha256=sha256(words.encode()).hexdigest())
            evidence = [{"source": "minutes", "selector": selector}]
            writer.create("developments", examples.development(id=f"d-{number}", evidence=evidence))
    before = text
    for _ in range(40):
        # Now and then the text before comes back.
        before, text = text, before if rng.random() < 0.2 else edited(rng, text)
        with writing(database, COLLECTIONS, by="test") as writer:
            writer.attach("minutes", text)
        with writing(database, COLLECTIONS, by="test") as writer:
            for number, each in enumerate(plain):
                each.follow(text)
                record: Any = writer.current.existing("developments", f"d-{number}")
                (found,) = record.evidence
                assert (found.selector.start, found.state, found.exact) == (
                    each.start, "verified" if each.stands else "orphaned", each.words if each.stands else None
                ), (seed, number, each.words)  # fmt: skip
    assert lost(database) <= {("minutes", each.words) for each in plain if not each.stands}
