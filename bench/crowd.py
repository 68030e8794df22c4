"""What honest clients wait beside abusive ones.

`python3 dev.py bench crowd [--rows 10k|100k] [--seconds 10] [--data FOLDER] [--at-once 10,40,200]` has honest clients
ask for records and lists, each some thirty times a second, first alone and then beside so many others, who ask for the
costliest that is allowed, never the same, again as soon as they are answered. Once all of those come from one address,
once each from its own. It prints how long the honest waited, and what the others were told.
"""

import argparse
import asyncio
import contextlib
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.run import ACTORS, ROWS, Bench

HONEST = 4
"""How many honest clients there are."""
PAUSE = 0.03
"""How many seconds an honest client waits between an answer and its next question."""
FACETS = "actor,condition,country,evidence,kind,month,source,status,theme"


async def ask(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, path: str) -> int:
    """Ask for a path; the status of its answer, which is read whole."""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.lower().split(b"\r\n")
    length = next((int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length:")), 0)
    await reader.readexactly(length)
    return int(head[9:12])


async def be_honest(port: int, until: float, took: list[float], statuses: Counter[int], chance: random.Random) -> None:
    """Ask for records and lists, one after the other."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=("127.0.0.1", 0))
    for number in itertools.count():
        if time.perf_counter() > until:
            break
        actor = chance.choice(ACTORS)
        path = f"/v1/actors/{actor}" if number % 2 else f"/v1/developments?actor={actor}&limit={chance.randint(1, 50)}"
        begun = time.perf_counter()
        statuses[await ask(reader, writer, path)] += 1
        took.append(time.perf_counter() - begun)
        await asyncio.sleep(PAUSE)
    writer.close()


async def abuse(port: int, seconds: float, *, clients: int, apart: bool) -> Counter[int]:
    """Ask for what costs most, with so many clients; how often there was which status, 0 for no answer."""
    statuses, until, numbers = Counter[int](), time.perf_counter() + seconds, itertools.count(1)

    async def one(index: int) -> None:
        address = f"127.1.{index // 200}.{index % 200 + 1}" if apart else "127.1.0.1"
        while time.perf_counter() < until:
            with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(address, 0))
                while time.perf_counter() < until:
                    number = next(numbers)
                    words, day = f"a*%20{chr(98 + number % 24)}*", f"2022-01-{number % 28 + 1:02}"
                    path = f"/v1/developments?q={words}&facets={FACETS}&limit={number % 200 + 1}&from={day}"
                    statuses[await ask(reader, writer, path)] += 1
                writer.close()

    await asyncio.gather(*(asyncio.wait_for(one(index), seconds + 30) for index in range(clients)))
    return statuses


async def measure(port: int, seconds: float) -> tuple[list[float], Counter[int]]:
    """How long honest clients wait."""
    took, statuses, until = list[float](), Counter[int](), time.perf_counter() + seconds
    chance = random.Random(seconds)
    await asyncio.gather(*(be_honest(port, until, took, statuses, chance) for _ in range(HONEST)))
    return sorted(took), statuses


def main() -> None:
    """Load, and take every case."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rows", choices=ROWS, default="100k")
    arguments.add_argument("--seconds", type=float, default=10)
    arguments.add_argument("--at-once", default="10,40,200")
    arguments.add_argument("--data", type=Path)
    arguments.add_argument("--abuse", help=argparse.SUPPRESS)
    given = arguments.parse_args()
    if given.abuse:
        port, clients, apart = given.abuse.split(",")
        answers = asyncio.run(abuse(int(port), given.seconds, clients=int(clients), apart=apart == "apart"))
        print(json.dumps(answers))
        return
    with contextlib.ExitStack() as stack:
        folder = given.data or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        bench = Bench(ROWS[given.rows], folder, seconds=given.seconds, runs=1)
        bench.prepare()
        table = Table("Beside", "p50 ms", "p99 ms", "× alone", "honest", "the others", title=f"{bench.rows:,} records")
        alone = 0.0
        cases = [(0, "none")]
        cases += [(int(count), way) for count in given.at_once.split(",") for way in ("together", "apart")]
        for clients, way in cases:
            # Each case has a server of its own, so that no quota is used up before.
            with bench.serving("app.main", "serve", path="/readyz", TRACKER_DATABASE_URL=bench.url) as (port, _):
                told = "{}"
                if clients:
                    command = [sys.executable, "-m", "bench.crowd", "--abuse", f"{port},{clients},{way}"]
                    command += ["--seconds", str(given.seconds + 4)]
                    crowd = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
                    time.sleep(2)
                took, statuses = asyncio.run(measure(port, given.seconds))
                if clients:
                    told, _ = crowd.communicate(timeout=given.seconds + 60)
            p99 = took[int(len(took) * 0.99)] * 1000
            alone = alone or p99
            p50 = took[len(took) // 2] * 1000
            table.add_row(
                f"{clients} {way}", f"{p50:.1f}", f"{p99:.1f}", f"{p99 / alone:.1f}", str(dict(statuses)), told
            )
        Console(width=140).print(table)


if __name__ == "__main__":
    main()
