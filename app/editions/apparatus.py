"""The apparatus of an edition: a numbered footnote for each record that it cites, with what that record rests on."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Connection

from app.resources import BRIEFINGS, COLLECTIONS, RESOURCES_BY_NAME, SOURCES
from app.resources.briefings import state_of_citations
from app.rules.grounds import evidence_in, sources_of
from app.rules.statements import list_cited
from app.store import read
from app.store.pinned import Pinned
from schemas import Briefing, Evidence, Record, RecordKey, Source


@dataclass(frozen=True)
class FootnoteGround:
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
    facts: tuple[str, ...]
    caveats: tuple[str, ...] = ()
    grounds: tuple[FootnoteGround, ...] = field(default=())


@dataclass(frozen=True)
class Edition:
    """A briefing as people read it: with its footnotes by `collection/id`, in the order of their first citation."""

    briefing: Briefing
    footnotes: Mapping[str, Footnote]
    successor: Briefing | None


def edition_of(connection: Connection, briefing: Briefing, *, seq: int, judging: bool) -> Edition:
    """A briefing with its apparatus, after change `seq`; what `judging` means, `Pinned` says.

    A published edition shows the records and their sources as it was published on them, and as of now whether their
    passages stand.
    """
    pinned = Pinned(
        connection, SOURCES.collection, state_of_citations(connection, briefing.id, seq), seq, judging=judging
    )
    records = dict(_records(pinned, list_cited(briefing)))
    ids = {name for record in records.values() for name, _ in sources_of(each for _, each in evidence_in(record))}
    sources = pinned.records_of(SOURCES.collection, Source, ids)
    footnotes = {
        reference: _footnote(number, reference, record, sources)
        for number, (reference, record) in enumerate(records.items(), 1)
    }
    return Edition(briefing, footnotes, _successor(connection, briefing, seq=seq))


def _footnote(number: int, reference: str, record: Record, sources: Mapping[str, Source]) -> Footnote:
    resource = RESOURCES_BY_NAME[RecordKey.parse(reference).collection]
    return Footnote(
        number=number,
        reference=reference,
        title=resource.collection.names.title(record),
        noun=resource.presentation.noun,
        facts=tuple(resource.presentation.facts(record)),
        caveats=tuple(caveat.note for caveat in getattr(record, "caveats", ())),
        grounds=grounds_of(record, sources),
    )


def grounds_of(record: Record, sources: Mapping[str, Source]) -> tuple[FootnoteGround, ...]:
    """What a record rests on, with what its parts rest on."""
    grounds = []
    for _, evidence in evidence_in(record):
        if evidence.source in sources:
            via = sources.get(evidence.via) if evidence.via is not None else None
            grounds.append(FootnoteGround(sources[evidence.source], via.title if via is not None else None, evidence))
    return tuple(grounds)


def _records(pinned: Pinned, references: Iterable[str]) -> Iterator[tuple[str, Record]]:
    """The cited records, in the order of the references."""
    wanted = list(references)
    found: dict[str, Record] = {}
    keys = [RecordKey.parse(each) for each in wanted]
    for name, collection in COLLECTIONS.items():
        ids = [key.id for key in keys if key.collection == name]
        records = pinned.records_of(collection, collection.record, ids) if ids else {}
        found |= {str(RecordKey(name, record_id)): record for record_id, record in records.items()}
    return ((reference, found[reference]) for reference in wanted if reference in found)


def _successor(connection: Connection, briefing: Briefing, *, seq: int) -> Briefing | None:
    """The edition that supersedes one."""
    if briefing.superseded_by is None:
        return None
    row = read.document_of(connection, BRIEFINGS.collection.table, briefing.superseded_by, seq=seq)
    return Briefing.model_validate_json(row.document) if row is not None else None
