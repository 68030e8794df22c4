"""`tracker feeds list | import | export`."""

from pathlib import Path
from typing import Annotated, Literal

import typer
from pydantic import ValidationError

from app.collecting import feeds
from app.collecting.opml import ListedFeed, read_opml, write_opml
from app.commands.opening import prepare_database, read_settings
from app.commands.showing import show_table
from app.commands.terminal import MISUSED, ending, say, warn
from app.errors import Refusal
from app.reading.question.messages import message_of
from app.settings import Settings
from app.store.database import Database
from schemas import Feed, FeedDraft, FeedsQuery

commands = typer.Typer(rich_markup_mode=None)
for_feeds = typer.Typer(help="The feeds that sources come from.", no_args_is_help=True, rich_markup_mode=None)
commands.add_typer(for_feeds, name="feeds")
IMPORTER = "opml"
"""By whom feeds are made that a list brought."""
PAGE = 200


@for_feeds.command("list")
def list_all() -> None:
    """Print every feed, and how far it was read."""
    with prepare_database(read_settings()) as database:
        found = _read_all(database)
    rows = [
        [
            feed.id, feed.publisher, feed.url, str(feed.items), str(feed.failures or ""),
            f"{feed.polled_at:%Y-%m-%d %H:%M}" if feed.polled_at else "", _state_of(feed),
        ]
        for feed in found
    ]  # fmt: skip
    show_table("Id", "Publisher", "Address", "Items", "Failures", "Polled", "State", rows=rows)


@for_feeds.command("import")
def import_list(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="A list in OPML.")],
    publisher: Annotated[
        str | None, typer.Option(help="Who publishes all of them; otherwise each its own name in the list.")
    ] = None,
    takes_texts: Annotated[
        bool, typer.Option("--takes-texts", help="Whether the articles that they link to may be fetched.")
    ] = False,
) -> None:
    """Add the feeds of a list that are not there yet; status 1 where one cannot be taken."""
    settings = read_settings()
    with ending(refused=MISUSED):
        listed = read_opml(file.read_bytes())
    added, there, refused = 0, 0, 0
    with prepare_database(settings) as database:
        for each in listed:
            came = _import_one(database, each, publisher or each.title, settings, takes_texts=takes_texts)
            added, there, refused = added + (came == "added"), there + (came == "there"), refused + (came == "refused")
    say(f"Added {added} feeds; {there} were there already, {refused} cannot be taken.")
    if refused:
        raise typer.Exit(1)


@for_feeds.command("export")
def export_list(
    file: Annotated[Path | None, typer.Option("--output", "-o", help="The file; otherwise it is printed.")] = None,
) -> None:
    """Write every feed into a list in OPML."""
    with prepare_database(read_settings()) as database:
        text = "".join(write_opml(_read_all(database)))
    if file is None:
        say(text.rstrip("\n"))
    else:
        file.write_text(text, "utf-8")


def _import_one(
    database: Database, listed: ListedFeed, publisher: str, settings: Settings, *, takes_texts: bool
) -> Literal["added", "there", "refused"]:
    """Add a feed of a list, in a transaction of its own; what became of it."""
    try:
        draft = FeedDraft(url=listed.url, title=listed.title, publisher=publisher[:200], takes_texts=takes_texts)
        with database.write() as connection:
            if feeds.has_feed(connection, draft.url):
                return "there"
            feeds.add_feed(connection, draft, by=IMPORTER, allow_private=settings.collect_allow_private)
    except ValidationError as error:
        warn(f"{listed.url}: {message_of(error.errors())}")
        return "refused"
    except Refusal as refusal:
        warn(f"{listed.url}: {'; '.join(fault.message for fault in refusal.faults) or refusal.detail}")
        return "refused"
    return "added"


def _read_all(database: Database) -> list[Feed]:
    """Every feed, by id."""
    found: list[Feed] = []
    with database.read() as connection:
        while page := feeds.find_feeds(connection, FeedsQuery(after=found[-1].id if found else None, limit=PAGE)):
            found += page[:PAGE]
    return found


def _state_of(feed: Feed) -> str:
    if feed.ended_because is not None:
        return f"ended: {feed.ended_because}"
    return "polled" if feed.enabled else "off"
