"""Passages: words that were selected in a source's text, and what a development would be that they say."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, select

from app.desk.frame.forms import Typed
from app.proposing.actors import ActorRegister
from app.proposing.drafting import day_of, draft_development, list_parts
from app.proposing.lemmas import load_lemmas
from app.proposing.parts import TextSentence
from app.proposing.proposing import read_sentence, select_sentence
from app.store import texts
from app.store.metadata import columns_of
from app.store.read import ANY_NUMBER, documents_of
from app.store.tables import ActorVersion, SourceVersion
from schemas import LONGEST_PASSAGE, SLUG, Actor, ProposedPart, Source

PASSAGE_MARK = ("from-source", "from-start", "from-end")
"""The fields of a form that is filled from a passage: its source, its first character, and the one after its last."""
_actors = columns_of(ActorVersion)


@dataclass(frozen=True)
class PassageReading:
    """A passage of a source's text: its words, the development that they say, and the reason of each part of it."""

    source: Source
    start: int
    end: int
    words: str
    draft: Mapping[str, Any]
    parts: tuple[ProposedPart, ...]

    @property
    def evidence(self) -> dict[str, Any]:
        """The passage as a piece of evidence."""
        ground: dict[str, Any] = self.draft["evidence"][0]
        return ground

    @property
    def mark(self) -> str:
        """What leads to a form that is filled from the passage."""
        return mark_passage(self.source.id, self.start, self.end)


def mark_passage(source_id: str, start: int, end: int) -> str:
    """The query string of a form that is filled from a passage."""
    return urlencode(dict(zip(PASSAGE_MARK, (source_id, start, end), strict=True)))


def take_mark(typed: Typed) -> tuple[str, str, str]:
    """What a form, or its address, says of the passage that it is filled from."""
    source, start, end = (typed.value(name) for name in PASSAGE_MARK)
    return source, start, end


def keep_mark(asked: Typed) -> list[tuple[str, str]]:
    """The fields of a form that keep what it is filled from."""
    return [(name, asked.value(name)) for name in PASSAGE_MARK if asked.value(name)]


def read_passage(connection: Connection, source_id: str, start: str, end: str) -> PassageReading | None:
    """A passage as it is read; None where there is no such source or text, or nothing in it that can be a passage."""
    is_id = re.fullmatch(SLUG, source_id) is not None
    found = documents_of(connection, SourceVersion, [source_id], seq=ANY_NUMBER) if is_id else {}
    text = texts.text_of(connection, source_id) if found else None
    places = [int(each) for each in (start, end) if each.isascii() and each.isdigit() and len(each) <= 9]
    if text is None or len(places) < 2:
        return None
    first, last = trim(text, places[0], min(places[1], len(text)))
    if not first < last <= first + LONGEST_PASSAGE:
        return None
    return _read(connection, Source.model_validate_json(found[source_id]), TextSentence(first, last, text[first:last]))


def trim(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of a text without the white space at its ends."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _read(connection: Connection, source: Source, sentence: TextSentence) -> PassageReading:
    documents = connection.execute(select(_actors.document).where(_actors.until.is_(None))).scalars()
    register = ActorRegister(Actor.model_validate_json(each) for each in documents)
    reading = read_sentence(
        sentence,
        day=day_of(source, dt.datetime.now(dt.UTC)),
        language=(source.language or "en").lower().partition("-")[0],
        register=register,
        lemmas=load_lemmas(),
    )
    evidence = {
        "source": source.id,
        "selector": select_sentence(sentence).model_dump(),
        "stance": "asserts",
        "exact": sentence.words,
    }
    drafted = draft_development(reading, source, evidence)
    return PassageReading(source, sentence.start, sentence.end, sentence.words, drafted, tuple(list_parts(reading)))
