"""Catching up: texts that were attached, or have changed, are read for proposals, one in each transaction."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

import structlog
from sqlalchemy import Connection, Select, delete, insert, or_, select, update

from app.language.folding import fold
from app.proposing.drafting import day_of, draft_development, list_parts
from app.proposing.known_records import KnownRecords, KnownSoFar
from app.proposing.lemmas import load_lemmas
from app.proposing.parts import SentenceReading
from app.proposing.proposing import read_text
from app.resources import COLLECTIONS, DEVELOPMENTS, SOURCES
from app.rules.grounds import evidence_in
from app.rules.texts import digest_of
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow, TextReadRow
from app.store.service_tables import SourceTextRow
from app.store.tables import SourceVersion
from app.store.write import Writer, writing
from schemas import Selector, Source

READER = "collector"
"""By whom texts are read; it writes no record."""
log = structlog.get_logger()
FOUND_AT_ONCE = 500
"""How many texts that were not read are looked for at a time."""
_texts = columns_of(SourceTextRow)
_sources = columns_of(SourceVersion)
_reads = columns_of(TextReadRow)
_proposals = columns_of(ProposalRow)


class UnreadText(NamedTuple):
    """A source and its text, with what it is held against."""

    source: Source
    text: str
    known: KnownSoFar


class TextReader:
    """Reads the texts of a database, one after the other; keeps what they are held against until that changes."""

    def __init__(self, database: Database, known: KnownRecords | None = None) -> None:
        self._database = database
        self._known = known if known is not None else KnownRecords()
        self._waiting: list[str] = []

    def read_next(self) -> int | None:
        """Read a text that was not read yet, and keep what it proposes: how many; None where every text was read."""
        with self._database.read_primary() as connection:
            if not self._waiting:
                first = find_unread().order_by(_sources.seq).limit(FOUND_AT_ONCE)
                self._waiting = [*connection.execute(first).scalars()][::-1]
            if not self._waiting:
                return None
            unread = self._take_up(connection, self._waiting.pop())
        if unread is None:
            return 0
        readings = _read(unread)
        with writing(self._database, COLLECTIONS, by=READER) as writer:
            return _keep(writer, unread, readings)

    def _take_up(self, connection: Connection, source_id: str) -> UnreadText | None:
        """A source with its text; None where either is gone by now."""
        stands = (_sources.id == _texts.id) & _sources.until.is_(None)
        query = select(_sources.document, _texts.text).join_from(SourceTextRow, SourceVersion, stands)
        row = connection.execute(query.where(_texts.id == source_id)).one_or_none()
        if row is None:
            return None
        return UnreadText(Source.model_validate_json(row.document), row.text, self._known.read(connection))


def find_unread() -> Select[tuple[str]]:
    """A query for the sources whose texts were attached, or that were changed, since they were read."""
    is_unread = or_(_reads.seq.is_(None), _reads.seq < _sources.seq)
    stands = (_sources.id == _texts.id) & _sources.until.is_(None)
    query = select(_sources.id).join_from(SourceTextRow, SourceVersion, stands)
    return query.outerjoin(TextReadRow, _reads.source == _texts.id).where(is_unread)


def _read(unread: UnreadText) -> list[SentenceReading]:
    try:
        return read_text(
            unread.text,
            day=day_of(unread.source, dt.datetime.now(dt.UTC)),
            language=unread.source.language or "en",
            register=unread.known.register,
            lemmas=load_lemmas(),
        )
    except Exception:  # whatever a rule of reading does not expect: no other text waits for that
        log.exception("a text cannot be read for proposals", source=unread.source.id)
        return []


def digest_words(words: str) -> str:
    """What two sentences share that say the same in the same words: a digest of them, folded."""
    return sha256(" ".join(fold(words).split()).encode()).hexdigest()


def near_what_they_became(development: str) -> dict[str, Any]:
    """What a proposal may be whose words, in another source, became a development, by its columns."""
    reason = "the same words, in another source, became it"
    return {"verdict": "more-evidence", "near": development, "nearness": 1.0, "near_reason": reason}


def _keep(writer: Writer, unread: UnreadText, readings: Sequence[SentenceReading]) -> int:
    """Keep what a text proposes, but what was proposed or rejected before, or what a record rests on already."""
    connection, source_id = writer.connection, unread.source.id
    source, text = writer.current.record(SOURCES.name, source_id), writer.current.text(source_id)
    if not isinstance(source, Source) or text != unread.text:
        return 0  # it was changed meanwhile, and is read again
    _withdraw(connection, source_id, text)
    spoken_for = {(each.start, each.end) for each in _list_selected(writer, source_id)}
    rows = [_row_of(reading, unread) for reading in readings]
    decided = _find_decided(connection, [row["words"] for row in rows])
    query = select(_proposals.start, _proposals.sha256).where(_proposals.source == source_id)
    there = {tuple(row) for row in connection.execute(query.where(_proposals.state != "withdrawn"))}
    fresh = [
        row
        for row in rows
        if (row["start"], row["sha256"]) not in there
        and decided.get(row["words"], "") is not None
        and not any(start < row["end"] and row["start"] < end for start, end in spoken_for)
    ]
    for row in fresh:
        became = (decided.get(row["words"]) or "").partition("/")[2]
        if became and writer.current.record(DEVELOPMENTS.name, became) is not None:
            row.update(near_what_they_became(became))
    if fresh:
        connection.execute(insert(ProposalRow), fresh)
    connection.execute(delete(TextReadRow).where(_reads.source == source_id))
    read = {"source": source_id, "seq": writer.current.made_by(SOURCES.name, source_id), "sha256": digest_of(text)}
    connection.execute(insert(TextReadRow), read)
    return len(fresh)


def _withdraw(connection: Connection, source_id: str, text: str) -> None:
    """Take back what is open of a text whose words do not stand there any more."""
    is_open = (_proposals.source == source_id) & (_proposals.state == "open")
    columns = (_proposals.id, _proposals.start, _proposals.end, _proposals.sha256)
    for row in connection.execute(select(*columns).where(is_open)).all():
        if digest_of(text[row.start : row.end]) != row.sha256:
            now = dt.datetime.now(dt.UTC)
            taken = update(ProposalRow).where(_proposals.id == row.id)
            connection.execute(taken.values(state="withdrawn", revision=_proposals.revision + 1, updated_at=now))


def _list_selected(writer: Writer, source_id: str) -> Iterator[Selector]:
    """The passages of a source's text that records rest on."""
    for key in writer.current.naming(SOURCES.name, source_id):
        record = writer.current.record(*key)
        for _, ground in evidence_in(record):
            if ground.selector is not None and source_id == (ground.via or ground.source):
                yield ground.selector


def _find_decided(connection: Connection, words: Iterable[str]) -> dict[str, str | None]:
    """Which of these words were decided on, in whatever source they stood: the record that they became, if any."""
    decided = _proposals.words.in_(set(words)) & _proposals.state.in_(("accepted", "rejected"))
    query = select(_proposals.words, _proposals.outcome).where(decided).order_by(_proposals.state, _proposals.id)
    return {row.words: row.outcome for row in connection.execute(query)}


def _row_of(reading: SentenceReading, unread: UnreadText) -> dict[str, Any]:
    sentence, now = reading.sentence, dt.datetime.now(dt.UTC)
    digest = digest_of(sentence.words)
    judged = unread.known.neighbourhood.judge(reading)
    selector = {"start": sentence.start, "end": sentence.end, "sha256": digest}
    evidence = {"source": unread.source.id, "locator": None, "selector": selector, "stance": "asserts"}
    parts = [part.model_dump(mode="json") for part in list_parts(reading)]
    return {
        "state": "open",
        "source": unread.source.id,
        **selector,
        "words": digest_words(sentence.words),
        "exact": sentence.words,
        "heading": reading.heading,
        "reason": reading.reason,
        "verdict": judged.verdict,
        "near": judged.development,
        "nearness": judged.nearness,
        "near_reason": judged.reason,
        "actors": f" {' '.join(reading.actor_ids)} ",
        "themes": f" {' '.join(each.theme for each in reading.themes)} ",
        "parts": json.dumps(parts, ensure_ascii=False),
        "draft": json.dumps(draft_development(reading, unread.source, evidence), ensure_ascii=False),
        "model_due_at": now,
        "revision": 1,
        "created_at": now,
        "updated_at": now,
    }
