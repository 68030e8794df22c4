"""`tracker demo`: feeds of invented outlets, served from this machine, to try collecting without a network."""

from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Annotated

import typer

import seed
from app.commands.terminal import end, say

commands = typer.Typer(rich_markup_mode=None)
DEMO = Path(seed.__file__).parent / "demo"


@commands.command()
def demo(
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port on 127.0.0.1.")] = 8001,
) -> None:
    """Serve feeds of invented outlets, to try collecting without a network."""
    try:
        server = ThreadingHTTPServer(("127.0.0.1", port), partial(SimpleHTTPRequestHandler, directory=str(DEMO)))
    except OSError as error:
        end(f"Port {port} cannot be listened on: {error.strerror or error}.")
    with server, suppress(KeyboardInterrupt):
        say(f"Serving invented feeds at http://127.0.0.1:{port}/feeds.opml; Ctrl+C stops it.")
        server.serve_forever()
