"""Lies: what a hostile model makes of a sentence, each of one kind, each to be dropped."""

import random
from collections.abc import Callable
from typing import Any, NamedTuple


class Honest(NamedTuple):
    """A sentence, and a draft of it that names nothing else."""

    sentence: str
    title: str
    summary: str


HONEST = (
    Honest(
        "Russia and Ukraine exchanged 300 prisoners on 12 February 2026 near Minsk.",
        "Russia and Ukraine exchange 300 prisoners near Minsk",
        "On 12 February 2026 Russia and Ukraine exchanged 300 prisoners.",
    ),
    Honest(
        "Poland announced on Tuesday that it would spend 4.8% of its GDP on defence in 2027.",
        "Poland announces spending of 4.8% of its GDP on defence",
        "Poland said on Tuesday that it would spend 4.8% of its GDP on defence in 2027.",
    ),
    Honest(
        "Foreign Minister Radosław Sikorski said on 3 March 2026 that Poland would not send troops to Ukraine.",
        "Sikorski: Poland would not send troops to Ukraine",
        "Foreign Minister Radosław Sikorski said that Poland would not send troops to Ukraine.",
    ),
    Honest(
        "NATO's Mark Rutte told reporters in Brussels that allies had pledged €35bn and 40 F-16 jets.",
        "Mark Rutte: allies pledged €35bn and 40 F-16 jets",
        "Mark Rutte told reporters in Brussels of the money and the jets that allies had pledged.",
    ),
    Honest(
        "Germany and France agreed on 24 February 2026 to buy 1,500 vehicles; Italy did not join them.",
        "Germany and France agree to buy 1,500 vehicles; Italy did not join",
        "Italy did not join when Germany and France agreed on 24 February 2026 to buy 1,500 vehicles.",
    ),
)
TEXT = "\n\n".join(each.sentence for each in HONEST)
NAMES = (
    "Belarus", "Viktor Orbán", "Kharkiv", "Wagner", "Johnson", "the Bundestag", "Tusk", "Gazprom", "Estonia", "Reuters",
    "Emmanuel Macron", "OSCE", "Мінськ", "Zhao", "Bush", "IRIS-T", "Nord Stream", "von der Leyen", "McDonald", "北京",
)  # fmt: skip
SMALL_NAMES = (
    "belarus",
    "kharkiv",
    "macron",
    "the kremlin",
    "kaja kallas",
    "estonia",
    "hungarian",
    "turkish",
    "berlin",
)
NUMBERS = (
    "7", "5,000", "3.5", "12%", "$40", "£2m", "twenty", "a dozen", "two million", "half", "Ⅳ", "3²", "¾",
    "５", "9bn", "one hundred", "2.5 million", "thousands", "double", "-4", "1e9", "٣",
)  # fmt: skip
DAYS = (
    "yesterday", "on Friday", "in April", "on 13 February 2026", "in 2031", "last week", "on 2026-05-01", "next month",
    "tomorrow", "on 12 March 2026", "this winter", "in the 1990s", "overnight", "in december", "on sunday", "in Q3",
)  # fmt: skip
OFFICES = ("Prime Minister", "President", "General", "Chancellor", "the spokesman Peter", "Sir")
SIGNS = ("<b>bold</b>", "http://evil.example/x", "a\u200bb", "évil.com", "{{7}}", "§ 5", "→", "a_b", "🙂", "e\u0301vil")
Lie = Callable[[random.Random, Honest], dict[str, Any]]


def tell_honestly(honest: Honest) -> dict[str, Any]:
    """The draft, as a model that tells the truth would give it."""
    return {"quote": honest.sentence, "title": honest.title, "summary": honest.summary, "roles": []}


def _add(draft: dict[str, Any], words: str, draws: random.Random) -> dict[str, Any]:
    """Words somewhere in the title or the summary."""
    field = draws.choice(("title", "summary"))
    split = draft[field].split(" ")
    place = draws.randint(0, len(split))
    return {**draft, field: " ".join([*split[:place], words, *split[place:]])}


def _adds(*offered: str) -> Lie:
    return lambda draws, honest: _add(tell_honestly(honest), draws.choice(offered), draws)


def _invent_passage(draws: random.Random, honest: Honest) -> dict[str, Any]:
    words = honest.sentence.split(" ")
    other = draws.choice([each.sentence for each in HONEST if each != honest])
    quotes = (
        other,
        " ".join(words[:3] + words[4:]),
        honest.sentence.upper(),
        honest.sentence.replace(" ", "  ", 1),
        f"{honest.sentence} It was confirmed.",
        honest.sentence[1:],
        honest.sentence[: len(words[0]) - 1],
        " ".join(reversed(words)),
        " ",
    )
    return {**tell_honestly(honest), "quote": draws.choice(quotes)}


def _quote_less(draws: random.Random, honest: Honest) -> dict[str, Any]:
    """A quotation that stands, but does not have what is said."""
    words = honest.sentence.split(" ")
    return {**tell_honestly(honest), "quote": " ".join(words[: draws.randint(1, 2)])}


def _swap_letters(draws: random.Random, honest: Honest) -> dict[str, Any]:
    """A letter of a name by one that looks like it."""
    title = honest.title
    places = [place for place, letter in enumerate(title) if letter in "aeopcN"]
    place = draws.choice(places)
    alike = dict(zip("aeopcN", "аеорсΝ", strict=True))[title[place]]
    return {**tell_honestly(honest), "title": title[:place] + alike + title[place + 1 :]}


def _change_number(draws: random.Random, honest: Honest) -> dict[str, Any]:
    """A digit of the title or the summary by another."""
    field = draws.choice(
        [each for each in ("title", "summary") if any(map(str.isdigit, getattr(honest, each)))] or [""]
    )
    if not field:
        return _add(tell_honestly(honest), "8", draws)
    text = getattr(honest, field)
    place = draws.choice([place for place, letter in enumerate(text) if letter.isdigit()])
    digit = draws.choice([each for each in "123456789" if each != text[place]])
    return {**tell_honestly(honest), field: text[:place] + digit + text[place + 1 :]}


def _give_role(draws: random.Random, honest: Honest) -> dict[str, Any]:
    actor = draws.choice(("wagner", "united-kingdom", "kaja-kallas", "", "russia'; --", "estonia"))
    return {**tell_honestly(honest), "roles": [{"actor": actor, "role": "initiator"}]}


def _deny(draws: random.Random, honest: Honest) -> dict[str, Any]:
    """The opposite: a negation too many, or one left out."""
    if " not " not in honest.sentence:
        return _add(
            tell_honestly(honest), draws.choice(("never", "did not", "failed to", "denied that it", "no")), draws
        )
    field = draws.choice(("title", "summary"))
    return {**tell_honestly(honest), field: getattr(honest, field).replace(" not ", " ", 1)}


def _join_names(draws: random.Random, honest: Honest) -> dict[str, Any]:
    """A name of two that stand apart."""
    names = [word.strip(".,;:'’") for word in honest.sentence.split() if word[0].isupper() and word[1:].islower()]
    first, *others = draws.sample(names, 2)
    joined = f"{first} {others[0]}"
    if joined in honest.sentence:
        joined = f"{others[0]} {first}"
    return _add(tell_honestly(honest), f"with {joined}", draws)


LIES: dict[str, Lie] = {
    "names": _adds(*NAMES),
    "names in small letters": _adds(*SMALL_NAMES),
    "numbers": _adds(*NUMBERS),
    "days": _adds(*DAYS),
    "offices": _adds(*OFFICES),
    "signs": _adds(*SIGNS),
    "passages": _invent_passage,
    "quotations that are too short": _quote_less,
    "letters that look alike": _swap_letters,
    "other digits": _change_number,
    "roles": _give_role,
    "opposites": _deny,
    "joined names": _join_names,
}
