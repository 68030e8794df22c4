"""Texts: how what a source says in full is kept, and what its record says of it."""

import datetime as dt
import re
import unicodedata
from hashlib import sha256

from app.errors import Invalid
from schemas import Fault, with_line_feeds
from schemas import SourceText as About

_PLANES = "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
_NO_CHARACTER = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef{_PLANES}]")
"""Control characters besides tab and line feed, and what is no character in any plane of Unicode."""


def about_text(text: str, *, before: About | None, at: dt.datetime) -> About:
    """What a source's record says of the text that is attached to it, given what it said before."""
    digest = digest_of(text)
    since = before.attached_at if before is not None and before.sha256 == digest else at
    return About(sha256=digest, characters=len(text), attached_at=since)


def normalize_text(body: bytes) -> str:
    """A text as it is kept: UTF-8 without a byte order mark, in Unicode's form C, with line feeds.

    Line feeds end its lines and its pages: a form feed counts as white space, and takes no less room.
    Raises `Invalid` where it is no UTF-8, is empty, or holds a control character or what is no character.
    """
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong(f"is no UTF-8 from byte {error.start}") from None
    text = unicodedata.normalize("NFC", with_line_feeds(text.removeprefix("\ufeff")))
    if not text.strip():
        raise _wrong("is empty")
    if wrong := _NO_CHARACTER.search(text):
        raise _wrong(f"has U+{ord(wrong[0]):04X} at character {wrong.start()}, which is no character of a text")
    return text


def digest_of(text: str) -> str:
    """SHA-256 of a text in UTF-8, in hexadecimal."""
    return sha256(text.encode()).hexdigest()


def _wrong(message: str) -> Invalid:
    return Invalid("the text cannot be kept", faults=[Fault(in_="body", pointer="", message=message)])
