"""Which questions cost most: every filter, alone and in pairs, with every facet and every sort, each asked once, cold.

`python3 dev.py bench questions [--rows 10k|100k|1m] [--engine sqlite|postgresql] [--data FOLDER] [--alone]
[--most SECONDS] [--write FILE]` prints the twenty costliest with the plans of their costliest statements, and fails
where one is not answered, or takes longer than `--most`. Pairs are of the list of developments, and asked for all
facets at once; nothing that was answered is kept. On SQLite `--data` names a folder that keeps the loaded records for
further runs.
"""

import argparse
import contextlib
import logging
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.main import create_app
from app.migrations import migrate
from app.reading.question.known import parameters_of
from app.resources import DEVELOPMENTS, RESOURCES
from app.settings import Settings
from app.store.database import Database
from bench import catalogue
from bench.load import further, load
from bench.run import ROWS
from schemas import SearchQuery
from tests.databases import ENGINES, postgres

COSTLIEST = 20
AGAIN = 60
"""So many of the costliest are asked again, as what else a machine does can fall on any question."""


@dataclass(frozen=True)
class Asked:
    """A statement: its words and values, and from when until the next one it took."""

    text: str
    values: Any
    seconds: float


@dataclass(frozen=True)
class Cost:
    """What a question came to: its status, how long it took, and its costliest statement."""

    path: str
    status: int
    seconds: float
    statement: Asked


class Meter:
    """Asks a service that keeps no answers, and notes what its database was asked.

    Seconds are of this process's processor where SQLite works in it, so that what else a machine does counts for
    nothing; of the clock on the wall where PostgreSQL works beside it.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._clock = time.process_time if url.startswith("sqlite") else time.perf_counter
        self._seen: list[tuple[float, str, Any]] = []

    def ask(self, paths: Iterable[str]) -> Iterator[Cost]:
        """What each of the questions costs."""
        event.listen(Engine, "before_cursor_execute", self._note)
        try:
            with TestClient(create_app(Settings(database_url=self._url, cache_bytes=0))) as client:
                client.get("/v1/developments?limit=1")
                for path in paths:
                    yield self._cost(client, path)
        finally:
            event.remove(Engine, "before_cursor_execute", self._note)

    def _cost(self, client: TestClient, path: str) -> Cost:
        self._seen.clear()
        begun = self._clock()
        status = client.get(path).status_code
        ended = self._clock()
        ends = [*(at for at, _, _ in self._seen[1:]), ended]
        asked = [Asked(text, values, end - at) for (at, text, values), end in zip(self._seen, ends, strict=True)]
        return Cost(path, status, ended - begun, max(asked, key=lambda each: each.seconds))

    def _note(self, _connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if structlog.contextvars.get_contextvars():  # of a request: deliveries to webhooks go on beside it
            self._seen.append((self._clock(), statement, values))


def plan_of(database: Database, statement: Asked) -> list[str]:
    """The engine's plan of a statement, its steps indented."""
    with database.read() as connection:
        if not database.is_sqlite:
            rows = connection.exec_driver_sql(f"EXPLAIN {statement.text}", statement.values)
            return [str(row[0]) for row in rows]
        depth = {0: -1}
        lines = []
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement.text}", statement.values):
            depth[row[0]] = depth[row[1]] + 1
            lines.append(f"{'  ' * depth[row[0]]}{row[3]}")
        return lines


def paths(*, pairs: bool) -> Iterator[str]:
    """Every question."""
    for resource in RESOURCES:
        yield from catalogue.questions(resource, pairs=pairs and resource is DEVELOPMENTS)
    for words in catalogue.WORDS["q"]:
        for sort in parameters_of(SearchQuery)["sort"].allowed:
            yield f"/v1/search?q={words}&sort={sort}&facets=collection&limit=20"


def costs(url: str, *, pairs: bool) -> list[Cost]:
    """What every question costs, the costliest first; those at the top by the better of two."""
    meter, every = Meter(url), []
    for number, cost in enumerate(meter.ask(paths(pairs=pairs)), start=1):
        every.append(cost)
        if number % 200 == 0:
            print(".", end="", file=sys.stderr, flush=True)
    every.sort(key=lambda cost: cost.seconds, reverse=True)
    again = meter.ask([cost.path for cost in every[:AGAIN]])
    better = [min(one, other, key=lambda cost: cost.seconds) for one, other in zip(every[:AGAIN], again, strict=True)]
    return sorted(better, key=lambda cost: cost.seconds, reverse=True) + every[AGAIN:]


def report(database: Database, every: list[Cost], *, engine: str, rows: str) -> str:
    """The costliest with their plans, as Markdown."""
    ordered = sorted(cost.seconds for cost in every)
    middle, most = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    lines = [
        f"### {engine}, {ROWS[rows]:,} developments",
        "",
        f"{len(every):,} questions: half of them under {middle * 1000:.0f} ms, 99 of 100 under {most * 1000:.0f} ms.",
        "",
    ]
    for place, cost in enumerate(every[:COSTLIEST], start=1):
        lines += [f"{place}. `{cost.path}`: {cost.seconds * 1000:.0f} ms", "", "   ```"]
        lines += [*(f"   {line}" for line in plan_of(database, cost.statement)), "   ```", ""]
    return "\n".join(lines)


@contextlib.contextmanager
def prepared(engine: str, rows: int, data: Path | None) -> Iterator[str]:
    """A database with so many records."""
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = data or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "questions.db"
        if engine == "sqlite":
            if not file.exists():
                fill(f"sqlite:///{file}", rows)
            yield f"sqlite:///{file}"
        else:
            with postgres(Path(name) / "data") as server:
                url = server.create("questions")
                fill(url, rows)
                yield url


def fill(url: str, rows: int) -> None:
    """Load the records."""
    database = Database(url)
    migrate(database)
    load(database, rows, progress=lambda _: print(".", end="", file=sys.stderr, flush=True))
    further(database, rows)
    database.close()


def main() -> None:
    """Load, ask everything, print and write."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", choices=ROWS, default="10k")
    arguments.add_argument("--engine", choices=ENGINES, default="sqlite")
    arguments.add_argument("--data", type=Path, help="a folder that keeps the loaded records for further runs")
    arguments.add_argument("--alone", action="store_true", help="every filter alone, without pairs")
    arguments.add_argument("--most", type=float, default=20, help="how many seconds a question may take")
    arguments.add_argument("--write", type=Path, help="a file to add the report to")
    asked = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with prepared(asked.engine, ROWS[asked.rows], asked.data) as url:
        every = costs(url, pairs=not asked.alone)
        database = Database(url)
        told = report(database, every, engine=asked.engine, rows=asked.rows)
        database.close()
    print(told)
    if asked.write is not None:
        with asked.write.open("a", encoding="utf-8") as file:
            file.write(f"\n{told}")
    failed = [f"{cost.path}: {cost.status}, {cost.seconds:.1f} s" for cost in every if cost.status != 200]
    slow = [f"{cost.path}: {cost.seconds:.1f} s" for cost in every if cost.seconds > asked.most]
    if failed or slow:
        raise SystemExit("\n".join(["not answered, or too late:", *failed, *slow]))


if __name__ == "__main__":
    main()
