"""Membership: which sources are in which story, and how stories are joined and part."""

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from app.collecting.alike import sketches_of
from app.collecting.sketches import group_alike
from app.errors import Invalid
from app.store.metadata import columns_of
from app.store.read import MOST_AT_ONCE
from app.store.story_tables import StoryMemberRow, StoryRow
from schemas import Fault

BY_COMPARISON, BY_HAND, APART = "compared", "assigned", "apart"
"""How a source came into its story: by comparison; by hand, into one that there was; by hand, into one of its own."""

_story = columns_of(StoryRow)
_member = columns_of(StoryMemberRow)


class Member(NamedTuple):
    """A source, the number of its story, and how it was `placed` there."""

    id: str
    story: int
    placed: str


class StoryMembers:
    """Who is in which story, in a transaction that holds the clock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, source_id: str) -> Member | None:
        """A source's place; None where it is in no story."""
        return next(iter(self.find_all([source_id])), None)

    def find_all(self, source_ids: Iterable[str]) -> list[Member]:
        """The places of sources, of those that have one, in the order of ids."""
        wanted, found = sorted(set(source_ids)), list[Member]()
        query = select(_member.id, _member.story, _member.placed).order_by(_member.id)
        for start in range(0, len(wanted), MOST_AT_ONCE):
            some = query.where(_member.id.in_(wanted[start : start + MOST_AT_ONCE]))
            found += [Member(*row) for row in self._connection.execute(some)]
        return found

    def size_of(self, story: int) -> int:
        """How many sources are in a story."""
        return self._connection.execute(select(func.count()).where(_member.story == story)).scalar_one()

    def resolve(self, story: int) -> int:
        """The number of the story that one is by now. Raises `Invalid` where no source is in it."""
        into = self._connection.execute(select(_story.into).where(_story.number == story)).scalar_one_or_none()
        number = story if into is None else into
        if not self.size_of(number):
            message = "names no story that a source is in"
            raise Invalid(
                f"there is no story st-{story}", faults=[Fault(in_="body", pointer="/story", message=message)]
            )
        return number

    def open_story(self) -> int:
        """Begin a story; its number."""
        made = insert(StoryRow).values(into=None).returning(_story.number)
        number: int = self._connection.execute(made).scalar_one()
        return number

    def put(self, member: Member) -> None:
        """Give a source its place, whichever it had."""
        self.remove(member.id)
        self.add(member)

    def add(self, member: Member) -> None:
        """Give a source that is in no story its place."""
        self._connection.execute(insert(StoryMemberRow), member._asdict())

    def remove(self, source_id: str) -> None:
        """Have a source be in no story."""
        self._connection.execute(delete(StoryMemberRow).where(_member.id == source_id))

    def join(self, stories: Iterable[int], *, mine: Member | None) -> int:
        """Make one of stories, but of those with a source that was put apart; the number of that which is left.

        Where somebody is in such a one, it is that; where there are no others, it is the first.
        """
        every = sorted(set(stories))
        if len(every) == 1:
            return every[0]
        query = select(_member.story).where(_member.story.in_(every), _member.placed == APART)
        closed = set(self._connection.execute(query).scalars())
        if mine is not None and mine.story in closed:
            return mine.story
        number, *others = [each for each in every if each not in closed] or every[:1]
        if others:
            self._connection.execute(update(StoryMemberRow).where(_member.story.in_(others)).values(story=number))
            gone = or_(_story.number.in_(others), _story.into.in_(others))
            self._connection.execute(update(StoryRow).where(gone).values(into=number))
        return number

    def regroup(self, story: int) -> None:
        """Have those of a story that nothing joins any more part, each group into a story of its own.

        Who was placed by hand stays, with all that is like him, and who has no sketch yet; so does the largest group,
        where nobody was put apart.
        """
        query = select(_member.id, _member.placed).where(_member.story == story)
        members = {row.id: row.placed for row in self._connection.execute(query)}
        groups = group_alike(sketches_of(self._connection, members))
        first = [] if APART in members.values() else groups[:1]
        for group in groups:
            if group not in first and all(members[each] == BY_COMPARISON for each in group):
                number = self.open_story()
                for start in range(0, len(group), MOST_AT_ONCE):
                    some = _member.id.in_(group[start : start + MOST_AT_ONCE])
                    self._connection.execute(update(StoryMemberRow).where(some).values(story=number))
