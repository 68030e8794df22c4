"""The command line of settings: `tracker settings`."""

import textwrap

import typer
from pydantic import SecretStr

from app.commands.opening import read_settings
from app.commands.terminal import say
from app.settings import Settings, without_password

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def settings() -> None:
    """Print every setting, its value, and what it means."""
    values = read_settings()
    for name, field in Settings.model_fields.items():
        value = getattr(values, name)
        if name.endswith(("database_url", "limits_url")) and value is not None:
            value = without_password(value)
        if isinstance(value, SecretStr):
            value = "***"
        say(f"TRACKER_{name.upper()}" + (" is not set" if value is None else f"={value}"))
        meaning = " ".join((field.description or "").split())
        say(textwrap.fill(meaning, 100, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False))
