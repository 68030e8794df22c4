"""Opening: the settings and the database, as every command begins."""

import typer
from pydantic import ValidationError
from rich.console import Console

from app import logs
from app.migrations import migrate
from app.settings import Settings
from app.store import clock
from app.store.database import Database
from seed.loader import load

console = Console()


def read_settings() -> Settings:
    """The settings of the environment; a wrong one ends the command with a line that names it."""
    try:
        settings = Settings()
    except ValidationError as error:
        for fault in error.errors():
            console.print(f"TRACKER_{str(fault['loc'][0]).upper()}: {fault['msg']}", style="red")
        raise typer.Exit(2) from None
    logs.configure(settings.log_level)
    return settings


def prepared(settings: Settings) -> Database:
    """The settings' database, migrated, and seeded where nothing was ever written to it."""
    database = Database(settings.database_url)
    migrate(database)
    with database.read() as connection:
        empty = clock.newest(connection).seq == 0
    if empty:
        load(database)
    if empty or database.is_sqlite:
        database.count_rows()
    return database
