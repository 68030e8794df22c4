"""The command line of checks: `tracker check`."""

import typer

from app.commands.opening import open_unchanged, read_settings
from app.commands.showing import show_parts
from app.commands.terminal import FAILED, MISUSED, end, say
from app.migrations import find_schema_revisions, newest_revision
from app.resources import COLLECTIONS
from app.settings import without_password
from app.store import clock
from app.store.one_state import reading_one_state
from app.upkeep.checking import check_database
from app.upkeep.findings import Findings

commands = typer.Typer(rich_markup_mode=None)


@commands.command("check")
def check_all() -> None:
    """Hold the whole database against what should be there; status 1 where anything is wrong, 2 where it cannot be."""
    settings = read_settings()
    with open_unchanged(settings, "checked", status=MISUSED) as database, reading_one_state(database) as connection:
        revisions = find_schema_revisions(connection)
        if revisions != {newest_revision()}:
            end(
                f"The database {without_password(database.url)} cannot be checked: its schema is not this version's.",
                "`tracker migrate` brings it there; `tracker backup` first.",
                status=MISUSED,
            )
        seq = clock.newest(connection).seq
        with show_parts() as begin:
            findings = check_database(connection, COLLECTIONS, progress=begin)
    tell_findings(findings, seq)


def tell_findings(findings: Findings, seq: int) -> None:
    """Say what was found, and end with a status where anything was."""
    for sentence in findings.sentences:
        say(sentence)
    if findings.count:
        end(f"{findings.count} faults after change {seq}.", status=FAILED)
    say(f"Everything holds after change {seq}.")
