"""Folding: the form of a word in which two spellings of one name are equal, and in which titles are sorted."""

import re
import unicodedata
from functools import lru_cache

LONGEST_FOLDED = 400
"""How many characters of a folded text are told apart: some letters unfold to many, and indexes hold what is folded."""
# Letters with a stroke or a ligature have no decomposition in Unicode; their plain spelling is a matter of custom.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
HYPHENS = "-‐‑‒–−"
"""What joins words and looks like a hyphen."""
APOSTROPHES = str.maketrans(dict.fromkeys("’‘‛ʼʻʽʹ′´`＇", "'"))
"""What looks like an apostrophe, each to become one."""
_SIGNS = APOSTROPHES | str.maketrans(dict.fromkeys(f"{HYPHENS}—―", "-"))
_INITIALS = re.compile(r"(?<![^\W_])([^\W\d_])\.")
_VOICED = "\u3099\u309a"
"""The marks that make other letters of kana, and no accents."""


def fold(text: str) -> str:
    """`Radosław  Sikorski` → `radoslaw sikorski`, `U.S.` → `us`: no case, no accents, no full stops behind initials.

    Nothing unseen, one space between words, one sign for all that look like a hyphen, and for all like an apostrophe.
    """
    if text.isascii():
        plain = text.lower().translate(APOSTROPHES)
    else:
        decomposed = unicodedata.normalize("NFKD", text.translate(_SIGNS))
        bare = "".join(
            each
            for each in decomposed
            if each in _VOICED or not (unicodedata.combining(each) or unicodedata.category(each) == "Cf")
        )
        plain = unicodedata.normalize("NFC", bare.casefold().translate(_PLAIN).translate(_SIGNS))
    return " ".join(_INITIALS.sub(r"\1", plain).split())[:LONGEST_FOLDED]


def fold_name(name: str) -> str:
    """A name as it is asked for: folded, without an article."""
    folded = fold(name)
    return folded.removeprefix("the ")


@lru_cache(maxsize=2_000)
def readings_of_name(name: str) -> tuple[str, ...]:
    """What a name may be, folded: without its article, `Kallas, Kaja` as `kaja kallas`, or as it is written."""
    folded = fold(name)
    bare = folded.removeprefix("the ")
    family, *given = (part.strip() for part in bare.split(","))
    turned = (f"{given[0]} {family}",) if len(given) == 1 else ()
    return tuple(dict.fromkeys((bare, *turned, folded)))
