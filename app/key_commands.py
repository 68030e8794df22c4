"""`tracker keys create | list | revoke`."""

import sys
from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from app import auth
from app.opening import console, prepared, read_settings

keys = typer.Typer(help="The keys that writers need.", no_args_is_help=True)


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose it is: the `by` of every change that is made with it.")],
    scope: Annotated[list[str], typer.Option(help=f"What it allows, once or more: {', '.join(auth.SCOPES)}.")],
    expires: Annotated[datetime | None, typer.Option(help="Its last day.", formats=["%Y-%m-%d"])] = None,
) -> None:
    """Make a key and print it, this once; what is kept cannot bring it back."""
    database = prepared(read_settings())
    with database.write() as connection:
        token = auth.create(connection, name, scope, expires_on=expires.date() if expires else None)
    database.close()
    sys.stdout.write(f"{token}\n")


@keys.command("list")
def list_keys() -> None:
    """Print every key, without what it is."""
    database = prepared(read_settings())
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
    database = prepared(read_settings())
    with database.write() as connection:
        auth.revoke(connection, name)
    database.close()
    console.print(f"The key of {name} is revoked.")
