"""Stories: what sources belong to that tell the same, as one reprints another."""

from typing import Annotated

from pydantic import Field, StringConstraints

from schemas.changes import ChangeNumber
from schemas.page import Links, ListLinks, Meta
from schemas.query import Whole
from schemas.sources import Published
from schemas.types import Contract, Name, Slug, Title

StoryId = Annotated[str, StringConstraints(pattern=r"^st-[1-9][0-9]{0,14}$")]


class StoryChoice(Contract):
    """The story that a source is to belong to, whatever its text is like."""

    story: StoryId | None
    """Its id; null for one of its own, which is never joined with another."""


class StorySource(Contract):
    """A source in a story."""

    id: Slug
    """Its id."""
    title: Title
    """Its title."""
    publisher: Name
    """Who published it."""
    origin: Slug
    """Whose reporting it is said to be."""
    published: Published
    """When it was published."""
    by_hand: bool
    """Whether it was placed by hand."""


class ProposedOrigin(Contract):
    """An origin that is proposed; nothing is changed by it."""

    origin: Slug
    """That of the story's earliest source whose origin is a news agency."""
    source: Slug
    """That source."""
    others: Annotated[int, Field(ge=1)]
    """How many sources of the story have another origin."""
    reason: str
    """Why."""


class Story(Contract):
    """Sources that tell the same, as one reprints another."""

    id: StoryId
    """Its id."""
    size: Annotated[int, Field(ge=1)]
    """How many sources are in it."""
    sources: tuple[StorySource, ...]
    """The first 100 of them, the earliest first, undated ones last."""
    proposed: ProposedOrigin | None
    """The origin that is proposed for those that have another; null where there is no reason for one."""


class StoriesQuery(Contract):
    """The parameters of `/v1/stories`."""

    before: ChangeNumber | None = None
    """Only stories with a lower number in their id."""
    source: Slug | None = None
    """Only the story of this source."""
    limit: Annotated[Whole, Field(ge=1, le=50)] = 20
    """How many stories a page has at most."""


class StoryDetail(Contract):
    """One story."""

    data: Story
    """The story."""
    meta: Meta
    """What is true of the answer."""
    links: Links
    """Where the story lives."""


class StoryPage(Contract):
    """Stories of at least two sources, the newest first."""

    data: tuple[Story, ...]
    """The stories."""
    meta: Meta
    """What is true of the answer."""
    links: ListLinks
    """Where the list goes on."""
