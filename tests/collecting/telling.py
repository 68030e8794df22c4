"""Sources with texts, and the stories that they are grouped into."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from app.collecting.stories import catch_up, correct
from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.story_tables import StoryMemberRow
from app.store.write import writing
from tests import examples

Groups = set[frozenset[str]]


def words_of(name: str, count: int = 120) -> str:
    """A text of so many words that no text by another name has."""
    return " ".join(f"{name}{number}" for number in range(count))


def add(database: Database, source_id: str, text: str | None, **fields: Any) -> None:
    """Make a source, with a text."""
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("sources", examples.source(source_id, id=source_id, **fields))
        if text is not None:
            writer.attach(source_id, text)


def attach(database: Database, source_id: str, text: str | None) -> None:
    """Give a source another text, or take it away."""
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.attach(source_id, text)


def place(database: Database, source_id: str, beside: str | None) -> int:
    """Place a source by hand: into the story of another one, or into one of its own."""
    with database.write() as connection:
        clock.lock(connection)
        return correct(connection, source_id, stories(database)[beside] if beside is not None else None)


def stories(database: Database) -> dict[str, int]:
    """The number of the story of each source."""
    member = columns_of(StoryMemberRow)
    with database.read() as connection:
        return {row.id: row.story for row in connection.execute(select(member.id, member.story))}


def groups(database: Database, *, caught_up: bool = True) -> Groups:
    """Which sources are together, after all was caught up with."""
    if caught_up:
        catch_up(database)
    together = defaultdict[int, set[str]](set)
    for source_id, story in stories(database).items():
        together[story].add(source_id)
    return {frozenset(each) for each in together.values()}


def apart(*together: Iterable[str] | str) -> Groups:
    """Groups as they are expected: each of names separated by spaces."""
    return {frozenset(each.split() if isinstance(each, str) else each) for each in together}


def arrive(database: Database, texts: Sequence[tuple[str, str]], *, at_once: int) -> None:
    """Make sources with texts, so many at a time before it is caught up with."""
    for start in range(0, len(texts), at_once):
        put_all(database, texts[start : start + at_once])
        catch_up(database)


def put_all(database: Database, texts: Sequence[tuple[str, str]]) -> None:
    """Make sources with texts."""
    with writing(database, COLLECTIONS, by="her") as writer:
        for source_id, text in texts:
            writer.create("sources", examples.source(source_id, id=source_id))
            writer.attach(source_id, text)
