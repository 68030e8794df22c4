"""The command line: which commands there are; what one needs is imported when it is asked for."""

from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from app.commands.loading import loading


class Offered(NamedTuple):
    """A command as the list of all shows it: the module of this room that holds it, and its first sentence."""

    module: str
    says: str


OFFERED = {
    "attach": Offered(
        "evidence", "Attach a source's text, and follow every passage that the records select from it into it."
    ),
    "verify": Offered(
        "evidence",
        "Print what the record rests on; status 1 where a passage is orphaned, or does not stand in the file.",
    ),
    "brief": Offered("editions", "Print an edition assembled from the records of a period, and keep nothing."),
    "serve": Offered("serving", "Migrate the database, make and seed it where there is none, and serve."),
    "work": Offered(
        "delivering",
        "Deliver to webhooks until asked to stop; on SQLite, `serve` does it too. With `TRACKER_COLLECT`, poll feeds.",
    ),
    "collect": Offered("delivering", "Poll the feeds that are due, and take what is new in them as sources."),
    "feeds": Offered("feeds", "The feeds that sources come from."),
    "demo": Offered("demonstrating", "Serve feeds of invented outlets, to try collecting without a network."),
    "migrate": Offered("migrating", "Bring the database's schema up to this version's, and seal its secrets."),
    "seed": Offered(
        "seeding", "Load the seed's records, or a folder's; those that somebody else has changed since are kept."
    ),
    "check": Offered(
        "checking",
        "Hold the whole database against what should be there; status 1 where anything is wrong, 2 where it cannot be.",
    ),
    "backup": Offered(
        "backing_up",
        "Write the database as it stands into a folder, beside whoever writes; verified, whole or not at all.",
    ),
    "restore": Offered(
        "restoring",
        "Bring a backup into a database in which nothing is, whole or not at all, and check it; numbers are kept.",
    ),
    "rebuild": Offered(
        "rebuilding",
        "Bring right all that is derived: what records are found by, their documents, and what is computed of them.",
    ),
    "export": Offered(
        "exports", 'Write every record as NDJSON, a line `{"collection", "record"}` each, in one snapshot.'
    ),
    "import": Offered("importing", "Add sources from a file of any size; broken off, it goes on where it was."),
    "openapi": Offered("openapi", "Print the OpenAPI document, write it, or check that a file holds it."),
    "settings": Offered("settings", "Print every setting, its value, and what it means."),
    "keys": Offered("keys", "The keys that writers need."),
}
"""Every command, in the order in which they are listed."""


class Commands(TyperGroup):
    """Commands that are imported when they are asked for, and of which none ends with a traceback."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = {name: TyperCommand(name, help=offered.says) for name, offered in OFFERED.items()}

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that was asked for, by the first of the arguments, and the rest of them."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, load_command(name) if name in OFFERED else command, rest

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was asked for."""
        with loading():
            from app.commands.terminal import ending  # noqa: PLC0415  # needs the contract, which `--help` does not

        with ending():
            return super().invoke(ctx)


def load_command(name: str) -> Any:
    """A command with its options, for the framework; imports what it needs."""
    with loading():
        module = import_module(f"app.commands.{OFFERED[name].module}")
    return get_group(module.commands).commands[name]


cli = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


@cli.callback()
def describe() -> None:
    """The UK Security Policy Tracker."""


def run() -> None:
    """Run the command line."""
    cli()
