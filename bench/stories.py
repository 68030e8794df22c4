"""Tells reprints of wires among other articles, and prints how many were told, how many wrongly, and how long it took.

Everything is put into a database and grouped there as the service does it.
"""

import argparse
import json
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from app.collecting.sketches import make_sketch
from app.collecting.stories import catch_up
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.service_tables import SourceTextRow
from app.store.story_tables import StoryMemberRow
from app.store.write import writing
from bench.wires import HOW, Printed, print_all
from tests import examples
from tests.databases import ENGINES, SqliteServer, postgres

WRITTEN_AT_ONCE = 500


def main() -> None:
    """Group on either database, and print the figures as JSON."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--articles", type=int, default=20_000)
    arguments.add_argument("--wires", type=int, default=200)
    arguments.add_argument("--reprints", type=int, default=9)
    arguments.add_argument("--engine", choices=ENGINES, default="sqlite")
    asked = arguments.parse_args()
    printed = list(print_all(asked.articles, asked.wires, asked.reprints))
    random.Random(2).shuffle(printed)
    with tempfile.TemporaryDirectory(prefix="pg") as name:
        folder = Path(name)
        if asked.engine == "sqlite":
            report(SqliteServer(folder).url("empty"), printed)
        else:
            with postgres(folder / "data") as server:
                report(server.url("empty"), printed)


def report(url: str, printed: Sequence[Printed]) -> None:
    """Sketch all, then write all into a database and group them there."""
    begun = time.process_time()
    for each in printed:
        make_sketch(each.text)
    sketching = time.process_time() - begun
    database = Database(url)
    write_all(database, printed)
    begun, of_processor = time.perf_counter(), time.process_time()
    catch_up(database)
    grouping, of_processor = time.perf_counter() - begun, time.process_time() - of_processor
    member = columns_of(StoryMemberRow)
    with database.read() as connection:
        stories = {row.id: row.story for row in connection.execute(select(member.id, member.story))}
    database.close()
    figures: dict[str, Any] = {
        "texts": len(printed),
        "words_each": sum(len(p.text.split()) for p in printed) // len(printed),
    }
    figures |= judge(printed, stories)
    figures["milliseconds_of_processor_each"] = {
        "sketch": round(sketching * 1_000 / len(printed), 3),
        "caught_up": round(of_processor * 1_000 / len(printed), 3),
        "caught_up_by_the_clock": round(grouping * 1_000 / len(printed), 3),
    }
    print(json.dumps(figures, indent=2))


def write_all(database: Database, printed: Sequence[Printed]) -> None:
    """Make a source of each text, and attach it without what an attaching writer looks after beside that."""
    for some in batched_in_lists(printed):
        with writing(database, COLLECTIONS, by="bench") as writer:
            for each in some:
                writer.create(
                    "sources", examples.source(each.id, id=each.id, publisher=each.outlet, origin=each.outlet)
                )
            writer.connection.execute(insert(SourceTextRow), [{"id": each.id, "text": each.text} for each in some])


def judge(printed: Sequence[Printed], stories: dict[str, int]) -> dict[str, Any]:
    """How many reprints are in the story of their wire, and how many texts are in a story of which they are none."""
    wires = {each.wire: stories[each.id] for each in printed if each.how == "wire"}
    told = Counter(each.how for each in printed if each.how in HOW and stories[each.id] == wires[each.wire])
    within = defaultdict[int, list[Printed]](list)
    for each in printed:
        within[stories[each.id]].append(each)
    wrong = 0
    for those in within.values():
        (main, count), *_ = Counter(each.wire for each in those).most_common(1)
        wrong += len(those) - (1 if main is None else count)
    return {
        "reprints": sum(each.how in HOW for each in printed),
        "told": {**told, "all": told.total()},
        "wrong": wrong,
    }


def batched_in_lists(printed: Sequence[Printed]) -> list[Sequence[Printed]]:
    """The texts in the portions that they are written in."""
    return [printed[start : start + WRITTEN_AT_ONCE] for start in range(0, len(printed), WRITTEN_AT_ONCE)]


if __name__ == "__main__":
    main()
