"""Times attaching a text of 5 MB on which many developments rest, each by a passage of its own."""

import argparse
import json
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.databases import ENGINES, SqliteServer, postgres

CHARACTERS = 5_000_000


def main() -> None:
    """Attach on either database, and print the figures as JSON."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--passages", type=int, default=2_000)
    arguments.add_argument("--engine", choices=ENGINES, default="sqlite")
    asked = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if asked.engine == "sqlite":
            report(SqliteServer(folder).url("empty"), asked.passages)
        else:
            with postgres(folder / "data") as server:
                report(server.url("empty"), asked.passages)


def report(url: str, passages: int) -> None:
    """Attach the text, another one in which every passage has moved, and the first again."""
    database = Database(url)
    every = CHARACTERS // passages
    text = "".join(f"Sentence {number} of the minutes.".ljust(every) for number in range(passages))
    with writing(database, COLLECTIONS, by="bench") as writer:
        writer.create("sources", examples.source(id="minutes"))
        for number in range(passages):
            words = f"Sentence {number} of the minutes."
            selector = {"start": number * every, "end": number * every + len(words)}
            selector["sha256"] = sha256(words.encode()).hexdigest()  # type: ignore[assignment]  # the digest
            evidence = [{"source": "minutes", "selector": selector}]
            writer.create("developments", examples.development(id=f"d-{number}", evidence=evidence))
    figures = {"passages": passages, "characters": len(text)}
    seconds = {}
    for name, attached in (("verified", text), ("moved", f" {text}"), ("moved back", text), ("unchanged", text)):
        begun = time.perf_counter()
        with writing(database, COLLECTIONS, by="bench") as writer:
            writer.attach("minutes", attached)
        seconds[name] = round(time.perf_counter() - begun, 2)
    database.close()
    print(json.dumps(figures | {"seconds": seconds}, indent=2))


if __name__ == "__main__":
    main()
