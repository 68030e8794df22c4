"""Context: words that mean somebody only by what stands around them, and adjectives that only tell an office."""

import re
from collections.abc import Iterator, Sequence

from app.language.vocabulary import OFFICES
from app.proposing.parts import ContextHint, say_where
from app.rules.mentions import Word

_TITLES = [tuple(title.split("-")) for title in OFFICES]
_ADDED = frozenset("acting deputy former then outgoing vice late ex new".split())
_NOUNS = (
    "alliance|bloc|union|ministry|government|president|minister|chancellor|premier|ceasefire|truce|talks|summit|"
    "allies|leaders|officials|sides|parties|commission|council|army|military|forces|envoy|spokesman|spokeswoman|"
    "spokesperson|invaders|capital|agency|coalition|community|delegation|negotiators|member states|conflict|war"
)
_HINTS = {
    "en": re.compile(
        rf"\b(?:[Tt]he|[Tt]his|[Bb]oth|[Ii]ts|[Tt]heir|[Ii]nternational|[Aa]llied)\s+(?:[a-z]+\s+)?(?:{_NOUNS})\b"
        r"|^(?:[Ll]eaders|[Aa]llies|[Oo]fficials|They|He|She|It)\b"
    ),
    "de": re.compile(
        r"\b(?:[Dd](?:ie|as|er)|[Bb]eide)\s+(?:Allianz|Bündnis|Regierung|Ministerium|Seiten|Armee|Union)\b"
    ),
    "fr": re.compile(
        r"\b[Ll](?:e\s|a\s|es\s|'|’)(?:alliance|gouvernement|ministère|alliés|dirigeants|parties|armée)\b"
    ),
    "pl": re.compile(r"\b(?:[Ss]ojusz|[Rr]ząd|[Mm]inisterstwo|[Rr]esort|[Oo]bie strony|[Ss]ojusznicy)\b"),
    "uk": re.compile(r"\b(?:[Уу]ряд|[Мм]іністерство|[Сс]торони|[Сс]оюзники|[Оо]бидві сторони)\b"),
}


def find_hints(text: str, *, language: str, taken: bytearray, at: int) -> Iterator[ContextHint]:
    """What in a sentence means somebody by context alone, where no actor is `taken` to be named."""
    pattern = _HINTS.get(language)
    for match in pattern.finditer(text) if pattern is not None else ():
        if not any(taken[match.start() : match.end()]):
            where = say_where(match[0], match.start() + at, match.end() + at)
            reason = f"{where} names nobody: whom or what it means, only what stands around it tells"
            yield ContextHint(match.start() + at, match.end() + at, match[0], reason)


def find_office_holder(words: Sequence[Word], place: int) -> Word | None:
    """Where the name begins of who holds an office that an adjective stands before: `Estonian Prime Minister Kallas`.

    None where no office and no name stand behind the adjective, which is the word at `place`.
    """
    folded = [word.folded for word in words[place + 1 : place + 8]]
    count = len(folded)
    while folded and folded[0] in _ADDED:
        folded.pop(0)
    title = next((each for each in _TITLES if tuple(folded[: len(each)]) == each), None)
    if title is None:
        return None
    behind = place + 1 + count - len(folded) + len(title)
    return next((word for word in words[behind : behind + 1] if word.is_capital and word.place == "within"), None)
