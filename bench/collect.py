"""How long collecting from many feeds takes, with how much memory and how many connections.

`python3 dev.py bench collect [--feeds 1000] [--items 20] [--hosts 50] [--engine sqlite|postgresql]` serves so many
feeds on 127.0.0.1, on several ports as if they were several hosts, and has `tracker collect` poll them twice: when
everything is new, and when one item of each is. It prints the seconds of each round, the process's memory and open
files at most, and how many requests were answered at once; and fails where an item is missing or doubled.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import func, select, update

from app.collecting.feeds import add_feed
from app.migrations import migrate
from app.store.database import Database
from app.store.feed_tables import FeedRow
from app.store.metadata import columns_of
from app.store.tables import SourceVersion
from schemas import FeedDraft
from tests.collecting.publishing import Publisher, item, publishing, rss
from tests.databases import ENGINES, postgres

_feeds = columns_of(FeedRow)


class Watched:
    """What a process takes at most: bytes of memory, and open files."""

    def __init__(self, process: int) -> None:
        self.bytes, self.files = 0, 0
        self._process = Path(f"/proc/{process}")
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        with contextlib.suppress(OSError, KeyError):
            while True:
                lines = (self._process / "status").read_text("ascii").splitlines()
                status = dict(line.split(":", 1) for line in lines)
                self.bytes = max(self.bytes, int(status["VmRSS"].split()[0]) * 1024)
                self.files = max(self.files, len(os.listdir(self._process / "fd")))
                time.sleep(0.05)


def publish(publishers: list[Publisher], *, feeds: int, items: int) -> Iterator[str]:
    """Have the publishers serve so many feeds of so many items; their addresses."""
    for feed in range(feeds):
        body = rss(*(item(feed * 1_000 + number) for number in range(items)), title=f"Feed {feed}")
        yield publishers[feed % len(publishers)].put(f"/{feed}", body)


def collect(database: Database, folder: Path) -> dict[str, float]:
    """One round, by a process of its own, of every feed; what it took."""
    with database.write() as connection:
        connection.execute(update(FeedRow).values(next_poll_at=_feeds.created_at))
    environment = {
        **os.environ,
        "TRACKER_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "TRACKER_COLLECT_ALLOW_PRIVATE": "true",
        "TRACKER_LOG_LEVEL": "warning",
    }
    begun = time.perf_counter()
    with (folder / "collect.log").open("wb") as log:
        process = subprocess.Popen([sys.executable, "-m", "app.main", "collect"], env=environment, stderr=log)
        watched = Watched(process.pid)
        status = process.wait(timeout=3600)
    if status:
        sys.exit((folder / "collect.log").read_text("utf-8"))
    taken = time.perf_counter() - begun
    return {"seconds": round(taken, 1), "megabytes": round(watched.bytes / 1e6), "open files": watched.files}


def count_sources(database: Database) -> int:
    """How many sources stand."""
    with database.read() as connection:
        standing = select(func.count()).select_from(SourceVersion).where(columns_of(SourceVersion).until.is_(None))
        return int(connection.execute(standing).scalar_one())


def measure(database: Database, folder: Path, *, feeds: int, items: int, hosts: int) -> None:
    """Make the feeds, and take both rounds."""
    migrate(database)
    with contextlib.ExitStack() as stack:
        publishers = [stack.enter_context(publishing()) for _ in range(hosts)]
        with database.write() as connection:
            for url in publish(publishers, feeds=feeds, items=items):
                add_feed(connection, FeedDraft(url=url, publisher="Bench"), by="bench", allow_private=True)
        figures = {"all new": collect(database, folder)}
        list(publish(publishers, feeds=feeds, items=items + 1))
        figures["one new in each"] = collect(database, folder)
        at_once = max(publisher.most_at_once for publisher in publishers)
    print(json.dumps({"feeds": feeds, "items": items, **figures, "requests at once at a host": at_once}))
    if count_sources(database) != feeds * (items + 1):
        sys.exit(f"{count_sources(database)} sources, where there should be {feeds * (items + 1)}")


def main() -> None:
    """Measure on either database."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--feeds", type=int, default=1_000)
    arguments.add_argument("--items", type=int, default=20)
    arguments.add_argument("--hosts", type=int, default=50)
    arguments.add_argument("--engine", choices=ENGINES, default="sqlite")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg") as name, contextlib.ExitStack() as stack:
        folder = Path(name)
        url = f"sqlite:///{folder / 'tracker.db'}"
        if given.engine == "postgresql":
            url = stack.enter_context(postgres(folder / "data")).url("empty")
        database = Database(url)
        measure(database, folder, feeds=given.feeds, items=given.items, hosts=given.hosts)
        database.close()


if __name__ == "__main__":
    main()
