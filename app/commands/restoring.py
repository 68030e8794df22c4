"""The command line of restoring: `tracker restore`."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.checking import tell_findings
from app.commands.opening import open_made, read_settings
from app.commands.showing import show_parts
from app.commands.terminal import say
from app.resources import COLLECTIONS
from app.store.one_state import reading_one_state
from app.upkeep.checking import check_database
from app.upkeep.recovering import recover

commands = typer.Typer(rich_markup_mode=None)


@commands.command("restore")
def restore_backup(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="BACKUP",
            exists=True,
            help="A backup's folder, of either engine; or all of /v1/changes in lines, .ndjson or .ndjson.gz.",
        ),
    ],
) -> None:
    """Bring a backup into a database in which nothing is, whole or not at all, and check it; numbers are kept."""
    with open_made(read_settings(), "restored into", begins_anew=True) as database:
        with show_parts() as begin:
            done = recover(database, COLLECTIONS, source, progress=begin)
        database.mark_open()
        say(f"Restored as it stood after change {done.seq}, under a new name.")
        if source.is_file():
            say("Neither keys, webhooks nor texts are among changes.")
            say(f"{done.texts_left} sources tell of no text any more.")
        with reading_one_state(database) as connection, show_parts() as begin:
            findings = check_database(connection, COLLECTIONS, progress=begin)
        tell_findings(findings, done.seq)
