"""Cited records: what a statement rests on, as an editor sees it beside the statement, and how records are found."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from app.editions.apparatus import FootnoteGround, grounds_of
from app.errors import Refusal
from app.reading.answer.searching import SearchAnswer, search_of
from app.reading.archive import Archive
from app.reading.formats.values import values_at
from app.reading.question import parameters
from app.resources import RESOURCES_BY_NAME, SOURCES
from app.rules.grounds import evidence_in, sources_of
from app.store import clock, read
from schemas import SLUG, Record, RecordKey, SearchQuery, Source

MOST_MEANT = 6
"""How many records are offered where none is meant for certain."""


@dataclass(frozen=True)
class CitedRecord:
    """A record that is cited or could be: `reference` as `collection/id`, what it says, and what that rests on."""

    reference: str
    title: str
    noun: str
    facts: tuple[str, ...] = ()
    prose: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()
    grounds: tuple[FootnoteGround, ...] = ()


@dataclass(frozen=True)
class MeantRecord:
    """The record that is meant by what was typed, as `collection/id`; else those that may be."""

    reference: str | None
    near: tuple[CitedRecord, ...] = ()


def read_cited(connection: Connection, references: Iterable[str]) -> dict[str, CitedRecord]:
    """The records that stand now, by `collection/id`; what is no such name, or of nothing, is left out."""
    seq = clock.newest(connection).seq
    by_name: dict[str, list[str]] = {}
    for reference in references:
        name, _, record_id = reference.partition("/")
        if name in RESOURCES_BY_NAME and re.fullmatch(SLUG, record_id):
            by_name.setdefault(name, []).append(record_id)
    records: dict[str, Record] = {}
    for name, ids in by_name.items():
        collection = RESOURCES_BY_NAME[name].collection
        for record_id, document in read.documents_of(connection, collection.table, ids, seq=seq).items():
            records[str(RecordKey(name, record_id))] = collection.record.model_validate_json(document)
    named = {source for record in records.values() for source, _ in sources_of(each for _, each in evidence_in(record))}
    found = read.documents_of(connection, SOURCES.collection.table, named, seq=seq)
    sources = {source_id: Source.model_validate_json(document) for source_id, document in found.items()}
    return {reference: _show(reference, record, sources) for reference, record in records.items()}


def find_meant(archive: Archive, connection: Connection, typed: str) -> MeantRecord:
    """The record that has what is typed as its address or id, else those in which the words occur."""
    wished = typed.strip().removeprefix("/")
    names = [wished] if "/" in wished else [f"{name}/{wished}" for name in RESOURCES_BY_NAME if name != "briefings"]
    known = read_cited(connection, names)
    if len(known) == 1:
        return MeantRecord(next(iter(known)))
    if known:
        return MeantRecord(None, tuple(known.values()))
    words = [word for word in typed.split() if any(character.isalnum() for character in word)]
    for question in (typed, " ".join(words), " ".join(f"{word}*" for word in words if word.isalnum())):
        references = _search(archive, question[:200])
        if references:
            found = read_cited(connection, references)
            return MeantRecord(None, tuple(found[each] for each in references if each in found))
    return MeantRecord(None)


def _search(archive: Archive, question: str) -> list[str]:
    try:
        query = SearchQuery(
            q=question, limit=MOST_MEANT, collection=("developments", "conditions", "actors", "sources")
        )
        answer = search_of(archive, parameters.of_query(query))
    except (Refusal, ValueError):
        return []
    assert isinstance(answer, SearchAnswer)  # noqa: S101  # nothing was known
    return [f"{hit.collection}/{json.loads(hit.document)['id']}" for hit in answer.hits]


def _show(reference: str, record: Record, sources: Mapping[str, Source]) -> CitedRecord:
    resource = RESOURCES_BY_NAME[RecordKey.parse(reference).collection]
    grounds = grounds_of(record, sources)
    # Passages whose words are not there would be the same line again and again.
    told_once = {(each.source.id, each.evidence.stance, each.evidence.exact): each for each in grounds}
    return CitedRecord(
        reference=reference,
        title=resource.collection.names.title(record),
        noun=resource.presentation.noun,
        facts=tuple(resource.presentation.facts(record)),
        prose=tuple(str(each) for each in values_at(record.model_dump(mode="json"), resource.prose)),
        caveats=tuple(caveat.note for caveat in getattr(record, "caveats", ())),
        grounds=tuple(told_once.values()),
    )
