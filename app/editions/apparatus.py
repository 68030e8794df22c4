"""The apparatus of an edition: a numbered footnote for each record that it cites, with what that record rests on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from app.editions import words
from app.editions.comparing import revisions_of
from app.resources import RESOURCES, SOURCES
from app.resources.briefings import cited_by
from app.store import read
from app.store.grounds import evidence_in
from app.store.metadata import columns_of
from schemas import Actor, Briefing, Condition, Development, Evidence, Record, Source

COLLECTIONS = {resource.name: resource.collection for resource in RESOURCES}
NOUNS = {
    "actors": "actor",
    "briefings": "briefing",
    "conditions": "condition",
    "developments": "development",
    "sources": "source",
}


@dataclass(frozen=True)
class Ground:
    """A passage that a record rests on, and who says it; `via` is the title of what it is known through."""

    source: Source
    via: str | None
    evidence: Evidence

    @property
    def grade(self) -> str:
        """The source's reliability, in words."""
        return f"reliability {self.source.reliability.grade}" if self.source.reliability is not None else "not graded"

    @property
    def place(self) -> str | None:
        """Where in the text the passage stands, in words; None where nothing is said of it."""
        parts = [self.evidence.locator] if self.evidence.locator is not None else []
        if self.evidence.selector is not None:
            parts.append(f"characters {self.evidence.selector.start:,}–{self.evidence.selector.end:,}")
        return "; ".join(parts) or None


@dataclass(frozen=True)
class Footnote:
    """A cited record, as the edition shows it: its number, title, what kind of record it is, and its grounds."""

    number: int
    reference: str
    title: str
    noun: str
    revision: int
    facts: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    grounds: tuple[Ground, ...] = field(default=())


def apparatus(connection: Connection, briefing: Briefing, *, seq: int) -> dict[str, Footnote]:
    """The footnotes of a briefing by `collection/id`, numbered in the order of their first citation.

    A published edition shows the revisions that it was published on; their sources are as they stand.
    """
    revisions = revisions_of(connection, briefing, seq=seq)
    records = dict(_records(connection, (cited for cited in cited_by(briefing) if cited in revisions), revisions))
    sources = sources_of(connection, records.values(), seq=seq)
    return {
        reference: Footnote(
            number=number,
            reference=reference,
            title=COLLECTIONS[reference.partition("/")[0]].title(record),
            noun=NOUNS[reference.partition("/")[0]],
            revision=record.revision,
            facts=tuple(facts_of(record)),
            caveats=tuple(caveat.note for caveat in getattr(record, "caveats", ())),
            grounds=grounds_of(record, sources),
        )
        for number, (reference, record) in enumerate(records.items(), 1)
    }


def facts_of(record: Record) -> Iterator[str]:
    """What a footnote says of a record itself, in a few words each."""
    if isinstance(record, Development):
        yield words.date_of(record)
        yield record.status
        yield f"credibility {record.credibility}" if record.credibility is not None else "credibility not graded"
        origins = record.corroboration.independent_origins
        yield f"{origins} independent origin{'' if origins == 1 else 's'}"
    elif isinstance(record, Condition):
        yield words.STATUSES[record.status]
    elif isinstance(record, Source):
        yield record.publisher
        grade = record.reliability.grade if record.reliability is not None else None
        yield f"reliability {grade}" if grade is not None else "not graded"
    elif isinstance(record, Actor):
        yield record.kind


def grounds_of(record: Record, sources: Mapping[str, Source]) -> tuple[Ground, ...]:
    """What a record rests on, with what its parts rest on."""
    grounds = []
    for _, evidence in evidence_in(record):
        if evidence.source in sources:
            via = sources.get(evidence.via) if evidence.via is not None else None
            grounds.append(Ground(sources[evidence.source], via.title if via is not None else None, evidence))
    return tuple(grounds)


def sources_of(connection: Connection, records: Iterable[Record], *, seq: int) -> dict[str, Source]:
    """The sources that records rest on, by id."""
    ids = {name for record in records for _, each in evidence_in(record) for name in (each.source, each.via) if name}
    documents = read.documents_of(connection, SOURCES.collection.table, ids, seq=seq)
    return {source_id: Source.model_validate_json(document) for source_id, document in documents.items()}


def _records(
    connection: Connection, references: Iterable[str], revisions: Mapping[str, int]
) -> Iterator[tuple[str, Record]]:
    """The records at these revisions, in the order of the references."""
    wanted = list(references)
    found: dict[str, Record] = {}
    for name, collection in COLLECTIONS.items():
        ids = [each.partition("/")[2] for each in wanted if each.startswith(f"{name}/")]
        for start in range(0, len(ids), read.MOST_AT_ONCE):
            columns: Any = columns_of(collection.table)
            query = select(columns.id, columns.revision, columns.document)
            query = query.where(columns.id.in_(ids[start : start + read.MOST_AT_ONCE]))
            for row in connection.execute(query):
                if row.revision == revisions.get(f"{name}/{row.id}"):
                    found[f"{name}/{row.id}"] = collection.record.model_validate_json(row.document)
    return ((reference, found[reference]) for reference in wanted if reference in found)
