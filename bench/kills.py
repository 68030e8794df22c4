"""Kills the server in the middle of writing, for as long as is asked, and fails where anything is lost or repeated."""

import argparse
import json
import random
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.databases import ENGINES, Server, SqliteServer, postgres
from tests.kills import survive


def main() -> None:
    """Kill on either database, and print the figures as JSON."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--kills", type=int, default=200)
    arguments.add_argument("--engine", choices=ENGINES, default="sqlite")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if asked.engine == "sqlite":
            report(SqliteServer(folder), folder, asked.kills)
        else:
            with postgres(folder / "data") as server:
                report(server, folder, asked.kills)


def report(server: Server, folder: Path, kills: int) -> None:
    """Kill a server of one database."""
    figures = survive(server.url("seeded"), folder, rounds=kills, chance=random.Random())
    print(json.dumps(asdict(figures), indent=2))


if __name__ == "__main__":
    main()
