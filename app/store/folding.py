"""Folding: the form of a word in which two spellings of one name are equal, and in which titles are sorted."""

import re
import unicodedata

LONGEST = 400
"""How many characters of a folded text are told apart: some letters unfold to many, and indexes hold what is folded."""
# Letters with a stroke or a ligature have no decomposition in Unicode; their plain spelling is a matter of custom.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—−"), "-")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'"})


def fold(text: str) -> str:
    """`Radosław  Sikorski` → `radoslaw sikorski`: no case, no accents, nothing unseen, one space between words."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())[:LONGEST]
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(
        each for each in decomposed if not unicodedata.combining(each) and unicodedata.category(each) != "Cf"
    )
    plain = bare.casefold().translate(_PLAIN).translate(_QUOTES)
    return " ".join(unicodedata.normalize("NFC", plain).split())[:LONGEST]


def slugify(text: str) -> str:
    """A readable id made from a title: folded, ASCII letters and digits, at most 80 characters, never empty."""
    ascii_only = fold(text).translate(_DASHES).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80].strip("-")
    return slug or "record"
