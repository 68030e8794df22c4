"""What the one gapless sequence costs: changes a second on PostgreSQL, through the clock and without.

`python3 dev.py bench clock [--seconds 5]` writes a small row a transaction from 1, 4 and 16 connections, with the
clock's row locked first, as every write of the tracker does, and without; and counts both.
"""

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table
from sqlalchemy.engine import make_url

from tests.databases import postgres

TICK = "UPDATE clock SET seq = seq + 1 RETURNING seq"
ROW = "INSERT INTO reference (seq, target_collection, target_id, collection, id) VALUES (%s, 'a', 'b', 'c', 'd')"
WRITERS = (1, 4, 16)


def per_second(address: str, writers: int, *, seconds: float, ticks: bool) -> float:
    """How many transactions are committed in a second."""
    ends, counts = time.monotonic() + seconds, [0] * writers

    def write(number: int) -> None:
        with psycopg.connect(address) as connection:
            while time.monotonic() < ends:
                seq = 10**9 * (number + 1) + counts[number] + (10**8 if ticks else 0)
                if ticks:
                    connection.execute(TICK)
                connection.execute(ROW, (seq,))
                connection.commit()
                counts[number] += 1

    threads = [threading.Thread(target=write, args=(number,)) for number in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    """Take every figure and print them."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=5)
    seconds = arguments.parse_args().seconds
    figures = {}
    table = Table("Writers", "through the clock/s", "without/s")
    with tempfile.TemporaryDirectory(prefix="pg") as folder, postgres(Path(folder) / "data") as server:
        url = make_url(server.url("empty")).set(drivername="postgresql")
        address = url.render_as_string(hide_password=False)
        for writers in WRITERS:
            with psycopg.connect(address, autocommit=True) as connection:
                connection.execute("DELETE FROM reference")
            through = per_second(address, writers, seconds=seconds, ticks=True)
            without = per_second(address, writers, seconds=seconds, ticks=False)
            figures[writers] = {"through": round(through), "without": round(without)}
            table.add_row(str(writers), f"{through:,.0f}", f"{without:,.0f}")
    Console(width=80).print(table)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
