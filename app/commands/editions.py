"""The command line of editions: `tracker brief`."""

import json
import sys
from typing import Annotated, Literal

import typer

from app.commands.opening import prepare_database, read_settings
from app.commands.terminal import MISUSED, ending
from app.editions import publishing
from app.pages.editions import forms
from app.reading.formats.lines import on_one_line
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store import clock
from app.store.database import Database
from app.store.write import DERIVED, Writer
from app.writing.bodies import read_json
from app.writing.transaction import try_out
from schemas import BriefingRequest

commands = typer.Typer(rich_markup_mode=None)

FilterWords = Annotated[
    list[str] | None, typer.Option(help="As in the parameter of /v1/developments; may be repeated.")
]


@commands.command()
def brief(
    *,
    begin: Annotated[str, typer.Option("--from", help="The first day, YYYY-MM-DD.")],
    end: Annotated[str, typer.Option("--to", help="The last day, YYYY-MM-DD.")],
    form: Annotated[Literal["markdown", "html", "json"], typer.Option("--format", help="The form.")] = "markdown",
    title: Annotated[str | None, typer.Option(help="The title; else the period.")] = None,
    actor: FilterWords = None,
    theme: FilterWords = None,
    kind: FilterWords = None,
    condition: FilterWords = None,
    source: FilterWords = None,
) -> None:
    """Print an edition assembled from the records of a period, and keep nothing."""
    asked: dict[str, object] = {"from": begin, "to": end, "title": title}
    asked |= {"actor": actor, "theme": theme, "kind": kind, "condition": condition, "source": source}
    settings = read_settings()
    given = {name: value for name, value in asked.items() if value}
    with ending(refused=MISUSED):
        request = read_json(BriefingRequest, json.dumps(given))
        with prepare_database(settings) as database:
            sys.stdout.write(_write_out(database, request, form, settings))


def _write_out(database: Database, request: BriefingRequest, form: str, settings: Settings) -> str:
    """The edition in a form: drafted as ever, and taken back."""

    def write(writer: Writer) -> str:
        snapshot = clock.newest(writer.connection)
        document = publishing.draft(writer, request).record.model_dump_json()
        if form == "json":
            return f"{on_one_line(document.encode()).decode()}\n"
        return forms(settings.public_url)[form].write(writer.connection, document, snapshot).decode()

    return try_out(database, COLLECTIONS, write, by=DERIVED).done
