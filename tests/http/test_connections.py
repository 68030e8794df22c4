"""Connections: what is no HTTP, too slow, too long or cut off is bounded, and refused where somebody can hear it."""

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import uvicorn

from app.http.front import protocol
from app.main import create_app
from app.settings import Settings
from schemas import Problem
from tests.databases import Server
from tests.servers import free_port


@pytest.fixture
def address(servers: dict[str, Server], monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, int]]:
    """A server in this process, whose deadlines are short."""
    for name in ("HEAD_SECONDS", "BODY_SECONDS", "WRITE_SECONDS"):
        monkeypatch.setattr(protocol, name, 0.5)
    app = create_app(Settings(database_url=servers["sqlite"].url("seeded")))
    port = free_port()
    config = uvicorn.Config(app, port=port, http=protocol.BoundedProtocol, log_config=None, timeout_keep_alive=20)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield "127.0.0.1", port
    server.should_exit = True
    thread.join(timeout=20)
    assert not thread.is_alive()


class Silence(Exception):
    """The server neither answered nor closed the connection."""


def talk(address: tuple[str, int], *parts: bytes, pause: float = 0) -> bytes:
    """Send parts with pauses between them; all that comes back until the server closes, which it must in 3 seconds."""
    with socket.create_connection(address, timeout=3) as connection:
        received = b""
        try:
            for part in parts:
                connection.sendall(part)
                time.sleep(pause)
            while chunk := connection.recv(65536):
                received += chunk
        except ConnectionError:
            pass
        except TimeoutError:
            if not received:
                raise Silence from None
        return received


def test_a_head_that_does_not_end_is_dropped(address: tuple[str, int]) -> None:
    assert talk(address, b"GET /v1/actors HTTP/1.1\r\nHost: a\r\n") == b""


def test_a_head_that_drips_is_dropped(address: tuple[str, int]) -> None:
    drips = [b"GET /v1/actors HTTP/1.1\r\nHost: a\r\nConnection: close\r\n", *[b"X-A: 1\r\n"] * 12, b"\r\n"]
    assert talk(address, *drips, pause=0.1) == b""
    assert talk(address, *drips).startswith(b"HTTP/1.1 200")


def test_a_body_that_does_not_come_is_dropped(address: tuple[str, int]) -> None:
    head = b"GET /v1/actors HTTP/1.1\r\nHost: a\r\nContent-Length: 50\r\n\r\n"
    talk(address, head)
    with pytest.raises(ConnectionError):
        send_slowly(address, [head, *[b"a"] * 49], pause=0.1)


def send_slowly(address: tuple[str, int], parts: list[bytes], *, pause: float) -> None:
    """Send parts with pauses; raises ConnectionError once the server has closed."""
    with socket.create_connection(address, timeout=3) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)


def test_an_answer_that_is_not_read_is_dropped(address: tuple[str, int]) -> None:
    request = b"GET /docs/swagger-ui-bundle.js HTTP/1.1\r\nHost: a\r\n\r\n"
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(3)
        connection.connect(address)
        connection.sendall(request * 6)
        time.sleep(1.5)
        received = 0
        with contextlib.suppress(ConnectionError):
            while chunk := connection.recv(65536):
                received += len(chunk)
    # The connection was closed before the answers had gone out whole.
    assert received < 6 * 1_000_000


@pytest.mark.parametrize("part", [b"X-A: " + b"a" * 8000 + b"\r\n", b"a" * 8000])
def test_endless_headers_are_cut(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch, part: bytes) -> None:
    monkeypatch.setattr(protocol, "HEAD_SECONDS", 30)
    started = time.monotonic()
    answer = talk(address, b"GET / HTTP/1.1\r\nHost: a\r\n", *[part] * 40)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 431")
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("part", [b"X-A: " + b"a" * 8000 + b"\r\n", b"a" * 8000])
def test_endless_trailers_are_cut(address: tuple[str, int], monkeypatch: pytest.MonkeyPatch, part: bytes) -> None:
    monkeypatch.setattr(protocol, "BODY_SECONDS", 30)
    head = b"GET /v1/actors HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n"
    started = time.monotonic()
    talk(address, head, *[part] * 40)
    assert time.monotonic() - started < 2


def test_small_chunks_are_no_attack(address: tuple[str, int]) -> None:
    head = b"GET /v1/actors HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert talk(address, head, b"1\r\na\r\n" * 20_000, b"0\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_headers_over_the_limit_are_refused_politely(address: tuple[str, int]) -> None:
    answer = talk(address, b"GET / HTTP/1.1\r\nHost: a\r\nX-A: " + b"a" * 33_000 + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 431")
    assert b"application/problem+json" in answer


def test_requests_on_one_connection_are_answered_in_turn(address: tuple[str, int]) -> None:
    request = b"GET /v1/actors?limit=1 HTTP/1.1\r\nHost: a\r\n\r\n"
    last = b"GET /v1/actors?limit=1 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
    assert talk(address, request, request, last, pause=0.7).count(b"HTTP/1.1 200") == 3
    assert talk(address, request + request + last).count(b"HTTP/1.1 200") == 3


@pytest.mark.parametrize("noise", [b"NOISE\r\n\r\n", b"GET / HTTP/1.1\r\nHost: \0\r\n\r\n", b"X-A: " + b"a" * 60_000])
def test_what_cannot_be_read_waits_for_the_answers_before_it(address: tuple[str, int], noise: bytes) -> None:
    request = b"GET /v1/actors?limit=1 HTTP/1.1\r\nHost: a\r\n\r\n"
    for parts in ([request + request + noise + request], [request + request, noise, request]):
        answers = talk(address, *parts, pause=0.002)
        assert answers.count(b"HTTP/1.1 200") == 2
        *_, last = answers.split(b"HTTP/1.1 ")
        assert last.startswith((b"200", b"400", b"431"))
        json.loads(last.partition(b"\r\n\r\n")[2])


def test_a_body_that_cannot_be_read_is_refused_behind_the_answers_before_it(address: tuple[str, int]) -> None:
    request = b"GET /v1/actors?limit=1 HTTP/1.1\r\nHost: a\r\n\r\n"
    broken = b"POST /v1/sources HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"
    answers = talk(address, request + request + broken + request).split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"200", b"400"]
    for answer in answers:
        json.loads(answer.partition(b"\r\n\r\n")[2])
    assert talk(address, broken).startswith(b"HTTP/1.1 400")


def test_who_leaves_in_the_middle_of_a_body_is_no_failure(address: tuple[str, int], capfd: Any) -> None:
    kind = b"Content-Type: application/x-www-form-urlencoded\r\n"
    head = b"POST /v1/reconcile HTTP/1.1\r\nHost: a\r\n" + kind + b"Content-Length: 50\r\n\r\n"
    for _ in range(3):
        with socket.create_connection(address, timeout=3) as connection:
            connection.sendall(head + b"{")
            time.sleep(0.1)
    time.sleep(0.3)
    told = talk(address, b"GET /metrics HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").decode()
    assert 'tracker_answers_total{method="POST",status="499"} 3.0' in told
    assert 'status="500"' not in told
    assert "Traceback" not in "".join(capfd.readouterr())


def test_what_cannot_be_read_breaks_no_answer_that_is_being_sent(address: tuple[str, int]) -> None:
    with socket.create_connection(address, timeout=1) as connection:
        connection.sendall(b"GET /v1/changes/stream?after=80 HTTP/1.1\r\nHost: a\r\n\r\n")
        received = connection.recv(65536)
        connection.sendall(b"NOISE\r\n\r\n")
        with contextlib.suppress(TimeoutError):
            while chunk := connection.recv(65536):
                received += chunk
    assert received.count(b"HTTP/1.1 ") == 1
    assert received.count(b"event: ") >= 7


@pytest.mark.parametrize("head", [b"GET / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"])
def test_http_1_1_without_one_host_is_malformed(address: tuple[str, int], head: bytes) -> None:
    assert talk(address, head).startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize(
    "head",
    ["GET /v1/actors?actor=Россия HTTP/1.1\r\nHost: a\r\n\r\n", "FOO / HTTP/1.1\r\nHost: a\r\n\r\n",
     f"GET /{'a' * 70_000} HTTP/1.1\r\nHost: a\r\n\r\n"],
)  # fmt: skip
def test_what_is_no_http_is_refused_as_everything_is(address: tuple[str, int], head: str) -> None:
    answer = talk(address, head.encode())
    assert answer.startswith((b"HTTP/1.1 400 Bad Request", b"HTTP/1.1 431", b"HTTP/1.1 414"))
    assert b"content-type: application/problem+json" in answer
    Problem.model_validate_json(answer.partition(b"\r\n\r\n")[2])


@pytest.mark.parametrize("noise", [b"\x16\x03\x01\x02\x00", b"GET\r\n\r\n", b"\r\n\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n"])
def test_noise_does_not_stop_the_server(address: tuple[str, int], noise: bytes) -> None:
    with contextlib.suppress(Silence):
        talk(address, noise)
    assert httpx.get(f"http://127.0.0.1:{address[1]}/healthz").status_code == 200
