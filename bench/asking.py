"""Asking: requests as fast as a server answers them, from a process of their own; wrk where it is installed.

`python -m bench.asking PORT FILE SECONDS CONNECTIONS` sends the requests of a file in turn (each a line of JSON:
method, path, headers, body) and prints how many were answered a second, how many of them not with 2xx, and the 50th
and 99th percentile in milliseconds.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from typing import Any

SCRIPT = """
local lines, at = {}, 0
init = function(args)
  for line in io.lines(os.getenv("BENCH_PATHS")) do lines[#lines + 1] = wrk.format("GET", line) end
end
request = function() at = at + 1; return lines[(at - 1) % #lines + 1] end
"""
FASTEST = 20_000
"""More answers in a second than this module can ask for."""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Figures:
    """What one run came to; percentiles in milliseconds, None where the generator does not tell them."""

    per_second: float
    failed: int
    p50: float | None = None
    p99: float | None = None


def get(port: int, paths: Sequence[str], *, seconds: float, connections: int = 16) -> Figures:
    """Ask for paths in turn, from the second core where there is one."""
    if shutil.which("wrk") is None:
        repeated = islice(cycle(paths), max(len(paths), int(FASTEST * seconds)))
        return send(
            port, [{"method": "GET", "path": path} for path in repeated], seconds=seconds, connections=connections
        )
    with tempfile.TemporaryDirectory() as folder:
        listed, script = Path(folder) / "paths", Path(folder) / "paths.lua"
        listed.write_text("\n".join(paths) + "\n")
        script.write_text(SCRIPT)
        command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "-s", str(script), f"http://127.0.0.1:{port}"]
        told = _run(command, seconds + 30, BENCH_PATHS=str(listed))
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    rate = re.search(r"Requests/sec: *([\d.]+)", told)
    assert rate is not None, told  # noqa: S101  # wrk's own words
    return Figures(float(rate[1]), int(failed[1]) if failed else 0)


def send(port: int, requests: Sequence[dict[str, Any]], *, seconds: float, connections: int) -> Figures:
    """Send any requests in turn, from a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requests"
        listed.write_text("".join(f"{json.dumps(each)}\n" for each in requests))
        command = [sys.executable, "-m", "bench.asking", str(port), str(listed), str(seconds), str(connections)]
        return Figures(**json.loads(_run(command, seconds + 60)))


def _run(command: list[str], seconds: float, **environment: str) -> str:
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **environment}, text=True)
    pin(process.pid, core=1)
    told, _ = process.communicate(timeout=seconds)
    return told


def pin(process: int, *, core: int) -> None:
    """Keep a process on one core, where there are several."""
    if len(os.sched_getaffinity(0)) > core:
        os.sched_setaffinity(process, {sorted(os.sched_getaffinity(0))[core]})


def _spelled(request: dict[str, Any]) -> bytes:
    body = json.dumps(request["body"]).encode() if "body" in request else b""
    lines = [f"{request['method']} {request['path']} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in request.get("headers", {}).items()]
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return "\r\n".join([*lines, "", ""]).encode() + body


async def _connection(port: int, spelled: Iterator[bytes], until: float, took: list[float], failed: list[int]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until and (request := next(spelled, None)) is not None:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        await reader.readexactly(int(length[1]) if length else 0)
        took.append(time.perf_counter() - begun)
        if head[9:10] != b"2":
            failed.append(int(head[9:12]))
    writer.close()


async def _all(port: int, requests: Sequence[bytes], seconds: float, connections: int) -> dict[str, float]:
    took: list[float] = []
    failed: list[int] = []
    begun, spelled = time.perf_counter(), iter(requests)
    await asyncio.gather(*(_connection(port, spelled, begun + seconds, took, failed) for _ in range(connections)))
    elapsed, ordered = time.perf_counter() - begun, sorted(took)
    at = {share: round(ordered[int(len(ordered) * share)] * 1000, 2) for share in (0.5, 0.99)}
    return {"per_second": len(took) / elapsed, "failed": len(failed), "p50": at[0.5], "p99": at[0.99]}


if __name__ == "__main__":
    port_, file_, seconds_, connections_ = sys.argv[1:]
    every = [_spelled(json.loads(line)) for line in Path(file_).read_text().splitlines()]
    print(json.dumps(asyncio.run(_all(int(port_), every, float(seconds_), int(connections_)))))
