"""Alike: the sketches that are kept of attached texts, and finding those of texts that reprint each other."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, func, insert, select

from app.collecting.sketches import LEAST_SHARED, Sketch, compare
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
    query = (
        select(_hashes.sketch)
        .where(_hashes.value.in_(sketch.values))
        .group_by(_hashes.sketch)
        .having(func.count() >= LEAST_SHARED)
    )
    those = select(_sketches.id).where(_sketches.number.in_(query), _sketches.id != source_id)
    others = sketches_of(connection, connection.execute(those).scalars())
    return sorted(each for each, other in others.items() if compare(sketch, other).is_same_story)


def _spell(values: Sequence[int]) -> str:
    return "".join(f"{value:0{DIGITS}x}" for value in values)


def _read(hashes: str) -> list[int]:
    return [int(hashes[start : start + DIGITS], 16) for start in range(0, len(hashes), DIGITS)]
