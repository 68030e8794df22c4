"""One run of the comparison: its data, its servers, and what they came to."""

import datetime as dt
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from app.migrations import migrate
from app.store.connections import BULK_CACHE
from app.store.database import Database
from app.writing import keys
from bench import asking, generate
from bench.asking import Figures
from bench.load import load
from tests.databases import PostgresServer
from tests.servers import free_port, wait_until_ready

ROWS = {"10k": 10_000, "100k": 100_000, "1m": 1_000_000}
ACTORS = [f"state-{number}" for number in range(generate.STATES)]
UNLIMITED = {f"TRACKER_LIMIT_{name}": "" for name in ("REQUESTS", "COSTLY", "WRITES")}
"""The settings of a service whose rates are taken: one client may ask for all that it can answer."""
Cases = dict[str, dict[str, Figures]]


class Bench:
    """One run: its data, its servers, and what they came to."""

    def __init__(
        self, rows: int, folder: Path, *, seconds: float, runs: int, server: PostgresServer | None = None
    ) -> None:
        self.rows = rows
        self.folder = folder
        self.seconds = seconds
        self.runs = runs
        self.server = server
        self.url = f"sqlite:///{folder / 'tracker.db'}" if server is None else server.create("tracker")
        self.cases: Cases = {}
        self.figures: dict[str, Any] = {"rows": rows, "seconds": seconds, "runs": runs}
        self._chance = random.Random(rows)

    def prepare(self) -> None:
        """Load the records by the ordinary write path, where they are not there from an earlier run; make a key."""
        is_new = self.server is not None or not (self.folder / "tracker.db").exists()
        database = Database(self.url, write_cache=BULK_CACHE)
        migrate(database)
        if is_new:
            begun = time.perf_counter()
            load(database, self.rows, progress=lambda _: print(".", end="", file=sys.stderr, flush=True))
            self.figures["load_seconds"] = round(time.perf_counter() - begun, 1)
        with database.write() as connection:
            self.key = keys.make_key(connection, f"bench {time.time_ns()}", ["*"])
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
