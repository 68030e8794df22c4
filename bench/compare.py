"""How fast the service is beside others: each case on the same machine, in the same run, with the server on one core.

`python3 dev.py bench compare [--rows 10k|100k|1m] [--against bare,ordinary] [--seconds 3] [--runs 3] [--save FILE]
[--data FOLDER]`
prints a table, and saves the figures as JSON. A rate is the median of the runs.
"""

import argparse
import datetime as dt
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from rich.console import Console
from rich.table import Table

from app import auth
from app.migrations import migrate
from app.store.database import Database
from bench import asking, generate
from bench.asking import Figures
from bench.export import memory
from bench.load import developments, load
from tests.servers import free_port, wait_until_ready

ROWS = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
ACTORS = [f"state-{number}" for number in range(generate.STATES)]
Cases = dict[str, dict[str, Figures]]


class Bench:
    """One run: its data, its servers, and what they came to."""

    def __init__(self, rows: int, folder: Path, *, seconds: float, runs: int) -> None:
        self.rows = rows
        self.folder = folder
        self.seconds = seconds
        self.runs = runs
        self.url = f"sqlite:///{folder / 'tracker.db'}"
        self.cases: Cases = {}
        self.figures: dict[str, Any] = {"rows": rows, "seconds": seconds, "runs": runs}
        self._chance = random.Random(rows)

    def prepare(self) -> None:
        """Load the records by the ordinary write path, where they are not there from an earlier run; make a key."""
        is_new = not (self.folder / "tracker.db").exists()
        database = Database(self.url)
        migrate(database)
        if is_new:
            begun = time.perf_counter()
            load(database, self.rows, progress=lambda _: print(".", end="", file=sys.stderr, flush=True))
            self.figures["load_seconds"] = round(time.perf_counter() - begun, 1)
        with database.write() as connection:
            self.key = auth.create(connection, f"bench {time.time_ns()}", ["*"])
        database.close()

    def varied(self, day: str) -> list[str]:
        """Queries of an actor and a day, none twice; `day` is the name of the parameter."""
        days = [dt.date(2022, 1, 1) + dt.timedelta(days=number) for number in range(1500)]
        pairs = [f"actor={actor}&{day}={each}" for actor in ACTORS for each in days]
        self._chance.shuffle(pairs)
        return pairs

    def take(self, case: str, who: str, port: int, paths: Sequence[str]) -> Figures:
        """The median of several runs with different paths, or with the one that there is."""
        each = len(paths) // self.runs
        parts = [paths[number * each : (number + 1) * each] or paths for number in range(self.runs)]
        return self.keep(case, who, [asking.get(port, part, seconds=self.seconds) for part in parts])

    def keep(self, case: str, who: str, taken: Sequence[Figures]) -> Figures:
        """Keep the median run of a case."""
        middle = sorted(taken, key=lambda run: run.per_second)[len(taken) // 2]
        self.cases.setdefault(case, {})[who] = middle
        print(f"{case}: {who}: {middle.per_second:.0f}/s, {middle.failed} failed", file=sys.stderr, flush=True)
        return middle

    @contextmanager
    def serving(self, *command: str, path: str, **environment: str) -> Iterator[tuple[int, int]]:
        """A server on the first core; its port and its process."""
        port, log = free_port(), self.folder / "server.log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *command, "--port", str(port)],
                stdout=output, stderr=output, env={**os.environ, **environment},
            )  # fmt: skip
        asking.pin(process.pid, core=0)
        try:
            if path:
                wait_until_ready(f"http://127.0.0.1:{port}", process, log)
            else:
                time.sleep(3)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(timeout=20)


def ours(bench: Bench) -> bytes:
    """Every case of the service; the bytes of its hottest answer."""
    begun = time.perf_counter()
    with bench.serving("app", "serve", path="/readyz", TRACKER_DATABASE_URL=bench.url) as (port, process):
        address = f"http://127.0.0.1:{port}"
        bench.figures["seconds_to_first_answer"] = round(time.perf_counter() - begun, 2)
        hot = f"/v1/developments?actor={ACTORS[0]}&limit=20"
        body = httpx.get(f"{address}{hot}", headers={"Accept-Encoding": "identity"}).content
        deep = hot.replace("limit=20", "limit=200")
        for _ in range(min(bench.rows // 5, 100_000) // 200):
            page = httpx.get(f"{address}{deep}", timeout=60).json()
            deep = page["links"]["next"] or deep
        ids = random.Random(1).choices(range(bench.rows), k=60_000)
        words = [quote(f"{one} {other}") for one in generate.WORDS for other in generate.WORDS if one < other]
        lists = {
            "hot": [hot],
            "varied": [f"/v1/developments?{each}&limit=20" for each in bench.varied("from")],
            "varied, uncounted": [f"/v1/developments?{each}&limit=20&count=none" for each in bench.varied("to")],
            "detail": [f"/v1/developments/development-{each}" for each in ids],
            "search, newest": [f"/v1/developments?q={each}&sort=-date&limit=20" for each in words],
            "search, best": [f"/v1/developments?q={each}&limit=20" for each in words],
            "page one": [f"{hot}&fields=id&from=2000-01-{day:02}" for day in range(1, 29)],
            "deep page": [deep.replace("limit=200", "limit=20")],
            "facets": [f"/v1/developments?facets=theme,kind&limit=1&{each}" for each in bench.varied("from")],
        }
        for case, paths in lists.items():
            bench.take(case, "tracker", port, paths)
        bench.figures["memory_megabytes"] = round(memory(process)[0], 1)
        _post(bench, port)
    return body


def _post(bench: Bench, port: int) -> None:
    headers = {"Authorization": f"Bearer {bench.key}"}

    def sources(run: int, count: int) -> list[dict[str, Any]]:
        return [
            {"title": f"Report {run} {number}", "kind": "report", "publisher": "P", "origin": "p",
             "url": f"https://www.example.org/{run}/{number}"}
            for number in range(count)
        ]  # fmt: skip

    single = [
        [{"method": "POST", "path": "/v1/sources", "headers": headers, "body": each} for each in sources(run, 20_000)]
        for run in range(bench.runs)
    ]
    taken = [asking.send(port, requests, seconds=bench.seconds, connections=16) for requests in single]
    bench.keep("POST one source", "tracker", taken)
    path = "/v1/sources/batch"
    requests = [
        {"method": "POST", "path": path, "headers": headers, "body": sources(100 + number, 500)}
        for number in range(bench.runs * 4)
    ]
    bench.keep("POST 500 sources", "tracker", [asking.send(port, requests, seconds=bench.seconds * 4, connections=1)])


def bare(bench: Bench, body: bytes) -> None:
    """The ceiling of the hottest answer and of a small one."""
    for case, answer in (("hot", body), ("detail", body[:1200])):
        (bench.folder / "body").write_bytes(answer)
        command = ("uvicorn", "bench.peers.bare:app", "--no-access-log", "--log-level", "warning")
        with bench.serving(*command, path="", BENCH_BODY=str(bench.folder / "body")) as (port, _):
            bench.take(case, "bare", port, ["/"])


def ordinary(bench: Bench) -> None:
    """The cases that the ordinary app has too."""
    url = f"sqlite:///{bench.folder / 'ordinary.db'}"
    file = bench.folder / "developments.ndjson"
    with file.open("w") as lines:
        lines.writelines(f"{draft.model_dump_json(by_alias=True)}\n" for draft in developments(bench.rows))
    subprocess.run([sys.executable, "-m", "bench.peers.ordinary", url, str(file)], check=True, timeout=3600)
    ids = random.Random(1).choices(range(bench.rows), k=20_000)
    lists = {
        "hot": [f"/developments?actor={ACTORS[0]}"],
        "varied": [f"/developments?{each}".replace("from=", "since=") for each in bench.varied("from")],
        "detail": [f"/developments/development-{each}" for each in ids],
        "search, newest": [f"/developments?q={quote(one)}" for one in generate.WORDS],
        "deep page": [f"/developments?actor={ACTORS[0]}&offset={min(bench.rows // 5, 100_000)}"],
    }
    command = ("uvicorn", "bench.peers.ordinary:app", "--no-access-log", "--log-level", "warning")
    with bench.serving(*command, path="", BENCH_ORDINARY=url) as (port, _):
        for case, paths in lists.items():
            bench.take(case, "ordinary", port, paths)
        bodies = [
            [{"title": "Report", "publisher": "P", "url": f"https://www.example.org/{run}/{n}"} for n in range(20_000)]
            for run in range(bench.runs)
        ]
        taken = [
            asking.send(
                port,
                [{"method": "POST", "path": "/sources", "body": each} for each in some],
                seconds=bench.seconds,
                connections=16,
            )
            for some in bodies
        ]
        bench.keep("POST one source", "ordinary", taken)


def printed(bench: Bench) -> None:
    """The table."""
    others = sorted({who for taken in bench.cases.values() for who in taken} - {"tracker"})
    table = Table("Case", "tracker/s", *(f"× {who}" for who in others), "p99 ms", title=f"{bench.rows:,} developments")
    for case, taken in bench.cases.items():
        mine = taken["tracker"]
        ratios = [f"{mine.per_second / taken[who].per_second:.2f}" if who in taken else "" for who in others]
        table.add_row(case, f"{mine.per_second:,.0f}", *ratios, "" if mine.p99 is None else f"{mine.p99:.1f}")
    Console(width=120).print(table)
    print(json.dumps(bench.figures))


def main() -> None:
    """Load, take every case, print and save."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", choices=ROWS, default="10k")
    arguments.add_argument("--against", default="bare,ordinary", help="bare, ordinary, comma-separated; or nothing")
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--save", type=Path, help="where to write the figures as JSON")
    arguments.add_argument("--data", type=Path, help="a folder that keeps the loaded records for further runs")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        if asked.data is not None:
            asked.data.mkdir(parents=True, exist_ok=True)
        bench = Bench(ROWS[asked.rows], asked.data or Path(name), seconds=asked.seconds, runs=asked.runs)
        bench.prepare()
        body = ours(bench)
        if "bare" in asked.against:
            bare(bench, body)
        if "ordinary" in asked.against:
            ordinary(bench)
    printed(bench)
    if asked.save is not None:
        cases = {case: {who: vars(figures) for who, figures in taken.items()} for case, taken in bench.cases.items()}
        asked.save.write_text(json.dumps(bench.figures | {"cases": cases}, indent=2) + "\n")


if __name__ == "__main__":
    main()
