"""The ways in: the command line, and the service for a server of any kind."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from app.commands import cli
from app.commands.loading import loading

if TYPE_CHECKING:
    from app.http.application import Application
    from app.settings import Settings


def create_app(settings: "Settings") -> "Application":
    """The service on the settings' database, which must have been migrated; closed at shutdown."""
    with loading():
        from app.wiring.composition import put_together  # noqa: PLC0415  # needs all of it, which few commands do

    return put_together(settings)


def from_environment() -> Callable[..., Awaitable[None]]:
    """The service on the settings of the environment, for a server that may start several processes."""
    with loading():
        from app.http.front import logs  # noqa: PLC0415  # only servers need it
        from app.settings import of_environment  # noqa: PLC0415  # likewise
        from app.wiring.memory import give_back_what_is_large  # noqa: PLC0415  # likewise

    settings = of_environment()
    logs.configure(settings.log_level)
    logs.tell_what_nobody_catches()
    give_back_what_is_large()
    application = create_app(settings)
    if settings.otlp_url is None:
        return application
    from app.wiring.tracing import trace_requests  # noqa: PLC0415  # few want it

    return trace_requests(application, url=settings.otlp_url, version=application.version)


def tracker() -> None:
    """Run the command line."""
    cli.run()


if __name__ == "__main__":
    tracker()
