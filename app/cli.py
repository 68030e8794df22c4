"""The command line: `tracker serve | migrate | seed | keys | export | verify | rebuild | openapi | settings`."""

import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
import uvicorn
from pydantic import ValidationError
from rich.console import Console
from rich.progress import Progress
from rich.table import Table
from sqlalchemy.exc import DBAPIError

from app import auth, logs
from app.errors import Refusal
from app.exporting import write_export
from app.main import create_app
from app.migrations import migrate as migrate_schema
from app.protocol import BoundedProtocol
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store import clock, versions
from app.store import export as records
from app.store.database import Database
from app.verify import Passage, check, passages_in
from seed.loader import load

cli = typer.Typer(
    help="The UK Security Policy Tracker.", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)
keys = typer.Typer(help="The keys that writers need.", no_args_is_help=True)
cli.add_typer(keys, name="keys")
console = Console()

GRACE_SECONDS = 10
"""How long answers under way may take when the server is asked to stop."""


@cli.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port; 0 for a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
) -> None:
    """Migrate the database, seed it where it is empty, and serve."""
    settings = _settings()
    _prepare(settings).close()
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
def migrate() -> None:
    """Bring the database's schema up to this version's."""
    database = Database(_settings().database_url)
    migrate_schema(database)
    database.close()
    console.print("The schema is up to date.")


@cli.command()
def seed() -> None:
    """Load the seed's records; those that somebody else has changed since are kept."""
    database = Database(_settings().database_url)
    migrate_schema(database)
    loaded = load(database)
    database.close()
    console.print(f"{loaded.created} created, {loaded.updated} updated, {loaded.unchanged} unchanged.")
    for kept in loaded.kept:
        console.print(f"{kept} was kept as others have left it.")


@cli.command()
def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The source's text, in UTF-8.")],
    source: Annotated[str, typer.Option(help="The source whose text it is.")] = "uk-security-policy-tracker-2026-02-26",
) -> None:
    """Check every passage that the records select from a source against its text; status 1 where one does not hold."""
    settings = _settings()
    database = _prepare(settings)
    with database.read() as connection:
        passages = passages_in(connection, source, seq=clock.newest(connection).seq)
    database.close()
    held = check(passages, file.read_bytes().decode())
    _print_passages(held)
    failed = sum(not holds for holds in held.values())
    console.print(f"{len(held) - failed} of {len(held)} passages hold.")
    if failed or not held:
        raise typer.Exit(1)


@cli.command()
def rebuild() -> None:
    """Render every version of every record, and all that it is found by, as this version would have written it."""
    database = Database(_settings().database_url)
    migrate_schema(database)
    with database.write() as connection, Progress(console=console) as bar:
        task = bar.add_task("Versions", total=versions.count(connection, COLLECTIONS.values()))
        done = versions.rebuild(connection, COLLECTIONS.values(), progress=lambda count: bar.advance(task, count))
    database.close()
    console.print(f"{done} versions rendered again.")


@cli.command()
def export(
    file: Annotated[Path, typer.Argument(help="Where to; `-` for standard output; gzip where the name ends in .gz.")],
    as_of: Annotated[int | None, typer.Option(help="As the tracker stood after this change.", min=0)] = None,
) -> None:
    """Write every record as NDJSON, a line `{"collection", "record"}` each, in one snapshot."""
    database = _prepare(_settings())
    with database.read() as connection:
        newest = clock.newest(connection).seq
    seq = newest if as_of is None else as_of
    if seq > newest:
        raise typer.BadParameter(f"the newest change is {newest}", param_hint="--as-of")
    errors = Console(stderr=True)
    with Progress(console=errors) as bar:
        task = bar.add_task("Records", total=records.count(database, COLLECTIONS, seq=seq))
        written = write_export(file, records.batches(database, COLLECTIONS, seq=seq), lambda n: bar.advance(task, n))
    database.close()
    errors.print(f"{written} records as they stood after change {seq}.")


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose it is: the `by` of every change that is made with it.")],
    scope: Annotated[list[str], typer.Option(help=f"What it allows, once or more: {', '.join(auth.SCOPES)}.")],
    expires: Annotated[datetime | None, typer.Option(help="Its last day.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Make a key and print it, this once; what is kept cannot bring it back."""
    database = _prepare(_settings())
    with database.write() as connection:
        token = auth.create(connection, name, scope, expires_on=expires.date() if expires else None)
    database.close()
    sys.stdout.write(f"{token}\n")


@keys.command("list")
def list_keys() -> None:
    """Print every key, without what it is."""
    database = _prepare(_settings())
    table = Table("Name", "Prefix", "Scopes", "Made", "Last day", "Revoked", "Last used")
    with database.read() as connection:
        for key in auth.listed(connection):
            shown = ("name", "prefix", "scopes", "created_at", "expires_on", "revoked_at", "last_used_on")
            table.add_row(*("" if key[field] is None else str(key[field])[:19] for field in shown))
    database.close()
    console.print(table)


@keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="Whose it is.")]) -> None:
    """End a key for good."""
    database = _prepare(_settings())
    with database.write() as connection:
        auth.revoke(connection, name)
    database.close()
    console.print(f"The key of {name} is revoked.")


@cli.command()
def openapi(
    write: Annotated[Path | None, typer.Option(help="Write the document to this file.")] = None,
    compare: Annotated[Path | None, typer.Option("--check", help="Fail unless this file holds the document.")] = None,
) -> None:
    """Print the OpenAPI document, write it, or check that a file holds it."""
    document = json.dumps(create_app(_settings()).openapi(), indent=2, ensure_ascii=False) + "\n"
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
    values = _settings()
    for name, field in Settings.model_fields.items():
        shown = "…" if name == "database_url" and "@" in values.database_url else str(getattr(values, name))
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


def _settings() -> Settings:
    try:
        settings = Settings()
    except ValidationError as error:
        for fault in error.errors():
            console.print(f"TRACKER_{str(fault['loc'][0]).upper()}: {fault['msg']}", style="red")
        raise typer.Exit(2) from None
    logs.configure(settings.log_level)
    return settings


def _prepare(settings: Settings) -> Database:
    """The settings' database, migrated, and seeded where nothing was ever written to it."""
    database = Database(settings.database_url)
    migrate_schema(database)
    with database.read() as connection:
        empty = clock.newest(connection).seq == 0
    if empty:
        load(database)
    return database


def _print_passages(held: dict[Passage, bool]) -> None:
    table = Table("Record", "Where", "Start", "End", "Holds")
    for passage, holds in held.items():
        table.add_row(
            passage.record, passage.pointer, str(passage.start), str(passage.end), "yes" if holds else "[red]no[/red]"
        )
    console.print(table)
