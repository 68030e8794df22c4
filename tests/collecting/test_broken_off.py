"""Catching up that is killed, or done by several at once: nothing is lost, and nothing is there twice."""

import signal
import subprocess
import sys
import threading
import time

from sqlalchemy import func, select

from app.collecting.stories import SOURCES_AT_ONCE, catch_up
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.story_tables import StoryHashRow, StorySketchRow
from bench.wires import print_all
from tests.collecting.telling import Groups, groups, put_all, stories

PROGRAM = """
import sys
from app.collecting.stories import catch_up
from app.store.database import Database
catch_up(Database(sys.argv[1]))
"""
PRINTED = [(each.id, each.text) for each in print_all(4 * SOURCES_AT_ONCE, 4, 4)]
PATIENCE = 30


def expected() -> Groups:
    reprints = [{f"wire-{each}", *(f"reprint-{each}-{copy}" for copy in range(4))} for each in range(4)]
    return {frozenset(each) for each in reprints} | {frozenset([name]) for name, _ in PRINTED if "article" in name}


def check(database: Database) -> None:
    """Every source is in the story that it should be in, and each sketch is there once."""
    assert groups(database) == expected()
    assert catch_up(database) == (0, 0)
    sketch, hash_row = columns_of(StorySketchRow), columns_of(StoryHashRow)
    with database.read() as connection:
        kept = connection.execute(select(func.sum(func.length(sketch.hashes)))).scalar_one() // 16
        assert connection.execute(select(func.count(hash_row.value))).scalar_one() == kept
        assert connection.execute(select(func.count(sketch.id))).scalar_one() == len(PRINTED)


def test_who_is_killed_in_the_middle_loses_nothing(database: Database) -> None:
    put_all(database, PRINTED)
    url = database.url.render_as_string(hide_password=False)
    running = subprocess.Popen([sys.executable, "-c", PROGRAM, url])
    ends = time.monotonic() + PATIENCE
    while not stories(database):
        assert time.monotonic() < ends
        time.sleep(0.01)
    running.send_signal(signal.SIGKILL)
    running.wait(PATIENCE)
    check(database)


def test_several_at_once_do_nothing_twice(database: Database) -> None:
    put_all(database, PRINTED)
    threads = [threading.Thread(target=catch_up, args=(database,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    check(database)
