"""Spelling: American and British spellings of a word are one."""

import re
from pathlib import Path

_ENDINGS = ("", "s", "d", "ed", "ing", "r", "er", "rs", "ers", "able", "ably", "ful", "fully", "less", "ly")
_LINES = (Path(__file__).parent / "spellings.txt").read_text("utf-8").splitlines()
_BRITISH = {
    f"{american}{ending}": f"{british}{ending}"
    for american, british in (line.split() for line in _LINES if not line.startswith("#"))
    for ending in _ENDINGS
}
# Short words, as prize and seize, are spelt so everywhere; what is mapped beyond them is no other word by it.
_Z = re.compile("(?:(?<=[a-z]{3}i)|(?<=[a-z]{2}y))z(?=(?:e|es|ed|er|ers|ing|ation|ations|ational|able)$)")


def british(word: str) -> str:
    """`organized` → `organised`, `defense` → `defence`: the British spelling of a folded word; any other as it is."""
    return _BRITISH.get(word) or _Z.sub("s", word)
