"""Whether a service that is left running stays as it is.

`python3 dev.py bench soak [--minutes 60] [--rows 10k] [--data FOLDER]` has clients read, search, export, follow the
changes and write, some fifty requests a second, and looks at the server every ten seconds: its memory, open files,
threads and SQLite's write-ahead log. It prints what each was in the first minutes and in the last, and fails where one
has grown by more than a fifth since the first five minutes (or the first half, where that is less). No answers are
kept, and what SQLite may keep of pages for writing is allowed for: both have their bounds, and fill for an hour.
"""

import argparse
import contextlib
import itertools
import json
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

import httpx

from app.store.connections import WRITE_CACHE
from bench.run import ACTORS, ROWS, Bench

EVERY = 10
"""How many seconds are between two looks."""
SETTLED = 300
"""After how many seconds nothing is to grow any more."""
GROWTH = 1.2
"""By how much something may be more at the end than it was then."""
ROOM = {"memory": WRITE_CACHE}
"""How many bytes may come on top of that."""


def look(process: int, wal: Path) -> dict[str, int]:
    """What a server takes: bytes of memory and of SQLite's log, open files, threads."""
    status = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text("utf-8").splitlines())
    return {
        "memory": int(status["VmRSS"].split()[0]) * 1024,
        "files": len(os.listdir(f"/proc/{process}/fd")),
        "threads": int(status["Threads"]),
        "wal": wal.stat().st_size if wal.exists() else 0,
    }


class Load:
    """Clients of one server, until they are stopped; each is a thread."""

    def __init__(self, address: str, key: str) -> None:
        self.statuses = Counter[int]()
        self._address = address
        self._headers = {"Authorization": f"Bearer {key}"}
        self._done = threading.Event()
        self._threads = [
            threading.Thread(target=work, args=(random.Random(number),))
            for number, work in enumerate(
                [*[self._read] * 4, self._search, self._export, *[self._write] * 2, self._follow]
            )
        ]

    def __enter__(self) -> "Load":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join(timeout=60)

    def _ask(self, client: httpx.Client, method: str, path: str, pause: float, **more: object) -> httpx.Response | None:
        answer = None
        with contextlib.suppress(httpx.TransportError):
            answer = client.request(method, path, **more)  # type: ignore[arg-type]  # what httpx takes
        self.statuses[answer.status_code if answer is not None else 0] += 1
        self._done.wait(pause)
        return answer

    def _read(self, chance: random.Random) -> None:
        with httpx.Client(base_url=self._address, timeout=30) as client:
            while not self._done.is_set():
                actor = chance.choice(ACTORS)
                path = chance.choice(
                    (f"/v1/actors/{actor}", f"/v1/developments?actor={actor}&limit={chance.randint(1, 99)}")
                )
                self._ask(client, "GET", path, 0.08)

    def _search(self, chance: random.Random) -> None:
        with httpx.Client(base_url=self._address, timeout=30) as client:
            while not self._done.is_set():
                word = chance.choice("abcdefghijklmnopqrstuvw")
                self._ask(
                    client, "GET", f"/v1/developments?q={word}*&facets=actor,theme&limit={chance.randint(1, 50)}", 0.5
                )

    def _export(self, _: random.Random) -> None:
        with httpx.Client(base_url=self._address, timeout=120) as client:
            while not self._done.is_set():
                self._ask(client, "GET", "/v1/export", 30)

    def _write(self, chance: random.Random) -> None:
        with httpx.Client(base_url=self._address, timeout=30, headers=self._headers) as client:
            for number in itertools.count():
                if self._done.is_set():
                    break
                name = f"soak-{os.getpid()}-{chance.getrandbits(48):x}-{number}"
                body = {"title": name, "publisher": "Soak", "url": f"https://soak.example.org/{name}"}
                made = self._ask(client, "POST", "/v1/sources", 0.2, json=body)
                if made is not None and made.status_code == 201:
                    tag = {"If-Match": made.headers["etag"]}
                    self._ask(
                        client, "PATCH", made.headers["location"], 0.2, json={"notes": "Read again."}, headers=tag
                    )

    def _follow(self, _: random.Random) -> None:
        while not self._done.is_set():
            with (
                contextlib.suppress(httpx.TransportError),
                httpx.stream("GET", f"{self._address}/v1/changes/stream", timeout=30) as stream,
            ):
                for _line in stream.iter_lines():
                    if self._done.is_set():
                        break


def main() -> None:
    """Load, wait, and look."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", choices=ROWS, default="10k")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--data", type=Path)
    given = arguments.parse_args()
    with contextlib.ExitStack() as stack:
        folder = given.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(ROWS[given.rows], folder, seconds=0, runs=1)
        bench.prepare()
        settings = {"TRACKER_DATABASE_URL": bench.url, "TRACKER_CACHE_BYTES": "0"}
        serving = bench.serving("app.main", "serve", path="/readyz", **settings)
        port, process = stack.enter_context(serving)
        load = stack.enter_context(Load(f"http://127.0.0.1:{port}", bench.key))
        seen, ends = list[dict[str, int]](), time.monotonic() + given.minutes * 60
        while time.monotonic() < ends:
            time.sleep(EVERY)
            seen.append(look(process, folder / "tracker.db-wal"))
    settled = min(SETTLED // EVERY, len(seen) // 2)
    early, late = seen[:settled], seen[settled:]
    most = {name: (max(each[name] for each in early), max(each[name] for each in late)) for name in seen[0]}
    course = [round(each["memory"] / 1e6) for each in seen[:: max(len(seen) // 12, 1)]]
    figures = {"minutes": given.minutes, "most, early and late": most, "megabytes, in twelve parts": course}
    print(json.dumps({**figures, "answers": dict(load.statuses)}))
    grown = [name for name, (before, after) in most.items() if after > before * GROWTH + ROOM.get(name, 0)]
    if grown:
        sys.exit(f"grew: {', '.join(grown)}")


if __name__ == "__main__":
    main()
