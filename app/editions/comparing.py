"""Comparing: an edition with another one, and with the records as they stand now."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from app.resources import COLLECTIONS
from app.resources.briefings import cited_by, statements_of
from app.store import read
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import Briefing as BriefingTable
from app.store.tables import Reference
from schemas import Briefing, Changed, EditionDiff, Moved, Placed, Staleness, StaleRecord, Statement

ALIKE = 60
"""How like another statement, of 100, one must be to be the same in other words."""
SAME_RECORDS = 30
"""By how much statements are more alike that cite the same records."""
MOST = 100
"""With how many others a statement is compared."""
ALWAYS_NEW = frozenset({"revision", "updated_at"})
"""The fields that every new revision changes."""


def difference(connection: Connection, briefing: Briefing, other: Briefing, *, seq: int) -> EditionDiff:
    """How a briefing differs from another one."""
    mine, theirs = list(_placed(briefing)), list(_placed(other))
    alike = {_content(each) for each in mine} & {_content(each) for each in theirs}
    mine = [each for each in mine if _content(each) not in alike]
    theirs = [each for each in theirs if _content(each) not in alike]
    changed = list(_paired(mine, theirs))
    before, after = [each.before for each in changed], [each.after for each in changed]
    shown, others = revisions_of(connection, briefing, seq=seq), revisions_of(connection, other, seq=seq)
    return EditionDiff(
        id=briefing.id,
        against=other.id,
        added=tuple(each for each in mine if each not in after),
        removed=tuple(each for each in theirs if each not in before),
        changed=tuple(changed),
        moved=tuple(
            Moved(record=record, before=others[record], after=shown[record])
            for record in sorted(shown.keys() & others.keys())
            if shown[record] != others[record]
        ),
    )


def staleness(connection: Connection, briefing: Briefing, *, seq: int) -> Staleness:
    """What has changed since a briefing was published."""
    stale = []
    if briefing.state == "published":
        places: dict[str, list[str]] = {}
        for place, statement in statements_of(briefing):
            for cited in statement.cites:
                places.setdefault(cited, []).append(place)
        now = _standing(connection, (pin.record for pin in briefing.pins), seq=seq)
        for pin in briefing.pins:
            stands = now.get(pin.record)
            if stands is None or stands.revision != pin.revision:
                statements = tuple(places.get(pin.record, ()))
                stale.append(_stale(connection, pin.record, pin.revision, stands, statements, seq=seq))
    return Staleness(id=briefing.id, superseded_by=_corrections(connection, briefing.id, seq=seq), stale=tuple(stale))


def revisions_of(connection: Connection, briefing: Briefing, *, seq: int) -> dict[str, int]:
    """The revision that a briefing shows of each record that it cites: what was pinned, else what stands."""
    if briefing.state == "published":
        return {pin.record: pin.revision for pin in briefing.pins}
    return {record: stands.revision for record, stands in _standing(connection, cited_by(briefing), seq=seq).items()}


class _Stands(NamedTuple):
    revision: int
    document: str


def _standing(connection: Connection, records: Iterable[str], *, seq: int) -> dict[str, _Stands]:
    """The standing versions of records, by `collection/id`."""
    by_collection: dict[str, list[str]] = {}
    for record in records:
        collection, _, record_id = record.partition("/")
        by_collection.setdefault(collection, []).append(record_id)
    found = {}
    for collection, ids in by_collection.items():
        documents = read.documents_of(connection, COLLECTIONS[collection].table, ids, seq=seq)
        for record_id, document in documents.items():
            found[f"{collection}/{record_id}"] = _Stands(json.loads(document)["revision"], document)
    return found


def _stale(
    connection: Connection,
    record: str,
    pinned: int,
    stands: _Stands | None,
    statements: tuple[str, ...],
    *,
    seq: int,
) -> StaleRecord:
    collection, _, record_id = record.partition("/")
    table = COLLECTIONS[collection].table
    fields: tuple[str, ...] = ()
    if stands is None:
        ending = read.ending_of(connection, table, record_id, seq=seq)
        into = f"{collection}/{ending.into}" if ending is not None and ending.into is not None else None
        became = "merged" if into is not None else "deleted"
    else:
        became, into = "changed", None
        columns = columns_of(table)
        query = select(columns.document).where(columns.id == record_id, columns.revision == pinned)
        document = connection.execute(query.order_by(columns.seq.desc()).limit(1)).scalar()
        fields = tuple(_changed_fields(json.loads(document or "{}"), json.loads(stands.document)))
    return StaleRecord(
        record=record,
        pinned=pinned,
        now=stands.revision if stands is not None else None,
        became=became,
        into=into,
        changed_fields=fields,
        statements=statements,
    )


def _changed_fields(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    for name, value in after.items():
        if name not in ALWAYS_NEW and before.get(name) != value:
            yield name


def _corrections(connection: Connection, briefing_id: str, *, seq: int) -> tuple[str, ...]:
    """The published editions that supersede one, by id."""
    reference = columns_of(Reference)
    query = select(reference.id).distinct()
    query = query.where(
        reference.target_collection == "briefings",
        reference.target_id == briefing_id,
        reference.collection == "briefings",
        standing(Reference, seq),
    )
    ids = connection.execute(query).scalars().all()
    documents = read.documents_of(connection, BriefingTable, ids, seq=seq)
    naming = (Briefing.model_validate_json(document) for document in documents.values())
    return tuple(each.id for each in naming if each.state == "published" and each.supersedes == briefing_id)


def _placed(briefing: Briefing) -> Iterator[Placed]:
    for statement in briefing.lead:
        yield Placed(heading=None, statement=statement)
    for section in briefing.sections:
        for statement in section.statements:
            yield Placed(heading=section.heading, statement=statement)


def _content(placed: Placed) -> tuple[str, tuple[str, ...]]:
    return placed.statement.text, placed.statement.cites


def _paired(mine: Iterable[Placed], theirs: Iterable[Placed]) -> Iterator[Changed]:
    """Each statement with the one of the other edition that it is most like, each at most once, in order.

    Only what cites one of the same records, or stands under the same heading, is compared.
    """
    left = dict(enumerate(theirs))
    near: dict[str, list[int]] = {}
    for place, placed in left.items():
        for key in _keys(placed):
            near.setdefault(key, []).append(place)
    for after in mine:
        places = dict.fromkeys(place for key in _keys(after) for place in near.get(key, ()) if place in left)
        scored = [(_likeness(left[place].statement, after.statement), -place) for place in islice(places, MOST)]
        if scored and max(scored)[0] >= ALIKE:
            yield Changed(before=left.pop(-max(scored)[1]), after=after)


def _keys(placed: Placed) -> tuple[str, ...]:
    return (*placed.statement.cites, f"·{placed.heading}")


def _likeness(one: Statement, other: Statement) -> float:
    """How like two statements are: by their words, and more so where they rest on the same records."""
    return fuzz.ratio(one.text, other.text) + (SAME_RECORDS if one.cites == other.cites else 0)
