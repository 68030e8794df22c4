"""A receiver of webhooks: a real server on 127.0.0.1 that keeps what it was sent and answers as it is told."""

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

PATIENCE = 30
"""How many seconds a test waits for what must come."""


@dataclass(frozen=True)
class Received:
    """A request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def message(self) -> dict[str, Any]:
        return dict(json.loads(self.body))

    @property
    def number(self) -> int:
        return int(self.message["data"]["seq"])


@dataclass
class Receiver:
    """`answers` are given in turn, then 204 for ever; each is a status and headers."""

    port: int = 0
    requests: list[Received] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hook"

    def numbers(self) -> list[int]:
        """The changes that came, in their order."""
        return [request.number for request in self.requests]

    def wait(self, count: int) -> list[Received]:
        """What came, once that is so many."""
        ends = time.monotonic() + PATIENCE
        while len(self.requests) < count:
            assert time.monotonic() < ends, f"{len(self.requests)} of {count} came"
            time.sleep(0.02)
        return self.requests


@contextmanager
def silence() -> Iterator[str]:
    """The address of a server that takes every connection and never answers."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(1024)  # the kernel takes them, and what is sent on them
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def receiving() -> Iterator[Receiver]:
    """A receiver for as long as the block."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("content-length", -1))
            body = self.rfile.read(max(length, 0))
            if len(body) != length:  # whoever sent it was killed meanwhile
                self.close_connection = True
                return
            receiver.requests.append(
                Received(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
            )
            status, headers = receiver.answers.pop(0) if receiver.answers else (204, {})
            self.send_response(status)
            for name, value in {**headers, "content-length": "0"}.items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
