"""Comparing: an edition with another one, and with the records as they stand now."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from rapidfuzz import fuzz
from sqlalchemy import Connection, select

from app.resources import COLLECTIONS
from app.resources.briefings import state_of_citations
from app.rules.grounds import strip_findings
from app.rules.statements import list_cited, statements_of
from app.store import read
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import BriefingVersion, ReferenceRow
from schemas import Briefing, Changed, EditionDiff, Moved, Placed, Record, RecordKey, Staleness, StaleRecord, Statement

ALIKE = 60
"""How like another statement, of 100, one must be to be the same in other words."""
SAME_RECORDS = 30
"""By how much statements are more alike that cite the same records."""
MOST_HELD_AGAINST = 100
"""With how many others a statement is compared."""
ALWAYS_NEW = frozenset({"revision", "updated_at"})
"""The fields that every new revision changes."""


def difference(connection: Connection, briefing: Briefing, other: Briefing, *, seq: int) -> EditionDiff:
    """How a briefing differs from another one."""
    mine, theirs = list(_place(briefing)), list(_place(other))
    alike = {_content(each) for each in mine} & {_content(each) for each in theirs}
    mine = [each for each in mine if _content(each) not in alike]
    theirs = [each for each in theirs if _content(each) not in alike]
    changed = list(_pair(mine, theirs))
    before, after = [each.before for each in changed], [each.after for each in changed]
    return EditionDiff(
        id=briefing.id,
        against=other.id,
        added=tuple(each for each in mine if each not in after),
        removed=tuple(each for each in theirs if each not in before),
        changed=tuple(changed),
        moved=tuple(_find_moved(show_cited(connection, briefing, seq=seq), show_cited(connection, other, seq=seq))),
    )


def staleness(connection: Connection, briefing: Briefing, *, seq: int) -> Staleness:
    """What has changed since a briefing was published; nothing for a draft, which shows what stands."""
    places: dict[str, list[str]] = {}
    for place, statement in statements_of(briefing):
        for cited in statement.cites:
            places.setdefault(cited, []).append(place)
    now = _standing(connection, places, seq=seq)
    stale = []
    for record, then in sorted(show_cited(connection, briefing, seq=seq).items()):
        stands = now.get(record)
        fields = tuple(_find_changed_fields(then, stands)) if stands is not None else ()
        if stands is None or fields:
            into = _into(connection, record, seq=seq) if stands is None else None
            stale.append(
                StaleRecord(
                    record=record,
                    pinned=then.revision,
                    now=stands.revision if stands is not None else None,
                    became="changed" if stands is not None else "merged" if into is not None else "deleted",
                    into=into,
                    changed_fields=fields,
                    statements=tuple(places[record]),
                )
            )
    return Staleness(id=briefing.id, superseded_by=_corrections(connection, briefing.id, seq=seq), stale=tuple(stale))


def show_cited(connection: Connection, briefing: Briefing, *, seq: int) -> dict[str, Record]:
    """The records that a briefing cites as it shows them, by `collection/id`: as they stood when it was published."""
    return _standing(connection, list_cited(briefing), seq=state_of_citations(connection, briefing.id, seq))


def _standing(connection: Connection, records: Iterable[str], *, seq: int) -> dict[str, Record]:
    """The records that stood after a change, by `collection/id`."""
    by_name: dict[str, list[str]] = {}
    for record in records:
        key = RecordKey.parse(record)
        by_name.setdefault(key.collection, []).append(key.id)
    found = {}
    for name, ids in by_name.items():
        collection = COLLECTIONS[name]
        for record_id, document in read.documents_of(connection, collection.table, ids, seq=seq).items():
            found[str(RecordKey(name, record_id))] = collection.record.model_validate_json(document)
    return found


def _find_moved(mine: Mapping[str, Record], theirs: Mapping[str, Record]) -> Iterator[Moved]:
    """The records of both that do not say the same in both."""
    for record in sorted(mine.keys() & theirs.keys()):
        if any(_find_changed_fields(theirs[record], mine[record])):
            yield Moved(record=record, before=theirs[record].revision, after=mine[record].revision)


def _into(connection: Connection, record: str, *, seq: int) -> str | None:
    """The record that goes on, as `collection/id`, in the place of one that does not stand; None where none does."""
    key = RecordKey.parse(record)
    ending = read.ending_of(connection, COLLECTIONS[key.collection].table, key.id, seq=seq)
    return str(key._replace(id=ending.into)) if ending is not None and ending.into is not None else None


def _find_changed_fields(before: Record, after: Record) -> Iterator[str]:
    """The fields in which a record says something else, in order; what is found of passages is not said by it."""
    if before.revision == after.revision:
        return
    then, now = strip_findings(before), strip_findings(after)
    for name, field in type(after).model_fields.items():
        if name not in ALWAYS_NEW and getattr(then, name) != getattr(now, name):
            yield field.alias or name


def _corrections(connection: Connection, briefing_id: str, *, seq: int) -> tuple[str, ...]:
    """The published editions that supersede one, by id."""
    reference = columns_of(ReferenceRow)
    query = select(reference.id).distinct()
    query = query.where(
        reference.target_collection == "briefings",
        reference.target_id == briefing_id,
        reference.collection == "briefings",
        standing(ReferenceRow, seq),
    )
    ids = connection.execute(query).scalars().all()
    documents = read.documents_of(connection, BriefingVersion, ids, seq=seq)
    naming = (Briefing.model_validate_json(document) for document in documents.values())
    return tuple(each.id for each in naming if each.state == "published" and each.supersedes == briefing_id)


def _place(briefing: Briefing) -> Iterator[Placed]:
    for statement in briefing.lead:
        yield Placed(heading=None, statement=statement)
    for section in briefing.sections:
        for statement in section.statements:
            yield Placed(heading=section.heading, statement=statement)


def _content(placed: Placed) -> tuple[str, tuple[str, ...]]:
    return placed.statement.text, placed.statement.cites


def _pair(mine: Iterable[Placed], theirs: Iterable[Placed]) -> Iterator[Changed]:
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
        scored = [
            (_likeness(left[place].statement, after.statement), -place) for place in islice(places, MOST_HELD_AGAINST)
        ]
        if scored and max(scored)[0] >= ALIKE:
            yield Changed(before=left.pop(-max(scored)[1]), after=after)


def _keys(placed: Placed) -> tuple[str, ...]:
    return (*placed.statement.cites, f"·{placed.heading}")


def _likeness(one: Statement, other: Statement) -> float:
    """How like two statements are: by their words, and more so where they rest on the same records."""
    return fuzz.ratio(one.text, other.text) + (SAME_RECORDS if one.cites == other.cites else 0)
