"""`tracker keys create | list | rotate | revoke`."""

import datetime as dt
from dataclasses import astuple
from typing import Annotated

import typer

from app.commands.opening import prepare_database, read_settings
from app.commands.showing import show_table
from app.commands.terminal import MISUSED, end, ending, say
from app.writing import keys

commands = typer.Typer(rich_markup_mode=None)
for_keys = typer.Typer(help="The keys that writers need.", no_args_is_help=True, rich_markup_mode=None)
commands.add_typer(for_keys, name="keys")


@for_keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose it is: the `by` of every change that is made with it.")],
    scope: Annotated[list[str], typer.Option(help=f"What it allows, once or more: {', '.join(keys.SCOPES)}.")],
    person: Annotated[
        str | None, typer.Option(help="The full name of whoever has it, for the desk; it is never public.")
    ] = None,
    expires: Annotated[dt.datetime | None, typer.Option(help="Its last day.", formats=["%Y-%m-%d"])] = None,
    allow_address: Annotated[
        list[str] | None, typer.Option(help="From where alone it may be used, once or more: an address or a network.")
    ] = None,
) -> None:
    """Make a key and print it, this once; what is kept cannot bring it back."""
    last_day = expires.date() if expires else None
    if last_day is not None and last_day < dt.datetime.now(dt.UTC).date():
        end(f"--expires {last_day} has passed: such a key could never be used.", status=MISUSED)
    with ending(refused=MISUSED), prepare_database(read_settings()) as database, database.write() as connection:
        token = keys.make_key(connection, name, scope, expires_on=last_day, networks=allow_address or (), person=person)
    say(token)


@for_keys.command("list")
def list_keys() -> None:
    """Print every key, without what it is."""
    with prepare_database(read_settings()) as database, database.read() as connection:
        listed = keys.find_keys(connection)
    rows = [[_show(value) for value in astuple(key)] for key in listed]
    headings = ("Name", "Prefix", "Scopes", "Made", "Last day", "Revoked", "Last used", "From", "Secret before, until",
                "Person", "Made with the key of")  # fmt: skip
    show_table(*headings, rows=rows)


@for_keys.command("rotate")
def rotate_key(
    name: Annotated[str, typer.Argument(help="Whose it is.")],
    overlap: Annotated[
        int, typer.Option(min=0, max=365, help="How many days the secret before works too; one before that does not.")
    ] = 7,
) -> None:
    """Give a key a new secret and print it, this once; all else of it stays."""
    days = dt.timedelta(days=overlap)
    with ending(refused=MISUSED), prepare_database(read_settings()) as database, database.write() as connection:
        token = keys.rotate_token(connection, name, overlap=days)
    say(token)


@for_keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(help="Whose it is.")]) -> None:
    """End a key for good."""
    with prepare_database(read_settings()) as database, database.write() as connection:
        keys.revoke(connection, name)
    say(f"The key of {name} is revoked.")


def _show(value: object) -> str:
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    return "" if value is None else str(value)
