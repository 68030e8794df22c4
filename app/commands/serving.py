"""Serving: the address is taken before anything else is done, so that one that cannot be had is told at once."""

import errno
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Annotated, NoReturn

import typer
from uvicorn import Config

from app.commands.opening import prepare_database, read_settings, seal_secrets
from app.commands.stopping import LeavingServer, Supervisor
from app.commands.terminal import end, say
from app.http.front.protocol import BoundedProtocol
from app.http.whereabouts import address
from app.store import clock

GRACE_SECONDS = 10
"""How long answers under way may take when the server is asked to stop."""
START_SECONDS = 60
"""How long a worker may say nothing: on a busy machine it takes long to start, and is not to be ended for it."""
MOST_FILES = 65_536
"""How many files the process wishes to have open at most."""
WAITING = 2048
"""How many connections may wait to be taken."""

commands = typer.Typer(rich_markup_mode=None)


@commands.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 for a free one.")] = 8000,
    workers: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
    new: Annotated[bool, typer.Option("--new", help="Make a new database where the one from before is gone.")] = False,
) -> None:
    """Migrate the database, make and seed it where there is none, and serve."""
    settings = read_settings()
    # Before the database is touched, so that a port in use changes nothing.
    with bind(host, port) as listening:
        with prepare_database(settings, begins_anew=new) as database:
            seal_secrets(database, settings)
            with database.read() as connection:
                is_empty = clock.newest(connection).seq == 0
        if is_empty:
            say("The database was made before, and is empty: `tracker seed` loads the seed's records.")
        say(f"Serving at {listen(listening)}; Ctrl+C stops it.")
        serve_on(listening, workers=workers, trusted_proxies=settings.trusted_proxies)


@contextmanager
def bind(host: str, port: int) -> Iterator[socket.socket]:
    """A socket at an address, closed after the block. An address that cannot be had ends the command with a line."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as opened:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.set_inheritable(True)
        try:
            opened.bind((host, port))
        except OSError as error:
            _refuse(error, host, port)
        yield opened


def listen(opened: socket.socket) -> str:
    """Begin to take connections; the address, as it is written for clients."""
    host, port = opened.getsockname()[:2]
    try:
        opened.listen(WAITING)
    except OSError as error:
        _refuse(error, host, port)
    return address("http", host, port)


def serve_on(listening: socket.socket, *, workers: int, trusted_proxies: str = "") -> None:
    """Serve until asked to stop. What proxies say of their clients is believed of those that are trusted alone."""
    allow_many_connections()
    config = Config(
        "app.main:from_environment",
        factory=True,
        workers=workers,
        http=BoundedProtocol,
        access_log=False,
        log_config=None,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies,
        server_header=False,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=GRACE_SECONDS,
        timeout_worker_healthcheck=START_SECONDS,
    )
    if workers > 1:
        Supervisor(config, sockets=[listening]).run()
        return
    with suppress(KeyboardInterrupt):  # uvicorn stops, and raises it then
        LeavingServer(config).run(sockets=[listening])


def allow_many_connections() -> None:
    """Let the process have as many files open as the system lets it: each connection is one, and 1,024 is usual."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # Unix has it alone

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wished = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wished:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wished, hard))


def _refuse(error: OSError, host: str, port: int) -> NoReturn:
    """End the command with what stands in the way of an address, and a way out."""
    if error.errno == errno.EADDRINUSE:
        end(f"Port {port} of {host} is in use: another server may be running. `--port 0` takes a free one.")
    end(f"Port {port} of {host} cannot be listened on: {error.strerror or error}.")
