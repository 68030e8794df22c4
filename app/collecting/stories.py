"""Stories: what sources belong to that tell the same, as one reprints another; found by comparison, put right by hand.

Whatever the order in which texts are attached, those that a chain of likenesses joins are one story. What was said by
hand goes before: a source placed by hand stays. It takes in sources that are new and like no other, and joins no two
stories; and a story with a source that was put apart is never joined with another.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection, and_, or_, select, update

from app.collecting.alike import drop_sketch, find_alike, keep_sketch
from app.collecting.membership import APART, BY_COMPARISON, BY_HAND, Member, StoryMembers
from app.collecting.sketches import Sketch, make_sketch
from app.rules.texts import digest_of
from app.store import clock
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.read import survivors_of
from app.store.service_tables import SourceTextRow
from app.store.story_tables import StoryMemberRow, StorySketchRow
from app.store.tables import SourceVersion
from app.store.texts import text_of

SOURCES_AT_ONCE = 50
"""How many sources one transaction takes up: others wait meanwhile, and whoever is killed loses no more."""

_source = columns_of(SourceVersion)
_text = columns_of(SourceTextRow)
_sketch = columns_of(StorySketchRow)
_member = columns_of(StoryMemberRow)


class CaughtUp(NamedTuple):
    """How many texts were sketched and placed, and of how many sources that have none any more that was undone."""

    sketched: int
    gone: int


class _Fresh(NamedTuple):
    """The sketch of the text that a source has since a change, made while nothing was held; None where it had it."""

    id: str
    seq: int
    digest: str
    sketch: Sketch | None


def catch_up(database: Database) -> CaughtUp:
    """Place every source whose text is new or another one, and no longer those whose text is gone.

    In portions, a transaction each: it can be broken off anywhere, and run again. What is written meanwhile is for the
    next time. Raises `DBAPIError` where the database fails.
    """
    sketched = gone = 0
    after = ""
    while ids := _find_gone(database, after):
        with _writing_stories(database) as connection:
            for source_id in ids:
                gone += _leave(connection, source_id)
        after = ids[-1]
    after = ""
    while portion := _read_fresh(database, after):
        with _writing_stories(database) as connection:
            for fresh in portion:
                sketched += _take(connection, fresh)
        after = portion[-1].id
    return CaughtUp(sketched, gone)


def correct(connection: Connection, source_id: str, story: int | None) -> int:
    """Place a source by hand, in a transaction that holds the clock: into a story, or with None into one of its own.

    The number of the story that it is in then. What only it held together there before parts. Raises `Invalid` where
    there is no such story.
    """
    membership = StoryMembers(connection)
    before = membership.find(source_id)
    if story is not None:
        number = membership.resolve(story)
    elif before is not None and membership.size_of(before.story) == 1:
        number = before.story
    else:
        number = membership.open_story()
    membership.put(Member(source_id, number, APART if story is None else BY_HAND))
    if before is not None and before.story != number:
        membership.regroup(before.story)
    return number


@contextmanager
def _writing_stories(database: Database) -> Iterator[Connection]:
    """A transaction that holds the clock: no source is written meanwhile, and no other story."""
    with database.write() as connection:
        tick = clock.lock(connection)
        database.check_goes_on(seq=tick.seq, instance=tick.instance)
        yield connection


def _read_fresh(database: Database, after: str) -> list[_Fresh]:
    """Sources behind an id that were written since their texts were sketched, in the order of ids."""
    stale = or_(_sketch.id.is_(None), _sketch.seq < _source.seq)
    query = (
        select(_text.id, _source.seq, _sketch.sha256)
        .join(SourceVersion, and_(_source.id == _text.id, _source.until.is_(None)))
        .outerjoin(StorySketchRow, _sketch.id == _text.id)
        .where(_text.id > after, stale)
        .order_by(_text.id)
        .limit(SOURCES_AT_ONCE)
    )
    with database.read_primary() as connection:
        rows = connection.execute(query).all()
    return [_sketch_anew(database, row.id, seq=row.seq, before=row.sha256) for row in rows]


def _sketch_anew(database: Database, source_id: str, *, seq: int, before: str | None) -> _Fresh:
    with database.read_primary() as connection:
        text = text_of(connection, source_id) or ""
    digest = digest_of(text)
    return _Fresh(source_id, seq, digest, make_sketch(text) if digest != before else None)


def _take(connection: Connection, fresh: _Fresh) -> bool:
    """Keep a sketch and place its source, unless that was written meanwhile; whether it was sketched."""
    query = select(_source.seq, _sketch.sha256).outerjoin(StorySketchRow, _sketch.id == _source.id)
    standing = connection.execute(query.where(_source.id == fresh.id, _source.until.is_(None))).one_or_none()
    if standing is None or standing.seq != fresh.seq:
        return False
    if fresh.sketch is None or standing.sha256 == fresh.digest:
        connection.execute(update(StorySketchRow).where(_sketch.id == fresh.id).values(seq=fresh.seq))
        return False
    if standing.sha256 is not None:
        drop_sketch(connection, fresh.id)
    keep_sketch(connection, fresh.id, fresh.sketch, seq=fresh.seq, digest=fresh.digest)
    _place(connection, fresh.id, fresh.sketch, is_other=standing.sha256 is not None)
    return True


def _place(connection: Connection, source_id: str, sketch: Sketch, *, is_other: bool) -> None:
    """Have a source belong to the story of those that it is like, and join theirs.

    One whose text is another than before first leaves those that it is no longer like.
    """
    membership = StoryMembers(connection)
    asked = [source_id, *find_alike(connection, source_id, sketch)]
    places = {each.id: each for each in membership.find_all(asked)}
    if source_id in places and places[source_id].placed != BY_COMPARISON:
        return
    if source_id in places and is_other:
        membership.regroup(places[source_id].story)
        places = {each.id: each for each in membership.find_all(asked)}
    mine, near = places.pop(source_id, None), places.values()
    stories = {each.story for each in near if each.placed == BY_COMPARISON} | (
        {mine.story} if mine is not None else set()
    )
    if not stories:
        stories = {min(each.story for each in near)} if near else {membership.open_story()}
    story = membership.join(stories, mine=mine)
    if mine is None:
        membership.add(Member(source_id, story, BY_COMPARISON))


def _find_gone(database: Database, after: str) -> list[str]:
    """Sources behind an id that are in a story and should not be, or are kept a sketch of, in the order of ids."""
    without_text = and_(_text.id.is_(None), or_(_member.placed == BY_COMPARISON, _sketch.id.is_not(None)))
    ended = and_(_source.id.is_(None), _member.placed != BY_COMPARISON)
    query = (
        select(_member.id)
        .outerjoin(SourceTextRow, _text.id == _member.id)
        .outerjoin(StorySketchRow, _sketch.id == _member.id)
        .outerjoin(SourceVersion, and_(_source.id == _member.id, _source.until.is_(None)))
        .where(_member.id > after, or_(without_text, ended))
        .order_by(_member.id)
        .limit(SOURCES_AT_ONCE)
    )
    with database.read_primary() as connection:
        return list(connection.execute(query).scalars())


def _leave(connection: Connection, source_id: str) -> bool:
    """Keep no sketch of a source without a text, nor its place, unless that was given by hand; whether anything went.

    A place that was given by hand is kept for a source that was deleted, as it may be restored; of one that was merged
    it becomes the survivor's, unless that has such a place itself.
    """
    membership = StoryMembers(connection)
    mine = membership.find(source_id)
    if mine is None or text_of(connection, source_id) is not None:
        return False
    drop_sketch(connection, source_id)
    if mine.placed != BY_COMPARISON:
        survivor = survivors_of(connection, "sources", [source_id]).get(source_id)
        if survivor is None:
            return False
        other = membership.find(survivor)
        if other is None or other.placed == BY_COMPARISON:
            membership.put(Member(survivor, mine.story, mine.placed))
            if other is not None and other.story != mine.story:
                membership.regroup(other.story)
    membership.remove(source_id)
    membership.regroup(mine.story)
    return True
