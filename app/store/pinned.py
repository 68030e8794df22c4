"""Pinned: records as they stood after an earlier change, with what is found now of the passages that they rest on.

What was claimed stays as it was. Whether its passages stand in the attached texts, where, and in which words, is told
as it is at the number that is read: so words appear and vanish with their text, wherever they are shown.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from sqlalchemy import Connection

from app.rules.grounds import evidence_in, judge_in_text, passage_of, with_evidence
from app.rules.texts import digest_of
from app.store import read, texts
from app.store.collection import AnyCollection
from schemas import Evidence, Record, SourceText

R = TypeVar("R", bound=Record)


class PassageWords(NamedTuple):
    """A passage by what it is: the source in whose text it stands, and its digest. Where it stands can change."""

    source: str
    sha256: str


@dataclass(frozen=True)
class Pinned:
    """Reads records as they stood after change `at`, with their passages as they stand after change `seq`.

    `sources` is the collection to which the texts are attached.
    What the records themselves no longer say of a passage is told by the attached text, but only where `judging`: texts
    have no history, so an answer that may never change cannot be made of them.
    """

    connection: Connection
    sources: AnyCollection
    at: int
    seq: int
    judging: bool
    _texts: dict[str, str | None] = field(default_factory=dict)
    _survivors: dict[str, str] = field(default_factory=dict)

    def documents_of(self, collection: AnyCollection, ids: Iterable[str]) -> dict[str, str]:
        """The documents of those records that stood, by id, in order of id."""
        then = read.documents_of(self.connection, collection.table, ids, seq=self.at)
        if self.at == self.seq:
            return then
        now = self._now(collection, then)
        return {
            record_id: document
            if now.get(record_id) == document
            else self._found(collection, document, now.get(record_id)).model_dump_json()
            for record_id, document in then.items()
        }

    def records_of(self, collection: AnyCollection, record: type[R], ids: Iterable[str]) -> dict[str, R]:
        """The same as records."""
        documents = self.documents_of(collection, ids)
        return {record_id: record.model_validate_json(document) for record_id, document in documents.items()}

    def _now(self, collection: AnyCollection, ids: Iterable[str]) -> dict[str, str]:
        """The documents that stand in the place of records: their own, or of what they were merged into."""
        wanted = set(ids)
        now = read.documents_of(self.connection, collection.table, wanted, seq=self.seq)
        if gone := wanted - now.keys():
            into = read.survivors_of(self.connection, collection.name, gone, seq=self.seq)
            found = read.documents_of(self.connection, collection.table, into.values(), seq=self.seq)
            now |= {record_id: found[survivor] for record_id, survivor in into.items() if survivor in found}
        return now

    def _found(self, collection: AnyCollection, document: str, now: str | None) -> Record:
        """A record as it stood, with what is found of its passages; `now` is what stands in its place."""
        record: Record = collection.record.model_validate_json(document)
        today = collection.record.model_validate_json(now) if now is not None else None
        if (text := collection.derivation.text) is not None:
            is_same = today is not None and today.id == record.id
            return record.model_copy(update={text: getattr(today, text) if is_same else None})
        told: dict[PassageWords, deque[Evidence]] = {}
        for _, evidence in evidence_in(today):
            if (key := _passage_of(evidence)) is not None:
                told.setdefault(key, deque()).append(evidence)
        return with_evidence(record, lambda evidence: self._told(evidence, told))

    def _told(self, evidence: Evidence, told: dict[PassageWords, deque[Evidence]]) -> Evidence:
        key = _passage_of(evidence)
        if key is None or evidence.selector is None:
            return evidence
        same = told.get(key) or told.get(PassageWords(self._survivor(key.source), key.sha256))
        if same:
            # Of passages in the same words, each in its turn.
            other = same.popleft() if len(same) > 1 else same[0]
            return evidence.model_copy(update={name: getattr(other, name) for name in ("selector", "state", "exact")})
        return judge_in_text(self._text(key.source) if self.judging else None, evidence)

    def _survivor(self, source_id: str) -> str:
        """The source that goes on in the place of one."""
        if source_id not in self._survivors:
            into = read.survivors_of(self.connection, self.sources.name, [source_id], seq=self.seq)
            self._survivors[source_id] = into.get(source_id, source_id)
        return self._survivors[source_id]

    def _text(self, source_id: str) -> str | None:
        """The text that was attached to a source after change `seq`; None where it is another one by now."""
        if source_id not in self._texts:
            about = self._about_text(source_id)
            text = texts.text_of(self.connection, source_id) if about is not None else None
            is_it = text is not None and about is not None and digest_of(text) == about.sha256
            self._texts[source_id] = text if is_it else None
        return self._texts[source_id]

    def _about_text(self, source_id: str) -> SourceText | None:
        """What a source told of its text after change `seq`."""
        row = read.document_of(self.connection, self.sources.table, source_id, seq=self.seq)
        field = self.sources.derivation.text
        if row is None or field is None:
            return None
        about: SourceText | None = getattr(self.sources.record.model_validate_json(row.document), field)
        return about


def _passage_of(evidence: Evidence) -> PassageWords | None:
    place = passage_of(evidence)
    return PassageWords(place.source, place.selector.sha256) if place is not None else None
