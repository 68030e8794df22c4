"""A model's endpoint on 127.0.0.1, which drafts as it is told, and remembers what it was asked."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from app.proposing.model_endpoint import ModelEndpoint

Tell = Callable[[str], Any]


@dataclass
class FakeModel:
    """`tell` gives a draft of a sentence: JSON, or text as it is; `embed` a vector of a text.

    `broken` answers in the place of both.
    """

    tell: Tell = lambda sentence: {"quote": sentence, "title": sentence, "summary": sentence, "roles": []}
    embed: Callable[[str], Any] = lambda text: [float(len(text)), 1.0]
    broken: Callable[[BaseHTTPRequestHandler], None] | None = None
    port: int = 0
    asked: list[tuple[str, dict[str, Any], str | None]] = field(default_factory=list)

    def endpoint(self, seconds: float = 10) -> ModelEndpoint:
        url = f"http://127.0.0.1:{self.port}/v1"
        return ModelEndpoint(url, "a key", chat="drafty", embeddings="nearby", seconds=seconds)


class Handler(BaseHTTPRequestHandler):
    """Answers for a model."""

    timeout = 20
    model: FakeModel

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        self.model.asked.append((self.path, asked, self.headers.get("authorization")))
        try:
            if self.model.broken is not None:
                self.model.broken(self)
            elif self.path == "/v1/embeddings":
                every = enumerate(map(self.model.embed, asked["input"]))
                self.give({"data": [{"index": place, "embedding": vector} for place, vector in every]})
            else:
                told = self.model.tell(json.loads(asked["messages"][1]["content"])["sentence"])
                content = told if isinstance(told, str) else json.dumps(told)
                self.give({"choices": [{"message": {"role": "assistant", "content": content}}]})
        except OSError:
            pass  # whoever asked has gone away

    def give(self, answer: Any, status: int = 200, **headers: str) -> None:
        body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Tell nothing."""


@contextmanager
def serving_model() -> Iterator[FakeModel]:
    """A model's endpoint until the block ends."""
    model = FakeModel()
    handler = type("ModelHandler", (Handler,), {"model": model})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        model.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield model
        finally:
            server.shutdown()
            thread.join()


def trickle(handler: BaseHTTPRequestHandler) -> None:
    """An answer that goes on without an end, a little at a time."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" ")
        time.sleep(0.05)


def flood(handler: BaseHTTPRequestHandler) -> None:
    """An answer of many megabytes."""
    handler.send_response(200)
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b" " * 100_000)
