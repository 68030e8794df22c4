"""The command line of stored documents: `tracker rebuild`."""

import typer

from app.commands.opening import open_database, read_settings
from app.commands.showing import progress
from app.commands.terminal import say
from app.resources import COLLECTIONS
from app.store import versions

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def rebuild() -> None:
    """Render every version of every record, and all that it is found by, as this version would have written it."""
    with open_database(read_settings()) as database:
        with database.write() as connection, progress() as bar:
            task = bar.add_task("Versions", total=versions.count_versions(connection, COLLECTIONS.values()))
            done = versions.render_again(
                connection, COLLECTIONS.values(), progress=lambda count: bar.advance(task, count)
            )
        database.count_rows()
    say(f"{done} versions rendered again.")
