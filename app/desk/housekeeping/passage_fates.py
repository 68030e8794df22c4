"""Fates of passages: what a new version of a source's text makes of each, and which ones are to be mended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from app.desk.frame.titles import title_of
from app.evidence.citations import all_of
from app.resources import COLLECTIONS
from app.rules.finding import Quote
from app.rules.grounds import passage_of
from app.store import read
from app.store.passages import find_lost
from schemas import Citation, Record, RecordKey, Selector

FATES = ("orphaned", "moves", "found", "stays", "unselected")
"""What can become of a passage, what asks for care first: `found` stands in this text and not in that before."""


@dataclass(frozen=True)
class Fate:
    """A piece of evidence, the title of its record, what becomes of its passage, and its words where they are known."""

    citation: Citation
    title: str
    fate: str
    words: str

    @property
    def record(self) -> str:
        """The record, as `collection/id`."""
        return f"{self.citation.collection}/{self.citation.id}"


@dataclass(frozen=True)
class Mending:
    """A piece of evidence whose passage is to be chosen: its record's revision, and the words that it had, if known."""

    citation: Citation
    title: str
    revision: int
    had: Quote | None

    @property
    def record(self) -> str:
        """The record, as `collection/id`."""
        return f"{self.citation.collection}/{self.citation.id}"

    @property
    def place(self) -> str:
        """What the fields of its form are called by, on a page of many."""
        return f"{self.citation.collection}-{self.citation.id}{self.citation.pointer.replace('/', '-')}"


def read_passages(connection: Connection, source_id: str) -> list[Citation]:
    """The evidence whose passages are of a source's text, or would be, as the connection sees it."""
    cited = all_of(connection, source_id, seq=read.ANY_NUMBER)
    return [each for each in cited if (each.evidence.via or each.evidence.source) == source_id]


def tell_fates(connection: Connection, before: Sequence[Citation], after: Sequence[Citation]) -> list[Fate]:
    """What becomes of each passage between two versions of a text, what asks for care first."""
    had = {(each.collection, each.id, each.pointer): each for each in before}
    titles = {key: title for key, (title, _) in _read_records(connection, after).items()}
    fates = []
    for each in after:
        earlier = had.get((each.collection, each.id, each.pointer), each)
        words = earlier.evidence.exact or each.evidence.exact or ""
        fates.append(Fate(each, titles[RecordKey(each.collection, each.id)], _fate(earlier, each), words))
    return sorted(fates, key=lambda each: FATES.index(each.fate))


def find_to_mend(connection: Connection, source_id: str, cited: Iterable[Citation]) -> list[Mending]:
    """The evidence whose passage does not stand in the text, or is not selected yet."""
    lost = find_lost(connection, source_id)
    asking = [each for each in cited if each.evidence.state != "verified"]
    records = _read_records(connection, asking)
    found = []
    for each in asking:
        title, revision = records[RecordKey(each.collection, each.id)]
        place = passage_of(each.evidence)
        found.append(Mending(each, title, revision, _words_of(lost, place.selector) if place is not None else None))
    return sorted(found, key=lambda each: each.citation.evidence.state != "orphaned")


def _words_of(lost: dict[Selector, Quote], selector: Selector) -> Quote | None:
    """The words that a passage had; it may have been lost at another place than it was selected at."""
    return lost.get(selector) or next((quote for each, quote in lost.items() if each.sha256 == selector.sha256), None)


def _fate(before: Citation, after: Citation) -> str:
    if after.evidence.selector is None or after.evidence.state == "unverified":
        return "unselected"
    if after.evidence.state == "orphaned":
        return "orphaned"
    if before.evidence.state != "verified":
        return "found"
    earlier = before.evidence.selector
    return "stays" if earlier is not None and earlier.start == after.evidence.selector.start else "moves"


def _read_records(connection: Connection, cited: Iterable[Citation]) -> dict[RecordKey, tuple[str, int]]:
    """The title and the revision of each record that carries evidence."""
    ids: dict[str, set[str]] = {}
    for each in cited:
        ids.setdefault(each.collection, set()).add(each.id)
    told: dict[RecordKey, tuple[str, int]] = {}
    for name, several in ids.items():
        collection: Any = COLLECTIONS[name]
        documents = read.documents_of(connection, collection.table, several, seq=read.ANY_NUMBER)
        for record_id, document in documents.items():
            record: Record = collection.record.model_validate_json(document)
            title = title_of(record.model_dump(include={"id", "title", "name"}))
            told[RecordKey(name, record_id)] = (title, record.revision)
    return told
