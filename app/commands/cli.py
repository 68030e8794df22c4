"""The command line: `tracker serve | work | migrate | seed | keys | import | export | verify | rebuild | …`."""

import asyncio
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from app.commands import keys, serving
from app.commands.editions import brief
from app.commands.evidence import attach, verify
from app.commands.exports import write_export
from app.commands.importing import import_file
from app.commands.opening import open_database, prepare_database, read_settings
from app.commands.terminal import FAILED, MISUSED, Commands, end, progress, say, say_fault
from app.http import documentation
from app.resources import COLLECTIONS, SOURCES
from app.settings import Settings, without_password
from app.store import clock, versions
from app.store import export as records
from app.webhooks import worker
from schemas import BatchItem
from seed.loader import DATA, load

cli = typer.Typer(
    help="The UK Security Policy Tracker.",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
cli.add_typer(keys.commands, name="keys")
cli.command()(attach)
cli.command()(verify)
cli.command()(brief)


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Migrate the database, seed it where it is empty, and serve."""
    settings = read_settings()
    # Before the database is touched, so that a port in use changes nothing.
    with serving.bind(host, port) as listening:
        with prepare_database(settings):
            pass
        say(f"Serving at {serving.listen(listening)}; Ctrl+C stops it.")
        serving.serve_on(listening, workers=workers)


@cli.command()
def work() -> None:
    """Deliver to webhooks until asked to stop; on SQLite, `serve` does it too."""
    settings = read_settings()
    with prepare_database(settings) as database:
        say("Delivering to webhooks; Ctrl+C stops it.")
        asyncio.run(worker.run_worker(database, allow_private=settings.webhook_allow_private))


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to this version's."""
    with open_database(read_settings()):
        say("The schema is up to date.")


@cli.command()
def seed(
    folder: Annotated[
        Path, typer.Argument(exists=True, file_okay=False, help="Where the records' TOML files are.")
    ] = DATA,
) -> None:
    """Load the seed's records, or a folder's; those that somebody else has changed since are kept."""
    with open_database(read_settings()) as database:
        loaded = load(database, folder)
    say(f"{loaded.created} created, {loaded.updated} updated, {loaded.unchanged} unchanged.")
    for kept in loaded.kept:
        say(f"{kept} was kept as others have left it.")


@cli.command()
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


@cli.command()
def export(
    file: Annotated[
        Path, typer.Argument(dir_okay=False, help="Where to; `-` for standard output; gzip where the name ends in .gz.")
    ] = Path("-"),
    as_of: Annotated[int | None, typer.Option(help="As the tracker stood after this change.", min=0)] = None,
) -> None:
    """Write every record as NDJSON, a line `{"collection", "record"}` each, in one snapshot."""
    with prepare_database(read_settings()) as database:
        with database.read() as connection:
            now = clock.newest(connection)
            snapshot = now if as_of is None else clock.stood_at(connection, as_of)
        if snapshot is None:
            end(f"--as-of {as_of} is still to come: the newest change is {now.seq}.", status=MISUSED)
        seq = snapshot.seq
        with progress() as bar:
            task = bar.add_task("Records", total=records.count_lines(database, COLLECTIONS, seq=seq))
            batches = records.batches(database, COLLECTIONS, seq=seq)
            written = write_export(file, batches, lambda count: bar.advance(task, count))
    typer.echo(f"{written} records as they stood after change {seq}.", err=True)


@cli.command("import")
def import_sources(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Sources: .json, .ndjson, .jsonl, .csv, .tsv.")
    ],
    by: Annotated[str, typer.Option(help="Whose changes they are.")] = "import",
) -> None:
    """Add sources from a file of any size; broken off, it goes on where it was.

    What was refused is tried again, and named by its place in the file, counted from 1. Status 1 where any was.
    """

    def tell(item: BatchItem) -> None:
        for fault in item.errors or ():
            say(f"item {item.index + 1}: {say_fault(fault)}")

    with prepare_database(read_settings()) as database, progress() as bar:
        task = bar.add_task("Sources", total=None)
        done = import_file(
            database, SOURCES, file, by=by, progress=lambda count: bar.advance(task, count), refused=tell
        )
    counted = ", ".join(f"{done.statuses[status]} {status}" for status in ("created", "existing", "invalid"))
    say(counted + (f", {done.passed} done before." if done.passed else "."))
    if done.statuses["invalid"]:
        raise typer.Exit(FAILED)


@cli.command()
def openapi(
    context: typer.Context,
    write: Annotated[Path | None, typer.Option(help="Write the document to this file.")] = None,
    compare: Annotated[Path | None, typer.Option("--check", help="Fail unless this file holds the document.")] = None,
) -> None:
    """Print the OpenAPI document, write it, or check that a file holds it."""
    document = documentation.in_lines(context.obj(read_settings()).openapi())
    if compare is not None and (not compare.exists() or compare.read_bytes() != document.encode()):
        end(f"{compare} is not up to date: run `python3 dev.py openapi`.")
    if write is not None:
        write.write_text(document, "utf-8")
    if write is None and compare is None:
        sys.stdout.write(document)


@cli.command()
def settings() -> None:
    """Print every setting, its value, and what it means."""
    values = read_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(values, name)
        if name.endswith("database_url") and value is not None:
            value = without_password(value)
        say(f"TRACKER_{name.upper()}" + (" is not set" if value is None else f"={value}"))
        meaning = " ".join((field.description or "").split())
        say(textwrap.fill(meaning, 100, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False))


def run(create_app: Callable[[Settings], Any]) -> None:
    """Run the command line; `create_app` makes the service of settings."""
    cli(obj=create_app)
