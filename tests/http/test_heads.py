"""A write is refused by its head, where it can be: what nobody may send is not taken."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from app.http.bodies import MOST_BODY_BYTES
from app.store.database import Database
from tests.draws import many
from tests.editors import key
from tests.servers import serving

MIB = 1024 * 1024


class Served(NamedTuple):
    """A server: its address, the id of its process, and a key for writing sources."""

    address: tuple[str, int]
    process: int
    token: str


def answer_to_head(address: tuple[str, int], *lines: str) -> bytes:
    """The first bytes of the answer to a head, whose body is never sent."""
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall("\r\n".join([*lines, "Host: a", "", ""]).encode())
        return connection.recv(65536)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("heads")
    url = f"sqlite:///{folder / 'a.db'}"
    with serving(url, folder) as (address, process):
        database = Database(url)
        token = key(database, "writer", "sources:write")
        database.close()
        host, _, port = address.removeprefix("http://").partition(":")
        yield Served((host, int(port)), process.pid, token)


def test_a_head_decides_before_a_body_is_sent(server: Served) -> None:
    long = ("Content-Length: 8000000", "Content-Type: application/json")
    good = f"Authorization: Bearer {server.token}"
    for path, lines, status in (
        ("/v1/sources/batch", long, b"401"),
        ("/v1/sources/batch", (*long, "Authorization: Bearer trk_abcdefgh_x"), b"401"),
        ("/v1/actors/batch", (*long, good), b"403"),
        ("/v1/sources/batch", ("Content-Length: 8000000", "Content-Type: image/png", good), b"415"),
        ("/v1/sources/batch", ("Transfer-Encoding: chunked", "Content-Type: image/png", good), b"415"),
        ("/v1/sources/batch", ("Content-Length: 9000000", "Content-Type: application/json", good), b"413"),
        ("/v1/sources", ("Content-Length: 70000", "Content-Type: application/json", good), b"413"),
        ("/v1/sources/batch?mode=odd", (*long, good), b"422"),
    ):
        assert answer_to_head(server.address, f"POST {path} HTTP/1.1", *lines)[9:12] == status, (path, lines)


@pytest.mark.parametrize("has_key", [False, True])
def test_memory_does_not_grow_with_what_is_sent_at_once(server: Served, has_key: bool) -> None:
    body = b'["' + b"a" * (8 * MIB - 100) + b'"]'
    key_line = f"Authorization: Bearer {server.token}\r\n" if has_key else ""
    head = f"POST /v1/sources/batch HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n{key_line}"
    message = head.encode() + f"Content-Length: {len(body)}\r\n\r\n".encode() + body

    async def send(answers: set[bytes]) -> None:
        reader, writer = await asyncio.open_connection(*server.address)
        for start in range(0, len(message), 65536):
            writer.write(message[start : start + 65536])
            await writer.drain()
        answers.add((await reader.read(100))[9:12])
        writer.close()

    async def send_all() -> set[bytes]:
        answers = set[bytes]()
        await asyncio.gather(*(send(answers) for _ in range(many(100))))
        return answers

    before, peak, done = resident(server.process), [0], threading.Event()

    def watch() -> None:
        while not done.wait(0.02):
            peak[0] = max(peak[0], resident(server.process))

    watching = threading.Thread(target=watch)
    watching.start()
    answers = asyncio.run(send_all())
    done.set()
    watching.join()
    assert answers <= ({b"422", b"503"} if has_key else {b"401"})
    assert peak[0] - before < (4 * MOST_BODY_BYTES if has_key else 50 * MIB)
    assert resident(server.process) - before < 100 * MIB


def resident(process: int) -> int:
    """How many bytes of memory a process has."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS"))
