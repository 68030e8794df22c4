"""The command line: `tracker serve | work | migrate | seed | keys | import | export | verify | rebuild | …`."""

import asyncio
import os
import sys
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from app import documentation
from app.editions_command import brief
from app.errors import Refusal
from app.evidence_commands import attach, verify
from app.exporting import write_export
from app.importing import import_file
from app.key_commands import keys
from app.main import create_app
from app.migrations import migrate as migrate_schema
from app.opening import console, prepared, read_settings
from app.protocol import BoundedProtocol
from app.resources import COLLECTIONS, SOURCES
from app.settings import Settings
from app.store import clock, versions
from app.store import export as records
from app.store.database import Database
from app.webhooks import worker
from seed.loader import load

cli = typer.Typer(
    help="The UK Security Policy Tracker.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
cli.add_typer(keys, name="keys")
cli.command()(attach)
cli.command()(verify)
cli.command()(brief)

GRACE_SECONDS = 10
"""How long answers under way may take when the server is asked to stop."""


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 for a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Migrate the database, seed it where it is empty, and serve."""
    if port:
        # Feeds and reconciliation name addresses in full; without a word from the operator, those of this server.
        os.environ.setdefault("TRACKER_PUBLIC_URL", f"http://{host}:{port}")
    settings = read_settings()
    prepared(settings).close()
    uvicorn.run(
        "app.main:from_environment",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=BoundedProtocol,
        access_log=False,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


@cli.command()
def work() -> None:
    """Deliver to webhooks until asked to stop; on SQLite, `serve` does it too."""
    settings = read_settings()
    database = prepared(settings)
    asyncio.run(worker.work(database, allow_private=settings.webhook_allow_private))
    database.close()


@cli.command()
def migrate() -> None:
    """Bring the database's schema up to this version's."""
    database = Database(read_settings().database_url)
    migrate_schema(database)
    database.close()
    console.print("The schema is up to date.")


@cli.command()
def seed() -> None:
    """Load the seed's records; those that somebody else has changed since are kept."""
    database = Database(read_settings().database_url)
    migrate_schema(database)
    loaded = load(database)
    database.close()
    console.print(f"{loaded.created} created, {loaded.updated} updated, {loaded.unchanged} unchanged.")
    for kept in loaded.kept:
        console.print(f"{kept} was kept as others have left it.")


@cli.command()
def rebuild() -> None:
    """Render every version of every record, and all that it is found by, as this version would have written it."""
    database = Database(read_settings().database_url)
    migrate_schema(database)
    with database.write() as connection, Progress(console=console) as bar:
        task = bar.add_task("Versions", total=versions.count(connection, COLLECTIONS.values()))
        done = versions.rebuild(connection, COLLECTIONS.values(), progress=lambda count: bar.advance(task, count))
    database.count_rows()
    database.close()
    console.print(f"{done} versions rendered again.")


@cli.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; `-` for standard output; gzip where the name ends in .gz.")],
    as_of: Annotated[int | None, typer.Option(help="As the tracker stood after this change.", min=0)] = None,
) -> None:
    """Write every record as NDJSON, a line `{"collection", "record"}` each, in one snapshot."""
    database = prepared(read_settings())
    with database.read() as connection:
        now = clock.newest(connection)
        snapshot = now if as_of is None else clock.stood_at(connection, as_of)
    if snapshot is None:
        raise typer.BadParameter(f"the newest change is {now.seq}", param_hint="--as-of")
    seq = snapshot.seq
    errors = Console(stderr=True)
    with Progress(console=errors) as bar:
        task = bar.add_task("Records", total=records.count(database, COLLECTIONS, seq=seq))
        written = write_export(file, records.batches(database, COLLECTIONS, seq=seq), lambda n: bar.advance(task, n))
    database.close()
    errors.print(f"{written} records as they stood after change {seq}.")


@cli.command("import")
def import_sources(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Sources: .json, .ndjson, .jsonl, .csv, .tsv.")
    ],
    by: Annotated[str, typer.Option(help="Whose changes they are.")] = "import",
) -> None:
    """Add sources from a file of any size; broken off, it goes on where it was. Status 1 where any was refused."""
    database = prepared(read_settings())
    with Progress(console=console) as bar:
        task = bar.add_task("Sources", total=None)
        done = import_file(database, SOURCES, file, by=by, progress=lambda count: bar.advance(task, count))
    database.close()
    for item in done.refused[:50]:
        for fault in item.errors or ():
            console.print(f"item {item.index}{fault.pointer or ''}: {fault.message}", markup=False)
    counted = ", ".join(f"{done.statuses[status]} {status}" for status in ("created", "existing", "invalid"))
    console.print(f"{counted}" + (f", {done.passed} done before." if done.passed else "."))
    if done.refused:
        raise typer.Exit(1)


@cli.command()
def openapi(
    write: Annotated[Path | None, typer.Option(help="Write the document to this file.")] = None,
    compare: Annotated[Path | None, typer.Option("--check", help="Fail unless this file holds the document.")] = None,
) -> None:
    """Print the OpenAPI document, write it, or check that a file holds it."""
    document = documentation.in_lines(create_app(read_settings()).openapi())
    if compare is not None and (not compare.exists() or compare.read_text("utf-8") != document):
        console.print(f"{compare} is not up to date: run `python3 dev.py openapi`.")
        raise typer.Exit(1)
    if write is not None:
        write.write_text(document, "utf-8")
    if write is None and compare is None:
        sys.stdout.write(document)


@cli.command()
def settings() -> None:
    """Print every setting, what it means, and its value."""
    table = Table("Variable", "Value", "Meaning")
    values = read_settings()
    for name, field in Settings.model_fields.items():
        value = str(getattr(values, name))
        shown = "…" if name.endswith("database_url") and "@" in value else value
        table.add_row(f"TRACKER_{name.upper()}", shown, field.description)
    console.print(table)


def main() -> None:
    """Run the command line; a refusal, or a database that is not there, is a line and not a traceback."""
    try:
        cli()
    except Refusal as refusal:
        console.print(f"{refusal.title}: {refusal.detail}")
        for fault in refusal.faults:
            console.print(f"  {fault.pointer or fault.name}: {fault.message}")
        raise SystemExit(1) from None
    except DBAPIError as error:
        cause = str(error.orig).strip().partition("\n")[0]
        console.print(f"The database cannot be used: {cause}", soft_wrap=True, markup=False)
        raise SystemExit(1) from None
