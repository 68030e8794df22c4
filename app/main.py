"""The ways in: the command line, and the service for a server of any kind."""

from typing import TYPE_CHECKING

from app.commands import cli
from app.commands.loading import loading

if TYPE_CHECKING:
    from app.http.application import Application


def tracker() -> None:
    """Run the command line."""
    cli.run()


def from_environment() -> "Application":
    """The service on the settings of the environment, for a server that may start several processes."""
    with loading():
        from app import wiring  # noqa: PLC0415  # needs all of the service, which few commands do

        return wiring.create_app_from_environment()


if __name__ == "__main__":
    tracker()
