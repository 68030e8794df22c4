"""The command line of checks: `tracker check`."""

from typing import Annotated

import typer

from app.commands.opening import open_unchanged, read_settings
from app.commands.showing import show_parts
from app.commands.terminal import FAILED, MISUSED, end, say
from app.migrations import can_serve
from app.resources import COLLECTIONS
from app.settings import without_password
from app.store import clock
from app.store.one_state import reading_one_state
from app.upkeep.checking import check_database
from app.upkeep.findings import Findings

WHOLLY, QUICKLY = "Everything holds", "The file, the log, chains, links and tallies hold"

commands = typer.Typer(rich_markup_mode=None)


@commands.command("check")
def check_all(
    *,
    quick: Annotated[
        bool, typer.Option("--quick", help="Leave out what reads documents: seconds, not minutes.")
    ] = False,
) -> None:
    """Hold the whole database against what should be there; status 1 where anything is wrong, 2 where it cannot be."""
    settings = read_settings()
    with open_unchanged(settings, "checked", status=MISUSED) as database, reading_one_state(database) as connection:
        if not can_serve(connection):
            end(
                f"The database {without_password(database.url)} cannot be checked: its schema is not this version's.",
                "`tracker migrate` brings it there; `tracker backup` first.",
                status=MISUSED,
            )
        seq = clock.newest(connection).seq
        with show_parts() as begin:
            findings = check_database(connection, COLLECTIONS, is_quick=quick, progress=begin)
    tell_findings(findings, seq, QUICKLY if quick else WHOLLY)


def tell_findings(findings: Findings, seq: int, clean: str = WHOLLY) -> None:
    """Say what was found, and end with a status where anything was; `clean` is said where nothing was."""
    for sentence in findings.sentences:
        say(sentence)
    if findings.count:
        end(f"{findings.count} faults after change {seq}.", status=FAILED)
    say(f"{clean} after change {seq}.")
