"""The command line of checks: `tracker check`."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.commands.opening import describe_failure, read_settings
from app.commands.showing import progress
from app.commands.terminal import FAILED, MISUSED, end, say
from app.migrations import find_schema_revisions, newest_revision
from app.resources import COLLECTIONS
from app.settings import Settings, without_password
from app.store import clock
from app.store.database import Database
from app.store.one_state import leave, reading_one_state
from app.upkeep.checking import check_database
from app.upkeep.findings import Findings, Progress

commands = typer.Typer(rich_markup_mode=None)


@commands.command("check")
def check_all() -> None:
    """Hold the whole database against what should be there; status 1 where anything is wrong, 2 where it cannot be."""
    settings = read_settings()
    with _open(settings) as database, reading_one_state(database) as connection:
        revisions = find_schema_revisions(connection)
        if revisions != {newest_revision()}:
            end(
                f"The database {without_password(database.url)} cannot be checked: its schema is not this version's.",
                "`tracker migrate` brings it there; `tracker backup` first.",
                status=MISUSED,
            )
        seq = clock.newest(connection).seq
        with showing_progress() as begin:
            findings = check_database(connection, COLLECTIONS, progress=begin)
    tell_findings(findings, seq)


@contextmanager
def showing_progress() -> Iterator[Progress]:
    """Bars on standard error for the parts of some work, where a terminal shows them."""
    with progress() as bar:

        def begin(part: str, total: int) -> Callable[[int], None]:
            task = bar.add_task(part, total=total)
            return lambda count: bar.advance(task, count)

        yield begin


def tell_findings(findings: Findings, seq: int) -> None:
    """Say what was found, and end with a status where anything was."""
    for sentence in findings.sentences:
        say(sentence)
    if findings.count:
        end(f"{findings.count} faults after change {seq}.", status=FAILED)
    say(f"Everything holds after change {seq}.")


@contextmanager
def _open(settings: Settings) -> Iterator[Database]:
    """The settings' database as it is; where it cannot be read, the command ends with a line that says why."""
    database = Database(settings.database_url)
    file = Path(str(database.url.database))
    try:
        if database.is_sqlite and not file.is_file():
            end(
                f"The database {without_password(database.url)} cannot be checked: there is no such file.",
                status=MISUSED,
            )
        yield database
    except (DBAPIError, PoolTimeout) as error:
        shown = without_password(database.url)
        end(f"The database {shown} cannot be checked: {describe_failure(error, database.url)}.", status=MISUSED)
    finally:
        leave(database)
