"""Checking: the whole database held against what the service would have written, at one state of it."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from app.errors import Refusal
from app.store.collection import Collections
from app.store.versions import count_versions
from app.upkeep import derivations, drafts, numbers, renderings, stories, texts
from app.upkeep.findings import Findings, Progress, begin_unseen
from app.writing.drafts import count_drafts

MOST_OF_ENGINE = 20
"""How many of the faults that SQLite finds in its file are told."""


class _Part(NamedTuple):
    """A part of the check: what it looks at, of how many there are, and how."""

    says: str
    total: int
    run: Callable[[Findings, Callable[[int], None]], None]
    is_quick: bool


def check_database(
    connection: Connection,
    collections: Collections,
    *,
    is_quick: bool = False,
    progress: Progress = begin_unseen,
) -> Findings:
    """What is wrong with a database, on a connection that reads one state of it.

    Where it `is_quick`, what reads every document is left out: that takes minutes for a hundred thousand records. The
    memory that it takes does not grow with the records. Raises `DBAPIError` where the database cannot be read.
    """
    findings = Findings()
    check_file(connection, findings, progress("File", 1))
    if findings.count:
        findings.note("The rest was not looked at: what is damaged as a file can be told nothing from.")
        return findings
    for part in (each for each in _parts(connection, collections) if each.is_quick or not is_quick):
        advance = progress(part.says, part.total)
        try:
            part.run(findings, advance)
        except (ValueError, LookupError, TypeError, Refusal) as error:
            # Of a record that cannot be read: its rendering is told of, and what rests on it cannot be looked at.
            cause = str(error).partition("\n")[0]
            findings.note(f"{part.says}: could not be looked at to the end ({cause}).")
    return findings


def check_file(connection: Connection, findings: Findings, advance: Callable[[int], None]) -> None:
    """What SQLite finds wrong with its file; PostgreSQL has no such question that any role may ask."""
    if connection.dialect.name == "sqlite":
        try:
            for (said,) in connection.exec_driver_sql(f"PRAGMA integrity_check({MOST_OF_ENGINE})"):
                if said != "ok":
                    findings.note(f"SQLite finds the file damaged: {' '.join(str(said).split())}.")
            for table, *_ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
                findings.note(f"SQLite finds a row of {table} that names none.")
        except DatabaseError as error:
            findings.note(f"SQLite cannot read the file: {error.orig}.")
    advance(1)


def _parts(connection: Connection, collections: Collections) -> list[_Part]:
    every = tuple(collections.values())
    versions = {each.name: count_versions(connection, [each]) for each in every}
    whole = (connection, collections)

    def quick(says: str, total: int, run: Callable[..., None]) -> _Part:
        return _Part(says, total, run, is_quick=True)

    def slow(says: str, total: int, run: Callable[..., None]) -> _Part:
        return _Part(says, total, run, is_quick=False)

    return [
        quick("Changes", numbers.count_changes(connection), partial(numbers.check_log, *whole)),
        *(
            quick(f"Chains of {each.name}", versions[each.name], partial(numbers.check_chains, connection, each))
            for each in every
        ),
        quick("Links", len(every), partial(derivations.check_links, *whole)),
        quick("Tallies", 1, partial(derivations.check_tallies, *whole)),
        quick("Drafts", count_drafts(connection), partial(drafts.check_drafts, *whole)),
        quick("Stories", 1, partial(stories.check_stories, connection)),
        slow("Renderings", sum(versions.values()), partial(renderings.check_renderings, *whole)),
        slow("Texts", texts.count_texts(connection), partial(texts.check_texts, *whole)),
        *(
            slow(
                f"Computed fields of {each.name}",
                derivations.count_standing(connection, each),
                partial(derivations.check_derivations, *whole, each),
            )
            for each in every
        ),
    ]
