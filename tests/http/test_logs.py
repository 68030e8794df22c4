"""Logs: each line is JSON, and says of which request it is; what clients do wrong is no error."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx

from tests.servers import serving

TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"


def lines_of(folder: Path) -> list[dict[str, Any]]:
    """What a server has told, without what it says on standard output."""
    said = (folder / "server.log").read_text("utf-8").splitlines()
    return [json.loads(line) for line in said if not line.startswith("Serving at ")]


def test_every_line_is_json_and_names_its_request(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    with serving(url, tmp_path, "--workers", "2", TRACKER_LOG_LEVEL="debug") as (address, process):
        host, _, port = address.removeprefix("http://").partition(":")
        for number, headers in enumerate(
            (("X-Request-ID", "mine"), ("traceparent", TRACE), ("traceparent", "00-x-00-01"))
        ):
            httpx.get(f"{address}/v1/actors?limit={number + 1}&q=x", headers=dict([headers]))
        httpx.post(f"{address}/v1/sources", content=b"{}")
        for noise in (
            b"NOISE\r\n\r\n",
            b"GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: upgrade\r\n\r\n",
        ):
            with socket.create_connection((host, int(port)), timeout=5) as connection:
                connection.sendall(noise)
                connection.settimeout(2)
                connection.recv(1000)
        with socket.create_connection((host, int(port)), timeout=5) as connection:
            connection.sendall(b"POST /v1/reconcile HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n")
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)
    told = lines_of(tmp_path)
    requests = [line for line in told if line["event"] == "request"]
    assert len(requests) >= 5
    assert all(re.fullmatch(r"[0-9a-f]{16}|mine", line["request_id"]) for line in requests)
    assert [line["request_id"] for line in requests].count("mine") == 1
    traced = [line for line in requests if "trace_id" in line]
    assert [(line["trace_id"], line["parent_id"]) for line in traced] == [tuple(TRACE.split("-")[1:3])]
    assert {line["level"] for line in told} <= {"debug", "info"}
    assert all(line["timestamp"].endswith("Z") for line in told)


def test_a_span_of_each_request_goes_to_a_collector(tmp_path: Path) -> None:
    told: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the library's name
            told.append(self.path.encode() + self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Collector) as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        collecting = f"http://127.0.0.1:{collector.server_address[1]}"
        with serving(f"sqlite:///{tmp_path / 'a.db'}", tmp_path, TRACKER_OTLP_URL=collecting) as (address, process):
            httpx.get(f"{address}/v1/actors?limit=7", headers={"traceparent": TRACE})
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)
        collector.shutdown()
    assert told
    assert all(each.startswith(b"/v1/traces") for each in told)
    assert any(bytes.fromhex(TRACE.split("-")[1]) in each and b"/v1/actors" in each for each in told)


def test_what_nobody_catches_is_a_line_too() -> None:
    program = """
import threading, warnings
from app.http.front import logs
logs.configure("info")
logs.tell_what_nobody_catches()
warnings.warn("old")
thread = threading.Thread(target=divmod, args=(1, 0)); thread.start(); thread.join()
raise KeyError("last")
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60, env=dict(os.environ)
    )
    told = [json.loads(line) for line in ended.stderr.splitlines()]
    assert [line["level"] for line in told] == ["warning", "critical", "critical"]
    assert "ZeroDivisionError" in told[1]["exception"]
    assert "last" in told[2]["exception"]
