"""A server of feeds on 127.0.0.1, which answers each path as it is told, and remembers what it was asked."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RSS = "application/rss+xml"


@dataclass
class Answer:
    """What a path answers: its bytes, or what writes them by itself."""

    body: bytes | Callable[[BaseHTTPRequestHandler], None] = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content_type: str = RSS


@dataclass
class Publisher:
    """`answers` by path; what has none is 404. `asked` are the paths and headers of the requests, in order."""

    port: int = 0
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    pause: float = 0.0

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def put(self, path: str, body: Any, **more: Any) -> str:
        """Answer a path from now on; its address."""
        self.answers[path] = Answer(body.encode() if isinstance(body, str) else body, **more)
        return self.url(path)

    def paths(self) -> list[str]:
        """What was asked for, but rules for robots."""
        return [path for path, _ in self.asked if path != "/robots.txt"]


def rss(*items: dict[str, str], title: str = "A feed", more: str = "") -> str:
    """A feed in RSS of items: each its elements by name."""
    written = "".join(
        f"<item>{''.join(f'<{name}>{value}</{name.split()[0]}>' for name, value in item.items())}</item>"
        for item in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>{title}</title>{more}{written}</channel></rss>'


def item(number: int, **more: str) -> dict[str, str]:
    """An item of RSS like many others."""
    address = f"https://news.example.org/{number}"
    made = {"title": f"Item {number}", "link": address, "guid": address}
    return {**made, "pubDate": f"Mon, 0{number % 9 + 1} Jun 2026 10:00:00 GMT", **more}


class Handler(BaseHTTPRequestHandler):
    """Answers for a publisher."""

    timeout = 20
    publisher: Publisher
    lock: threading.Lock

    def do_GET(self) -> None:
        with self.lock:
            headers = {name.lower(): value for name, value in self.headers.items()}
            self.publisher.asked.append((self.path, headers))
            self.publisher.at_once += 1
            self.publisher.most_at_once = max(self.publisher.most_at_once, self.publisher.at_once)
        time.sleep(self.publisher.pause)
        with self.lock:  # who has the answer may ask again before this thread goes on
            self.publisher.at_once -= 1
        with suppress(OSError):  # who asked has left
            self._answer(self.publisher.answers.get(self.path, Answer(status=404)))

    def _answer(self, answer: Answer) -> None:
        if callable(answer.body):
            answer.body(self)
            return
        self.send_response(answer.status)
        for name, value in {"Content-Type": answer.content_type, **answer.headers}.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    def log_message(self, *_: object) -> None:
        return


@contextmanager
def publishing() -> Iterator[Publisher]:
    """A publisher, until the block ends."""
    publisher = Publisher()
    handler = type("Own", (Handler,), {"publisher": publisher, "lock": threading.Lock()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    publisher.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
