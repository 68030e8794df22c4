"""The tables of stories: which source belongs to which, and the sketches by which that is told."""

from sqlalchemy import BigInteger, Index
from sqlmodel import Field

from app.store.metadata import SEQ, TEXT, Table


class StoryRow(Table, table=True):
    """A story, for ever: `into` is the number of the one that it became part of, which is part of no other."""

    __table_args__ = (Index("ix_story_into", "into"),)

    number: int = Field(primary_key=True, sa_type=SEQ)
    into: int | None = Field(default=None, sa_type=BigInteger)


class StoryMemberRow(Table, table=True):
    """The story that a source belongs to.

    It was `placed` there as `compared` with others, or by hand, which no comparison changes: `assigned` to it, or put
    `apart` in one of its own.
    """

    __table_args__ = (Index("ix_story_member_story", "story", "id"),)

    id: str = Field(primary_key=True, sa_type=TEXT)
    story: int = Field(sa_type=BigInteger)
    placed: str = Field(sa_type=TEXT)


class StorySketchRow(Table, table=True):
    """The sketch of a source's text: `hashes` in hexadecimal, 16 digits each, in their order.

    It is of the text of that digest, and was last held against the source as change `seq` left it.
    """

    __table_args__ = (Index("uq_story_sketch_id", "id", unique=True),)

    number: int = Field(primary_key=True, sa_type=SEQ)
    id: str = Field(sa_type=TEXT)
    seq: int = Field(sa_type=BigInteger)
    sha256: str = Field(sa_type=TEXT)
    shingles: int
    hashes: str = Field(sa_type=TEXT)


class StoryHashRow(Table, table=True):
    """A hash, and the number of a sketch that has it: what leads from a text to those that share shingles with it."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    value: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    sketch: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
