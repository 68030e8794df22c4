"""Counts: how many records a list has, and how many have each value of a facet, with what the values are called."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection

from app.reading.archive import Archive, FacetCounts
from app.reading.plan.counting import (
    SpanCount,
    TermCount,
    ValueCount,
    are_few,
    plain_field_of,
    select_facet_counts,
    select_term_counts,
)
from app.reading.plan.facets import Counts
from app.reading.plan.statements import CountRow, leave_open, select_count
from app.reading.plan.tallies import Tallied, is_tallied, select_tally
from app.reading.question.question import Question
from app.reading.resource import Resource
from app.store import read
from schemas import FacetCount


class _Counted(NamedTuple):
    """What tells a facet's counts: the records that are counted, and its name."""

    records: Any
    facet: str


def count_records(connection: Connection, archive: Archive, question: Question) -> int:
    """How many records a question has."""

    def count() -> int:
        plans, opened = archive.memory.plans, leave_open(question)
        if is_tallied(opened):
            tally = plans.of(opened, select_tally, Tallied)
            ((seq, records),) = tally.statement.all(connection, tally.values)
            if seq == question.snapshot.seq:
                return records
        plan = plans.of(opened, select_count, CountRow)
        ((found,),) = plan.statement.all(connection, plan.values)
        return found

    return archive.memory.totals.answer(question.records, count)


def count_facets(connection: Connection, archive: Archive, question: Question) -> Mapping[str, FacetCounts]:
    """The counts of each facet that was asked for, labelled; those that count the same records are counted together."""
    facets = question.resource.facets
    rests = {name: question.without(facets[name].ignores) for name in question.facets}
    asked = {name: _Counted(rest.records, name) for name, rest in rests.items()}

    def find(unknown: Sequence[_Counted]) -> Mapping[_Counted, FacetCounts]:
        together: dict[Any, list[str]] = {}
        for records, name in unknown:
            together.setdefault(records, []).append(name)
        found = (_count_together(connection, archive, rests[names[0]], names) for names in together.values())
        return {asked[name]: _label(connection, archive, rests[name], name, counts=counts)
                for each in found for name, counts in each.items()}  # fmt: skip

    counted = archive.memory.facets.answer_each(asked.values(), find)
    return {name: counted[each] for name, each in asked.items()}


def _count_together(
    connection: Connection, archive: Archive, question: Question, names: Sequence[str]
) -> dict[str, Counts]:
    """The counts of facets over the same records: one pass counts what is terms of a field, whatever the roles."""
    plans, facets, opened = archive.memory.plans, question.resource.facets, leave_open(question)
    few = are_few(question, count_records(connection, archive, question))
    fields = {name: field for name in names if (field := plain_field_of(question, facets[name])) is not None}
    rows: dict[str, list[Any]] = {field: [] for field in fields.values()}
    if fields:
        by_terms = plans.of(opened, select_term_counts, TermCount, fields=tuple(rows), few=few)
        for field, value, records in by_terms.statement.all(connection, by_terms.values):
            rows[field].append((value, records))
    counts = {}
    for name in names:
        if name in fields:
            counts[name] = facets[name].order(rows[fields[name]])
        else:
            row: type[Any] = ValueCount if facets[name].tally is None else SpanCount
            by_facet = plans.of(opened, select_facet_counts, row, name=name, few=few)
            counts[name] = facets[name].order(by_facet.statement.all(connection, by_facet.values))
    return counts


def _label(connection: Connection, archive: Archive, question: Question, name: str, *, counts: Counts) -> FacetCounts:
    """The counts of a facet, with what their values are called where these name records."""
    labels, names = {}, question.resource.facets[name].names
    if names is not None:
        labels = _labels(connection, archive.by_name[names], [value for value, _ in counts], seq=question.snapshot.seq)
    return tuple(FacetCount(value=value, label=labels.get(value, value), count=count) for value, count in counts)


def _labels(connection: Connection, resource: Resource, ids: Iterable[str], *, seq: int) -> dict[str, str]:
    """The titles or names of records, by id."""
    documents = read.documents_of(connection, resource.collection.storage.table, ids, seq=seq)
    return {record_id: json.loads(document)[resource.heading] for record_id, document in documents.items()}
