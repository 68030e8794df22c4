"""Similarity: other records that a new one may be the same as, exact copies first."""

from collections.abc import Hashable, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from rapidfuzz import fuzz, process

from app.reading.resource import Resource
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


class _Text(NamedTuple):
    seq: int
    id: str
    text: str


def similar_to(writer: Writer, resource: Resource, records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """The ids of older records that each of these new ones may be the same as, as the resource tells likeness."""
    likeness = resource.likeness
    if likeness is None:
        return {}
    older: dict[Hashable, list[_Text]] = {}
    similar = {}
    for record in records:
        key = likeness.key(record)
        if key not in older:
            newest = likeness.older(key).limit(likeness.most + len(records))
            older[key] = [
                _Text(seq, other, _in_order(text))
                for seq, other, *texts in writer.connection.execute(newest)
                for text in texts
                if text.strip()
            ]
        made_by = writer.current.made_by(resource.name, record.id)
        others = list(islice((each for each in older[key] if each.seq < made_by), likeness.most))
        mine = (_in_order(text) for text in islice(likeness.texts(record), MOST_TEXTS) if text.strip())
        scores = _scores(mine, others)
        copies = _copies(writer, resource, record, [other for other, score in scores.items() if score == SAME])
        best = sorted(scores, key=lambda other: (other not in copies, -scores[other]))
        similar[record.id] = tuple(best[:MOST_SIMILAR])
    return similar


def _in_order(text: str) -> str:
    """A text's words by the alphabet, so that their order makes no difference."""
    return " ".join(sorted(text.split()))


def _scores(mine: Iterable[str], others: Sequence[_Text]) -> dict[str, float]:
    """How like each of the others is that is like enough, the newest first."""
    choices = [each.text for each in others]
    found: dict[int, float] = {}
    for text in mine:
        for _, score, place in process.extract(text, choices, scorer=fuzz.ratio, limit=None, score_cutoff=LEAST_ALIKE):
            found[place] = max(score, found.get(place, 0))
    scores: dict[str, float] = {}
    for place in sorted(found):
        scores[others[place].id] = max(found[place], scores.get(others[place].id, 0))
    return scores


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
