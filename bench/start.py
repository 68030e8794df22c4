"""How long the service takes to its first answer, and its memory at rest, for this tree and others of it.

`python3 dev.py bench start [--trees FOLDER …] [--starts 10] [--as-found]` starts each tree in turn on a seeded database
of its own, as often, and prints medians: seconds of the clock and of the processor until `/readyz` is answered, and
memory two seconds later. Modules are compiled beforehand, as an installed package's are; `--as-found` leaves that out.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from bench.export import memory
from tests.servers import free_port, wait_until_ready

HERE = Path(__file__).parents[1]
REST_SECONDS = 2.0
"""How long after its first answer a service is at rest."""


class Start(NamedTuple):
    """What one start came to: seconds of the clock and of the processor, and megabytes."""

    seconds: float
    processor_seconds: float
    megabytes: float


def environment_of(tree: Path, folder: Path, *, is_compiled: bool) -> dict[str, str]:
    """The environment in which a tree starts; what is compiled lies in the folder, and not beside the modules."""
    given = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    given |= {"PYTHONPATH": str(tree), "TRACKER_DATABASE_URL": f"sqlite:///{folder / 'tracker.db'}"}
    return given | ({"PYTHONPYCACHEPREFIX": str(folder)} if is_compiled else {"PYTHONDONTWRITEBYTECODE": "1"})


@contextmanager
def serving(tree: Path, folder: Path, environment: dict[str, str]) -> Iterator[tuple[int, float]]:
    """A tree's service that has answered, and what time it was when it was started."""
    port, log = free_port(), folder / "server.log"
    begun = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "app.main", "serve", "--port", str(port)],
            cwd=tree, env=environment, stdout=output, stderr=output,
        )  # fmt: skip
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process, log)
        yield process.pid, begun
    finally:
        process.terminate()
        process.wait(timeout=20)


def take(tree: Path, folder: Path, environment: dict[str, str]) -> Start:
    """One start of a tree."""
    with serving(tree, folder, environment) as (process, begun):
        seconds, used = time.perf_counter() - begun, processor_seconds(process)
        time.sleep(REST_SECONDS)
        return Start(seconds, used, memory(process)[0])


def processor_seconds(process: int) -> float:
    """What a process has used of the processor, in itself and in the system."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def printed(taken: dict[Path, list[Start]]) -> None:
    """The table of medians."""
    table = Table("Tree", "seconds", "of the processor", "MB at rest", title=f"Medians of {len(taken[HERE])} starts")
    for tree, starts in taken.items():
        seconds, used, megabytes = (statistics.median(each) for each in zip(*starts, strict=True))
        table.add_row(tree.name, f"{seconds:.2f}", f"{used:.2f}", f"{megabytes:.1f}")
    Console(width=100).print(table)


def main() -> None:
    """Start each tree once unmeasured, which seeds and compiles, and then all in turn."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--trees", type=Path, nargs="*", default=[], help="other trees of the project")
    arguments.add_argument("--starts", type=int, default=10)
    arguments.add_argument("--as-found", action="store_true", help="compile nothing beforehand")
    asked = arguments.parse_args()
    taken: dict[Path, list[Start]] = {each.resolve(): [] for each in (*asked.trees, HERE)}
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        places = {tree: Path(name) / str(number) for number, tree in enumerate(taken)}
        environments = {}
        for tree, folder in places.items():
            folder.mkdir()
            environments[tree] = environment_of(tree, folder, is_compiled=not asked.as_found)
            take(tree, folder, environments[tree])
        for _ in range(asked.starts):
            for tree, starts in taken.items():
                starts.append(take(tree, places[tree], environments[tree]))
    printed(taken)


if __name__ == "__main__":
    main()
