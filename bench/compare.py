"""How fast the service is beside others: each case on the same machine, in the same run, with the server on one core.

`python3 dev.py bench compare [--rows 10k|100k|1m] [--engine sqlite|postgresql] [--seconds 3] [--runs 3] [--save FILE]
[--against bare,ordinary,datasette,soul,json-server] [--data FOLDER]` prints a table, and saves the figures as JSON. A
rate is the median of the runs. On PostgreSQL the ordinary app has a database of the same server; the others have none.
"""

import argparse
import contextlib
import json
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.cases import bare, ordinary, others_data, others_from_npm, ours
from bench.peers import npm
from bench.run import ROWS, Bench
from tests.databases import ENGINES, postgres

PEERS = ("bare", "ordinary", "datasette", *npm.PEERS)
"""What the service can be measured beside."""


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


def compare(bench: Bench, body: bytes, *, against: set[str]) -> None:
    """Take the cases of each peer. What cannot be had here is left out, and a line says so."""
    for name in sorted(against - set(PEERS)):
        print(f"{name} is left out: it is none of {', '.join(PEERS)}.", file=sys.stderr)
    if "bare" in against:
        bare(bench, body)
    if against & set(PEERS) - {"bare"}:
        ordinary(bench)  # whose records the others are given
    if "datasette" in against:
        others_data(bench)
    for peer in npm.PEERS.values():
        if peer.name in against:
            others_from_npm(bench, peer)


def main() -> None:
    """Load, take every case, print and save."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", choices=ROWS, default="10k")
    arguments.add_argument("--engine", choices=ENGINES, default="sqlite")
    arguments.add_argument(
        "--against", default="bare,ordinary", help=f"{', '.join(PEERS)}, comma-separated; or nothing"
    )
    arguments.add_argument("--seconds", type=float, default=3)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--save", type=Path, help="where to write the figures as JSON")
    arguments.add_argument("--data", type=Path, help="a folder that keeps the loaded records for further runs")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as name, contextlib.ExitStack() as stack:
        folder = asked.data or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        server = None
        if asked.engine == "postgresql":
            server = stack.enter_context(postgres(Path(name) / "data", is_durable=True))
        bench = Bench(ROWS[asked.rows], folder, seconds=asked.seconds, runs=asked.runs, server=server)
        bench.prepare()
        body = ours(bench)
        compare(bench, body, against={name for name in asked.against.split(",") if name})
    printed(bench)
    if asked.save is not None:
        cases = {case: {who: vars(figures) for who, figures in taken.items()} for case, taken in bench.cases.items()}
        asked.save.write_text(json.dumps(bench.figures | {"cases": cases}, indent=2) + "\n")


if __name__ == "__main__":
    main()
