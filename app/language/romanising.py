"""Romanising: words of other scripts in Latin letters, for ids, and to tell which names are alike."""

import re
import unicodedata
from functools import lru_cache

from anyascii import anyascii

from app.language.folding import APOSTROPHES, fold

# The official table of Ukraine (Cabinet resolution 55 of 2010): letters that begin a word, and as they stand elsewhere.
_FIRST = dict(zip("є ї й ю я".split(), "ye yi y yu ya".split(), strict=True))
_ELSEWHERE = str.maketrans(
    dict(
        zip(
            "а б в г ґ д е є ж з и і ї й к л м н о п р с т у ф х ц ч ш щ ю я".split(),
            "a b v h g d e ie zh z y i i i k l m n o p r s t u f kh ts ch sh shch iu ia".split(),
            strict=True,
        )
    )
    | {"ь": ""}
)
_UKRAINIAN = re.compile("[іїєґ]|[сзц]ьк|(?<=[а-я])'(?=[юя])")
_NOT_UKRAINIAN = re.compile("[ыэъёўђѓѕјљњћќџ]")
_CYRILLIC = re.compile("[а-яё]")


@lru_cache(maxsize=1 << 15)
def romanise(text: str) -> str:
    """A text in small Latin letters: Ukrainian by its official table, all else as is customary for each letter."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFC", text).casefold().translate(APOSTROPHES)
    is_ukrainian = _UKRAINIAN.search(plain) and not _NOT_UKRAINIAN.search(plain)
    return _in_latin(_from_ukrainian(plain) if is_ukrainian else plain)


def slugify(text: str) -> str:
    """A readable id made from a title: ASCII letters and digits, at most 80 characters; empty where it has neither."""
    return re.sub("[^a-z0-9]+", "-", fold(romanise(text))).strip("-")[:80].strip("-")


@lru_cache(maxsize=1 << 15)
def spellings(folded: str) -> tuple[str, ...]:
    """How a folded name may be written in Latin letters: several ways where its letters do not tell its language."""
    if folded.isascii():
        return (folded,)
    every = [romanise(folded)]
    if _CYRILLIC.search(folded):
        every += [_in_latin(_from_ukrainian(folded)), _in_latin(folded)]
    return tuple(dict.fromkeys(every))


def _from_ukrainian(text: str) -> str:
    begun = re.sub("(?<![\\w'])[єїйюя]", lambda letter: _FIRST[letter[0]], text.replace("зг", "zgh"))
    return re.sub("(?<=[а-яіїєґ])'(?=[а-яіїєґ])", "", begun).translate(_ELSEWHERE)


def _in_latin(text: str) -> str:
    """Letters, figures and their marks in ASCII; what is none stays as it is."""
    return "".join(each if each.isascii() or not _is_letter(each) else _letter(each) for each in text)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN"


@lru_cache(maxsize=1 << 12)
def _letter(letter: str) -> str:
    """A letter in ASCII, without the signs that stand for soft ones."""
    return anyascii(letter).replace("'", "").lower()
