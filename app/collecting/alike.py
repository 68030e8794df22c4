"""Alike: the sketches that are kept of attached texts, and finding those of texts that reprint each other."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, insert, select

from app.collecting.sketches import LEAST_SHARED, Overlap, Sketch, measure_overlap
from app.store.metadata import columns_of, table_of
from app.store.read import MOST_AT_ONCE
from app.store.story_tables import StoryHashRow, StorySketchRow

DIGITS = 16
"""How many hexadecimal digits a hash is kept in."""

_sketches = columns_of(StorySketchRow)
_hashes = columns_of(StoryHashRow)
_DELETE_HASH = delete(table_of(StoryHashRow)).where(
    _hashes.value == bindparam("hash"), _hashes.sketch == bindparam("number")
)


def keep_sketch(connection: Connection, source_id: str, sketch: Sketch, *, seq: int, digest: str) -> None:
    """Keep the sketch of a source's text, of which none is kept.

    The text has this SHA-256 `digest`, and was attached to the source as change `seq` left it.
    """
    row = {"id": source_id, "seq": seq, "sha256": digest, "shingles": sketch.shingles, "hashes": _spell(sketch.values)}
    number = connection.execute(insert(StorySketchRow).returning(_sketches.number), row).scalar_one()
    if sketch.values:
        rows = [{"value": value, "sketch": number} for value in sketch.values]
        connection.execute(insert(table_of(StoryHashRow)), rows)


def drop_sketch(connection: Connection, source_id: str) -> None:
    """Keep no sketch of a source's text."""
    gone = delete(StorySketchRow).where(_sketches.id == source_id).returning(_sketches.number, _sketches.hashes)
    for number, hashes in connection.execute(gone).all():
        if hashes:
            connection.execute(_DELETE_HASH, [{"hash": value, "number": number} for value in _read(hashes)])


def sketches_of(connection: Connection, source_ids: Iterable[str]) -> dict[str, Sketch]:
    """The sketches that are kept of the texts of sources, by id."""
    wanted, found = sorted(set(source_ids)), dict[str, Sketch]()
    query = select(_sketches.id, _sketches.shingles, _sketches.hashes)
    for start in range(0, len(wanted), MOST_AT_ONCE):
        some = query.where(_sketches.id.in_(wanted[start : start + MOST_AT_ONCE]))
        found |= {row.id: Sketch(row.shingles, tuple(_read(row.hashes))) for row in connection.execute(some)}
    return found


def find_alike(connection: Connection, source_id: str, sketch: Sketch) -> list[str]:
    """The ids of the other sources whose texts are taken for reprints of the same as a source's, in their order."""
    if len(sketch.values) < LEAST_SHARED:
        return []
    both = func.count().label("shared")
    counts = select(_hashes.sketch, both).where(_hashes.value.in_(sketch.values)).group_by(_hashes.sketch)
    near = counts.having(both >= LEAST_SHARED).subquery()
    query = select(_sketches.id, _sketches.shingles, _sketches.hashes, near.c.shared)
    query = query.join(near, near.c.sketch == _sketches.number)
    others = connection.execute(query.where(_sketches.id != source_id))
    return sorted(each.id for each in others if _overlap(sketch, each).is_same_story)


def _overlap(sketch: Sketch, other: Row[Any]) -> Overlap:
    """How alike a text is to one whose sketch is kept: what `compare` says, without reading all of its hashes."""
    last, count = other.hashes[-DIGITS:], len(other.hashes) // DIGITS
    bound = min(sketch.bound, int(last, 16) if count < other.shingles else sketch.bound)
    places, most = range(count), f"{bound:0{DIGITS}x}"
    theirs = bisect_right(places, most, key=lambda place: other.hashes[place * DIGITS : (place + 1) * DIGITS])
    samples = bisect_right(sketch.values, bound), theirs
    return measure_overlap(other.shared, samples, (sketch.shingles, other.shingles))


def _spell(values: Sequence[int]) -> str:
    return "".join(f"{value:0{DIGITS}x}" for value in values)


def _read(hashes: str) -> list[int]:
    return [int(hashes[start : start + DIGITS], 16) for start in range(0, len(hashes), DIGITS)]
