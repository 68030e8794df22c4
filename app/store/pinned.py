"""Pinned: records as they stood after an earlier change, with what is found now of the passages that they rest on.

What was claimed stays as it was. Whether its passages stand in the attached texts, where, and in which words, is told
as it is at the number that is read: so words appear and vanish with their text, wherever they are shown.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import Connection

from app.rules.grounds import evidence_in, judged_in, with_evidence
from app.rules.texts import digest_of
from app.store import read, texts
from app.store.collection import Collection
from app.store.tables import Source as SourceTable
from schemas import Evidence, Record, Source

R = TypeVar("R", bound=Record)
Key = tuple[str, str]
"""A passage by what it is: the source in whose text it stands, and its digest. Where it stands can change."""


@dataclass(frozen=True)
class Pinned:
    """Reads records as they stood after change `at`, with their passages as they stand after change `seq`.

    What the records themselves no longer say of a passage is told by the attached text, but only where `judging`: texts
    have no history, so an answer that may never change cannot be made of them.
    """

    connection: Connection
    at: int
    seq: int
    judging: bool
    _texts: dict[str, str | None] = field(default_factory=dict)
    _survivors: dict[str, str] = field(default_factory=dict)

    def documents_of(self, collection: Collection, ids: Iterable[str]) -> dict[str, str]:
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

    def records_of(self, collection: Collection, record: type[R], ids: Iterable[str]) -> dict[str, R]:
        """The same as records."""
        documents = self.documents_of(collection, ids)
        return {record_id: record.model_validate_json(document) for record_id, document in documents.items()}

    def _now(self, collection: Collection, ids: Iterable[str]) -> dict[str, str]:
        """The documents that stand in the place of records: their own, or of what they were merged into."""
        wanted = set(ids)
        now = read.documents_of(self.connection, collection.table, wanted, seq=self.seq)
        if gone := wanted - now.keys():
            into = read.survivors_of(self.connection, collection.name, gone, seq=self.seq)
            found = read.documents_of(self.connection, collection.table, into.values(), seq=self.seq)
            now |= {record_id: found[survivor] for record_id, survivor in into.items() if survivor in found}
        return now

    def _found(self, collection: Collection, document: str, now: str | None) -> Record:
        """A record as it stood, with what is found of its passages; `now` is what stands in its place."""
        record = collection.record.model_validate_json(document)
        today = collection.record.model_validate_json(now) if now is not None else None
        if isinstance(record, Source):
            text = today.text if isinstance(today, Source) and today.id == record.id else None
            return record.model_copy(update={"text": text})
        told: dict[Key, deque[Evidence]] = {}
        for _, evidence in evidence_in(today):
            if (key := _key(evidence)) is not None:
                told.setdefault(key, deque()).append(evidence)
        found: Record = with_evidence(record, lambda evidence: self._told(evidence, told))
        return found

    def _told(self, evidence: Evidence, told: dict[Key, deque[Evidence]]) -> Evidence:
        key = _key(evidence)
        if key is None or evidence.selector is None:
            return evidence
        same = told.get(key) or told.get((self._survivor(key[0]), key[1]))
        if same:
            # Of passages in the same words, each in its turn.
            other = same.popleft() if len(same) > 1 else same[0]
            return evidence.model_copy(update={name: getattr(other, name) for name in ("selector", "state", "exact")})
        return judged_in(self._text(key[0]) if self.judging else None, evidence)

    def _survivor(self, source_id: str) -> str:
        """The source that goes on in the place of one."""
        if source_id not in self._survivors:
            into = read.survivors_of(self.connection, "sources", [source_id], seq=self.seq)
            self._survivors[source_id] = into.get(source_id, source_id)
        return self._survivors[source_id]

    def _text(self, source_id: str) -> str | None:
        """The text that was attached to a source after change `seq`; None where it is another one by now."""
        if source_id not in self._texts:
            row = read.document_of(self.connection, SourceTable, source_id, seq=self.seq)
            about = Source.model_validate_json(row.document).text if row is not None else None
            text = texts.text_of(self.connection, source_id) if about is not None else None
            is_it = text is not None and about is not None and digest_of(text) == about.sha256
            self._texts[source_id] = text if is_it else None
        return self._texts[source_id]


def said(record: R) -> R:
    """What a record says, without what is found of its passages and texts: two that say the same are equal in it."""
    if isinstance(record, Source):
        return record.model_copy(update={"text": None})
    plain: R = with_evidence(record, _said)
    return plain


def _said(evidence: Evidence) -> Evidence:
    selector = evidence.selector
    if selector is not None:
        selector = selector.model_copy(update={"start": 0, "end": selector.end - selector.start})
    return evidence.model_copy(update={"selector": selector, "state": "unverified", "exact": None})


def _key(evidence: Evidence) -> Key | None:
    return (evidence.via or evidence.source, evidence.selector.sha256) if evidence.selector is not None else None
