"""The command line of feeds, and collecting that is killed."""

import os
import signal
import time
from collections import Counter
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.commands.cli import cli
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.one_state import reading_one_state
from app.upkeep.checking import check_database
from tests import draws
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import Publisher, item, rss
from tests.servers import running, serving

KILLS = 2
"""How often a round is killed; twenty times as often in a long run."""
FEEDS, ITEMS = 12, 40
MINIFLUX = """<?xml version="1.0" encoding="UTF-8"?><opml version="2.0"><head><title>Miniflux</title></head><body>
<outline text="News"><outline title="The Gazette" text="The Gazette" xmlUrl="https://gazette.example.org/rss"
htmlUrl="https://gazette.example.org/"></outline></outline></body></opml>"""
FRESHRSS = """<?xml version="1.0" encoding="UTF-8"?><opml xmlns:frss="https://freshrss.org/opml" version="2.0">
<head><title>FreshRSS</title></head><body><outline text="News"><outline text="The Daily" type="rss"
xmlUrl="https://daily.example.org/rss" htmlUrl="https://daily.example.org/" description="" frss:priority="feed"/>
<outline text="Within" type="rss" xmlUrl="http://127.0.0.1/rss"/><outline text="A folder"/></outline></body></opml>"""


@pytest.fixture
def command(database: Database, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    return CliRunner()


def test_lists_of_miniflux_and_freshrss_are_taken_and_written_again(command: CliRunner, tmp_path: Path) -> None:
    for name, text, status in (("one", MINIFLUX, 0), ("two", FRESHRSS, 1), ("one", MINIFLUX, 0)):
        (tmp_path / name).write_text(text, "utf-8")
        done = command.invoke(cli, ["feeds", "import", str(tmp_path / name)])
        assert done.exit_code == status, done.output
    assert "Added 0 feeds; 1 were there already, 0 cannot be taken." in done.output
    listed = command.invoke(cli, ["feeds", "list"], env={"COLUMNS": "200"}).output
    assert "https://gazette.example.org/rss" in listed
    assert "The Daily" in listed
    written = tmp_path / "written.opml"
    assert command.invoke(cli, ["feeds", "export", "--output", str(written)]).exit_code == 0
    assert command.invoke(cli, ["feeds", "export"]).output == written.read_text("utf-8")
    assert "2 were there already" in command.invoke(cli, ["feeds", "import", str(written)]).output


@pytest.mark.parametrize(
    "text",
    ["", "<opml", "<html/>", '<!DOCTYPE opml [<!ENTITY a "b">]><opml version="2.0"><body>&a;</body></opml>', "\x00"],
)
def test_what_is_no_list_is_refused(command: CliRunner, tmp_path: Path, text: str) -> None:
    (tmp_path / "list").write_text(text, "utf-8")
    done = command.invoke(cli, ["feeds", "import", str(tmp_path / "list")])
    assert done.exit_code == 2
    assert "Traceback" not in done.output


def test_a_server_that_is_told_to_collects_by_itself(tmp_path: Path, publisher: Publisher) -> None:
    url = f"sqlite:///{tmp_path / 'tracker.db'}"
    settings = {"TRACKER_COLLECT": "true", "TRACKER_COLLECT_ALLOW_PRIVATE": "true"}
    with serving(url, tmp_path, **settings) as (address, _):
        database = Database(url)
        Collecting(database).add(publisher.put("/rss", rss(item(1))))
        database.close()
        ends = time.monotonic() + 30
        while httpx.get(f"{address}/v1/sources/item-1").status_code != 200:
            assert time.monotonic() < ends
            time.sleep(0.1)


def publish_round(publisher: Publisher, number: int) -> None:
    """Have each feed one item more than in the round before; some have no address to be known by."""
    for feed in range(FEEDS):
        items = [item(feed * 1_000 + each) for each in range(ITEMS + number)]
        plain = [{"title": each["title"], "guid": f"{each['guid']}#"} for each in items[:3]]
        publisher.put(f"/{feed}", rss(*plain, *items[3:]))


def test_of_what_is_killed_in_the_middle_nothing_is_lost_or_doubled(
    collecting: Collecting, publisher: Publisher, tmp_path: Path
) -> None:
    chance, rounds = draws.of("collecting"), draws.many(KILLS)
    url = collecting.database.url.render_as_string(hide_password=False)
    publisher.pause = 0.02
    for number in range(rounds):
        publish_round(publisher, number)
        for feed in range(FEEDS if number == 0 else 0):
            collecting.add(publisher.url(f"/{feed}"))
        log, asked = tmp_path / f"{number}.log", len(publisher.asked)
        collecting.make_due()
        with running(url, log, "collect", TRACKER_COLLECT_ALLOW_PRIVATE="true") as process:
            ends = time.monotonic() + 60
            while len(publisher.asked) < asked + chance.randint(2, FEEDS):
                assert time.monotonic() < ends, log.read_text("utf-8")
                time.sleep(0.01)
            time.sleep(chance.uniform(0, 0.3))
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
    collecting.again()
    assert Counter(collecting.titles()).most_common(1)[0][1] == 1
    assert len(collecting.sources()) == FEEDS * (ITEMS + rounds - 1)
    with reading_one_state(collecting.database) as connection:
        assert check_database(connection, COLLECTIONS).sentences == []
