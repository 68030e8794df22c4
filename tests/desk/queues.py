"""Queues of proposals for tests: articles whose sentences are read, and somebody who decides on them."""

from typing import Any

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests.desk.signing import Person, all_fields, typed_into
from tests.proposing.test_proposals import TEXT, attach, read_all

MORE = """A line before.

{sentence}

Another line, with <b>angle brackets</b> & signs."""


def fill(database: Database, count: int, *, first: int = 300) -> list[str]:
    """So many proposals, each in an article of its own; the sources. Each tells of another number, from `first` on."""
    sources = []
    for number in range(first, first + count):
        sentence = f"Russia and Ukraine exchanged {number} prisoners on 12 February 2026 near Minsk."
        sources.append(attach(database, f"Article {number}", MORE.format(sentence=sentence)))
    read_all(database)
    return sources


def change_text(database: Database, source: str, text: str) -> None:
    """Attach another text to a source."""
    with writing(database, COLLECTIONS, by="him") as writer:
        writer.attach(source, text)


def number_in(page: str) -> str:
    """The proposal that a page shows."""
    return page.partition('<span class="number">no. ')[2].partition("</span>")[0]


def accept(person: Person, page: str, *, status: int = 303, **typed: str | list[str]) -> str:
    """Accept the proposal of a page with what is typed into its form; the page that comes of it."""
    fields = typed_into(all_fields(page, "draft"), theme="diplomacy", **typed)
    answer = person.post(f"/desk/queue/{number_in(page)}/accept", fields, status=status)
    return person.get(answer.headers["location"]) if status == 303 else answer.text


def proposal(person: Person, number: str) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {person.token}"}
    return dict(person.client.get(f"/v1/proposals/{number}", headers=headers).json()["data"])


__all__ = ["TEXT", "accept", "attach", "change_text", "fill", "number_in", "proposal", "read_all"]
