"""Shown: stories as they are told, each with the origin that is proposed for its sources."""

import json
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, func, nulls_last, select

from app.collecting.agencies import AGENCIES
from app.collecting.membership import BY_COMPARISON
from app.errors import NotFound
from app.store.metadata import columns_of
from app.store.read import ANY_NUMBER, documents_of
from app.store.story_tables import StoryMemberRow, StoryRow
from app.store.tables import SourceVersion
from schemas import ProposedOrigin, StoriesQuery, Story, StorySource

MOST_SOURCES = 100
"""How many sources of a story are shown."""

_STORY_ID = re.compile(r"st-([1-9][0-9]{0,14})")
_story = columns_of(StoryRow)
_member = columns_of(StoryMemberRow)
_source = columns_of(SourceVersion)
_STANDING = and_(_source.id == _member.id, _source.until.is_(None))


def number_of_story(story_id: str) -> int:
    """The number in a story's id. Raises `NotFound` for what is no such id."""
    found = _STORY_ID.fullmatch(story_id)
    if found is None:
        raise _absent(story_id)
    return int(found[1])


def read_story(connection: Connection, story_id: str) -> Story:
    """A story by its id, or the one that it became part of. Raises `NotFound` where no source that stands is in it."""
    number = number_of_story(story_id)
    into = connection.execute(select(_story.into).where(_story.number == number)).scalar_one_or_none()
    for story in _show(connection, [number if into is None else into]):
        return story
    raise _absent(story_id)


def find_stories(connection: Connection, query: StoriesQuery) -> list[Story]:
    """Stories of at least two sources that stand, the newest first; one more than fit on a page, where there are."""
    numbers = _with_sources(_member.story).group_by(_member.story).having(func.count() > 1)
    if query.before is not None:
        numbers = numbers.where(_member.story < query.before)
    if query.source is not None:
        numbers = numbers.where(_member.story.in_(select(_member.story).where(_member.id == query.source)))
    found = connection.execute(numbers.order_by(_member.story.desc()).limit(query.limit + 1)).scalars()
    return _show(connection, found.all())


def propose_origin(members: Sequence[Row[Any]]) -> ProposedOrigin | None:
    """The origin of the earliest news agency among sources, in their order, for those that have another.

    Each has its `id`, its `origin` and its `first_day`, None where it is undated. None where no origin is an agency, or
    all have its.
    """
    wire = next((each for each in members if each.origin in AGENCIES), None)
    others = 0 if wire is None else sum(each.origin != wire.origin for each in members)
    if wire is None or not others:
        return None
    on = f"of {wire.first_day}" if wire.first_day is not None else "undated"
    reason = (
        f"{AGENCIES[wire.origin]} is a news agency, and {wire.id}, {on}, is the earliest source of one in this story; "
        f"{others} of the {len(members)} sources in it {'has' if others == 1 else 'have'} another origin."
    )
    return ProposedOrigin(origin=wire.origin, source=wire.id, others=others, reason=reason)


def _show(connection: Connection, numbers: Iterable[int]) -> list[Story]:
    """Stories by their numbers, the newest first."""
    columns = (_member.story, _member.id, _member.placed, _source.origin, _source.first_day)
    query = _with_sources(*columns).where(_member.story.in_(list(numbers)))
    in_order = query.order_by(_member.story.desc(), nulls_last(_source.first_day), _source.created_at, _member.id)
    stories = []
    for number, rows in groupby(connection.execute(in_order), lambda row: int(row.story)):
        members = list(rows)
        first = {row.id: row.placed != BY_COMPARISON for row in members[:MOST_SOURCES]}
        documents = documents_of(connection, SourceVersion, first, seq=ANY_NUMBER)
        told = [_tell(documents[each], by_hand=by_hand) for each, by_hand in first.items() if each in documents]
        proposed = propose_origin(members)
        stories.append(Story(id=f"st-{number}", size=len(members), sources=tuple(told), proposed=proposed))
    return stories


def _tell(document: str, *, by_hand: bool) -> StorySource:
    record = json.loads(document)
    told = {name: record[name] for name in StorySource.model_fields if name != "by_hand"}
    return StorySource.model_validate_json(json.dumps({**told, "by_hand": by_hand}))


def _with_sources(*columns: Any) -> Select[Any]:
    """A question about the members of stories whose sources stand."""
    return select(*columns).join(SourceVersion, _STANDING)


def _absent(story_id: str) -> NotFound:
    return NotFound(f"there is no story {story_id[:96]!r} that a source is in")
