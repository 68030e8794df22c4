"""Other names: what states and organisations are called in Polish, German, French, Ukrainian and Russian."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_ENDINGS = {
    "pl": (
        "i a e y ie ą ę u o em owi ów om ami ach im ich ego emu ej iej iego iemu iem ii ię ią im imi ym ymi ych imi "
        "skiego skiemu skim sku k ka ki kę ką ków kowi kiem kom kami kach ce cy ec ca nin nina nie nom"
    ),
    "de": "e en er es em s n in innen ern",
    "fr": "s e es ne nes le les te tes ive ives aise aises",
    "uk": (
        "а у ові ом ем і ю я єм єві ою ею и ів ам ами ах ий ого ому им ім ій ої е ими их ським ськими ь ею ею єю ї й "
        "єм ин ина ця цю цем ці ям ями ях ка ку кою ки"
    ),
    "ru": "а у ом ем е и ой ою ы ов ам ами ах ий ого ому им ая ую ое ие их ими ем ю я ой ей ь ин ина ка ку ки",
}
"""The endings of nouns and adjectives of a language, by which forms of one name differ."""
_BARE = {"pl": "aeiyoą", "uk": "аеиоіуяюєїйь", "ru": "аеиоуыэюяйь", "de": "", "fr": ""}
_ENDINGS_OF = {language: frozenset(endings.split()) | {""} for language, endings in _ENDINGS.items()}
SHORTEST_STEM = 3
"""How many letters the forms of a name must have in common."""


class OtherNames(NamedTuple):
    """A language's names: of states by their codes, the beginnings of what is called after them, of organisations.

    `places` are forms that are compared as they are written; `states` lead to a code, `bodies` to the folded English
    name of an organisation, `adjectives` are beginnings in small letters with the code each leads to.
    """

    states: Mapping[str, str]
    bodies: Mapping[str, str]
    adjectives: Sequence[tuple[str, str]]
    pattern: re.Pattern[str]


@lru_cache(maxsize=16)
def names_in_language(language: str) -> OtherNames | None:
    """The names of a language that has a table; None of English and of what has none."""
    table = _tables().get(language)
    if table is None:
        return None
    states: dict[str, str] = {}
    adjectives: list[tuple[str, str]] = []
    for line in table["states"].strip().splitlines():
        names, _, called = line.partition(" | ")
        code, *forms = names.split()
        states.update((form.replace("~", " "), code) for form in forms)
        adjectives += [(each.rstrip("~"), code) for each in called.split()]
        adjectives += [(f"{each[:-2]}c", code) for each in called.split() if each.endswith(("sk~", "ck~", "zk~"))]
    bodies = {
        form: english
        for english, forms in _tables()["organisations"].get(language, {}).items()
        for form in map(str.strip, forms.split(";"))
    }
    every = sorted((*states, *bodies), key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(re.escape(each) for each in every)})(?![\w])")
    adjectives.sort(key=lambda each: -len(each[0]))
    return OtherNames(states, bodies, adjectives, pattern)


def is_form(word: str, name: str, language: str) -> bool:
    """Whether a word is a name with another ending of a language: both in small letters, not folded.

    A name is compared without the vowel it ends in: `Сікорського` is a form of `Сікорський`, `Macrona` of `Macron`.
    """
    endings = _ENDINGS_OF.get(language)
    if endings is None or word == name:
        return word == name
    stem = name
    if language in ("pl", "uk", "ru"):
        stem = re.sub("(?:ий|ый|ой|ій)$", "", name) if language != "pl" else name
        if stem == name and name[-1] in _BARE[language]:
            stem = name[:-1]
    return len(stem) >= SHORTEST_STEM and word.startswith(stem) and word[len(stem) :] in endings


def code_called_after(word: str, names: OtherNames, language: str) -> str | None:
    """The state that something is called after: `rosyjskich` → RU; None where it is no such word."""
    small = word.lower()
    for beginning, code in names.adjectives:
        begins = (word if beginning[0].isupper() else small).startswith(beginning)
        if begins and small[len(beginning) :] in _ENDINGS_OF[language]:
            return code
    return None


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("other_names.toml").read_text("utf-8"))
