"""Stories: that the one is there which a source is said to be in, and the sketch of which a hash is kept."""

from collections.abc import Callable

from sqlalchemy import Connection, or_, select

from app.store.metadata import columns_of
from app.store.story_tables import StoryHashRow, StoryMemberRow, StoryRow, StorySketchRow
from app.upkeep.findings import Findings

_story = columns_of(StoryRow)
_member = columns_of(StoryMemberRow)
_sketch = columns_of(StorySketchRow)
_hash = columns_of(StoryHashRow)


def check_stories(connection: Connection, findings: Findings, advance: Callable[[int], None]) -> None:
    """Each source that is in a story is in one that is there and part of no other; each hash is of a sketch."""
    query = select(_member.id, _member.story).outerjoin(StoryRow, _story.number == _member.story)
    wrong = query.where(or_(_story.number.is_(None), _story.into.is_not(None)))
    for row in connection.execute(wrong.order_by(_member.id)):
        findings.note(f"sources/{row.id} is in the story st-{row.story}, which is not there or part of another.")
    lost = select(_hash.sketch).outerjoin(StorySketchRow, _sketch.number == _hash.sketch)
    for number in connection.execute(lost.where(_sketch.number.is_(None)).distinct()).scalars():
        findings.note(f"Hashes are kept of the sketch {number}, which is not there.")
    advance(1)
