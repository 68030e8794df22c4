"""Polling: one feed is fetched, read and taken, and what came of it is said, whatever that is."""

import asyncio
import datetime as dt
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from hashlib import sha256
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from app.collecting import polls
from app.collecting.fetching import Fetched, Fetcher, Unfetched
from app.collecting.items import MOST_PROBLEMS, FeedContent, FeedItem
from app.collecting.polls import HeldFeed, Polled
from app.collecting.reading import Unreadable, read_feed
from app.collecting.robots import Robots
from app.collecting.taking import COLLECTOR, PORTION, Taken, Taker
from app.internet.answers import read_retry_after
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import AskedAddress

T = TypeVar("T")

UNCHANGED = 304
FOUND = 200
_address: TypeAdapter[str] = TypeAdapter(AskedAddress)


class Poller:
    """Polls feeds that are held; reads and writes in `threads`."""

    def __init__(self, database: Database, fetcher: Fetcher, robots: Robots, threads: Executor) -> None:
        self._database = database
        self._fetcher = fetcher
        self._robots = robots
        self._threads = threads

    async def poll(self, held: HeldFeed) -> Polled:
        """Fetch a feed and take what is in it; what comes of it, whatever that is."""
        feed = held.row
        validators = {"If-None-Match": feed.etag, "If-Modified-Since": feed.last_modified}
        try:
            await self._robots.check(feed.url)
            fetched = await self._fetcher.fetch(feed.url, {name: value for name, value in validators.items() if value})
        except Unfetched as error:
            return Polled("failed", problems=[f"{error}."])
        if fetched.status == UNCHANGED:
            return Polled("unchanged", fetched, moved_to=fetched.moved_to)
        if fetched.status != FOUND:
            wait = read_retry_after(fetched.headers.get("retry-after"))
            return Polled("failed", fetched, problems=[f"The answer is {fetched.status}."], retry_after=wait)
        digest = sha256(fetched.body).hexdigest()
        if digest == feed.digest:
            return Polled("unchanged", fetched, moved_to=fetched.moved_to)
        try:
            content = await self._call(_read_content, fetched)
        except Unreadable as error:
            return Polled("failed", fetched, problems=[str(error)], moved_to=_check_address(error.feed_url))
        taken = await self._take(held, content)
        return Polled(
            "read",
            fetched,
            digest=digest,
            title=content.title,
            items=len(content.items),
            new=taken.new,
            changed=taken.changed,
            problems=[*content.problems, *taken.problems][:MOST_PROBLEMS],
            moved_to=fetched.moved_to,
        )

    async def _take(self, held: HeldFeed, content: FeedContent) -> Taken:
        """Take the items portion by portion, as long as the feed is held; the oldest first, as feeds begin with new."""
        items, taken = list(content.items.values())[::-1], Taken()
        for begin in range(0, len(items), PORTION):
            came = await self._call(self._take_portion, held, items[begin : begin + PORTION], content.language)
            if came is None:
                break
            taken.new += came.new
            taken.changed += came.changed
            taken.problems += came.problems
        return taken

    def _take_portion(self, held: HeldFeed, portion: list[FeedItem], language: str | None) -> Taken | None:
        """Take a portion in a transaction of its own; None where the feed is no longer held."""
        with writing(self._database, COLLECTIONS, by=COLLECTOR) as writer:
            if not polls.renew(writer.connection, held):
                return None
            return Taker(writer, held.row, language=language, now=dt.datetime.now(dt.UTC)).take(portion)

    async def _call(self, function: Callable[..., T], *arguments: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._threads, partial(function, *arguments))


def _read_content(fetched: Fetched) -> FeedContent:
    now = dt.datetime.now(dt.UTC)
    return read_feed(fetched.body, url=fetched.url, content_type=fetched.headers.get("content-type"), now=now)


def _check_address(url: str | None) -> str | None:
    """Where a page says that its feed is, if that is an address of the web; the transport sees where it leads."""
    try:
        return _address.validate_python(url)
    except ValidationError:
        return None
