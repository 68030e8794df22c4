"""What a whole export costs: time, and how much the server's memory grows; fails where it grows by 50 MB or more."""

import argparse
import json
import re
import sys
import tempfile
import time
from pathlib import Path

import httpx

from app.migrations import migrate
from app.store.database import Database
from bench.load import load
from tests.servers import serving

MOST_GROWTH = 50.0
"""Megabytes."""


def memory(process: int) -> tuple[float, float]:
    """A process's resident memory now and at its highest, in megabytes."""
    status = Path(f"/proc/{process}/status").read_text("ascii")
    now, highest = (re.search(rf"{name}:\s+(\d+) kB", status) for name in ("VmRSS", "VmHWM"))
    assert now is not None  # noqa: S101  # Linux says both
    assert highest is not None  # noqa: S101
    return int(now[1]) / 1024, int(highest[1]) / 1024


def fetch(address: str, coding: str) -> dict[str, float]:
    """Read an export to its end, keeping nothing of it."""
    started, size, lines = time.perf_counter(), 0, 0
    with httpx.stream("GET", f"{address}/v1/export", headers={"Accept-Encoding": coding}, timeout=600) as answer:
        for part in answer.iter_bytes():
            size += len(part)
            lines += part.count(b"\n")
    return {"seconds": round(time.perf_counter() - started, 2), "records": lines, "megabytes": round(size / 1e6, 1)}


def main() -> None:
    """Load, serve, export plain and zipped, and print the figures as JSON."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", type=int, default=100_000)
    rows = arguments.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'bench.db'}"
        database = Database(url)
        migrate(database)
        started = time.perf_counter()
        load(database, rows, progress=lambda _: print(".", end="", file=sys.stderr, flush=True))
        figures: dict[str, object] = {"rows": rows, "load_seconds": round(time.perf_counter() - started, 1)}
        database.close()
        with serving(url, folder) as (address, process):
            httpx.get(f"{address}/v1/export?as_of=30", timeout=60)
            before, _ = memory(process.pid)
            figures |= {coding: fetch(address, coding) for coding in ("identity", "gzip")}
            _, highest = memory(process.pid)
    figures |= {"memory_before": round(before, 1), "memory_growth": round(highest - before, 1)}
    print(json.dumps(figures, indent=2))
    if highest - before >= MOST_GROWTH:
        raise SystemExit(f"memory grew by {highest - before:.1f} MB, {MOST_GROWTH:.0f} or more")


if __name__ == "__main__":
    main()
