"""Similarity: other records that a new one may be the same as, exact copies first."""

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Sequence
from itertools import islice
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import Connection

from app.reading.likeness import Likeness
from app.reading.resource import Resource
from app.store.turn import TurnChange
from app.store.write import Writer
from schemas import Record, RecordKey

LEAST_ALIKE = 85
"""How like a text must be, of 100, whatever the order of its words."""
SAME = 100
"""How like the same texts are."""
MOST_TEXTS = 20
"""How many texts of a new record are compared."""
MOST_ROWS_READ = 50
"""How many records of the same text are read whole."""
MOST_SIMILAR = 5
"""How many similar records are named."""


class _Older:
    """The texts of the records that stand near to a key, the oldest first, as after a change."""

    def __init__(self, connection: Connection, likeness: Likeness, key: Hashable, *, most: int) -> None:
        self._likeness = likeness
        self._key = key
        rows = connection.execute(likeness.older(key).limit(most)).all()
        found = [
            (seq, other, text) for seq, other, *texts in reversed(rows) for text in reversed(texts) if text.strip()
        ]
        self._seqs = [seq for seq, _, _ in found]
        self._ids = [other for _, other, _ in found]
        self._texts = [_in_order(text) for _, _, text in found]

    def follow(self, changes: Iterable[TurnChange]) -> bool:
        """Add the records that were made new since; false where anything else became of one."""
        is_near = self._likeness.is_near
        for seq, key, record, is_new in changes:
            if is_near is None or record is None or not is_new:
                return False
            # What was written by the time that these were read is among them.
            is_later = not self._seqs or seq > self._seqs[-1]
            if is_later and is_near(self._key, self._likeness.key(record)):
                self._add(seq, key.id, list(self._likeness.texts(record)))
        return True

    def compare(self, record: Record, *, made_by: int) -> dict[str, float]:
        """How like each of the older records is that is like enough, the newest first."""
        end = bisect_left(self._seqs, made_by)
        start = max(end - self._likeness.most, 0)
        choices = self._texts[start:end]
        found: dict[int, float] = {}
        for text in islice(self._likeness.texts(record), MOST_TEXTS):
            if text.strip():
                alike = process.extract(
                    _in_order(text), choices, scorer=fuzz.ratio, limit=None, score_cutoff=LEAST_ALIKE
                )
                for _, score, place in alike:
                    found[place] = max(score, found.get(place, 0))
        scores: dict[str, float] = {}
        for place in sorted(found, reverse=True):
            other = self._ids[start + place]
            scores[other] = max(found[place], scores.get(other, 0))
        return scores

    def _add(self, seq: int, record_id: str, texts: Sequence[str]) -> None:
        for text in reversed(texts):
            if text.strip():
                self._seqs.append(seq)
                self._ids.append(record_id)
                self._texts.append(_in_order(text))


def similar_to(writer: Writer, resource: Resource, records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """The ids of older records that each of these new ones may be the same as, as the resource tells likeness."""
    likeness = resource.likeness
    if likeness is None:
        return {}
    similar = {}
    for record in records:
        older = _find_older(writer, resource.name, likeness, likeness.key(record), new=len(records))
        scores = older.compare(record, made_by=writer.current.made_by(resource.name, record.id))
        copies = _copies(writer, resource, record, [other for other, score in scores.items() if score == SAME])
        best = sorted(scores, key=lambda other: (other not in copies, -scores[other]))
        similar[record.id] = tuple(best[:MOST_SIMILAR])
    return similar


def _find_older(writer: Writer, name: str, likeness: Likeness, key: Hashable, *, new: int) -> _Older:
    """What stands near to a key: as an earlier writer of the turn has read it, and what was made since; else read now.

    What is made in this turn needs not be written for it, but where a record was changed or ended.
    """
    turn = writer.turn
    question = ("older", name, key)
    found: tuple[_Older | None, int] = turn.remembered.get(question, (None, 0))
    older, followed = found
    if older is None and likeness.is_near is not None:
        turn.pending.write_kept()
        older, followed = _Older(turn.connection, likeness, key, most=likeness.most), turn.changes_kept
    mine = (change for change in turn.changes[followed:] if change.key.collection == name)
    if older is None or not older.follow(mine):
        older = _Older(writer.connection, likeness, key, most=likeness.most + new)
    turn.remembered[question] = (older, len(turn.changes))
    return older


def _in_order(text: str) -> str:
    """A text's words by the alphabet, so that their order makes no difference."""
    return " ".join(sorted(text.split()))


def _copies(writer: Writer, resource: Resource, record: Record, alike: Sequence[str]) -> set[str]:
    """Those of the records with the same text that say the same in all that a writer gives."""
    collection = resource.collection
    is_one_of_a_kind = collection.names.identity is not None and collection.names.identity.value(record) is not None
    if not alike or is_one_of_a_kind:
        return set()
    given = _read_given(resource, record)
    writer.current.read(RecordKey(resource.name, other) for other in alike[:MOST_ROWS_READ])
    there = (writer.current.existing(resource.name, other) for other in alike[:MOST_ROWS_READ])
    return {each.id for each in there if _read_given(resource, each) == given}


def _read_given(resource: Resource, record: Record) -> dict[str, Any]:
    """What a writer gave of a record, without what tells copies apart."""
    as_given, likeness = resource.collection.as_given(record), resource.likeness
    apart = likeness.apart if likeness is not None else ()
    return {name: getattr(as_given, name) for name in resource.collection.draft.model_fields if name not in apart}
