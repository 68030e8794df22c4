"""The command line of stored documents: `tracker rebuild`."""

import typer

from app.commands.opening import open_database, read_settings
from app.commands.showing import progress
from app.commands.terminal import say
from app.resources import COLLECTIONS
from app.store import versions
from app.store.rebuilding import rebuild_all

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def rebuild() -> None:
    """Bring right all that is derived: what records are found by, their documents, and what is computed of them."""
    with open_database(read_settings()) as database:
        with database.write() as connection, progress() as bar:
            task = bar.add_task("Versions", total=versions.count_versions(connection, COLLECTIONS.values()))
            done = rebuild_all(connection, COLLECTIONS, progress=lambda count: bar.advance(task, count))
        database.count_rows()
    say(f"{done.versions} versions rendered again, {done.changes} records derived otherwise than they were.")
