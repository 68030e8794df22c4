"""The collector: polls every feed that is due, many at once, and takes what is new in them."""

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import TypeVar

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.collecting import polls
from app.collecting.fetching import Fetched, Fetcher, Unfetched, new_fetching_client
from app.collecting.items import MOST_PROBLEMS, FeedContent, FeedItem
from app.collecting.polls import HeldFeed, Polled
from app.collecting.reading import Unreadable, read_feed
from app.collecting.robots import Robots
from app.collecting.taking import COLLECTOR, PORTION, Taken, Taker
from app.errors import Unavailable
from app.internet.answers import read_retry_after
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import AskedAddress

T = TypeVar("T")

LOOK_SECONDS = 5.0
"""How often it is looked for feeds that are due."""
AT_ONCE = 8
"""How many feeds are polled at a time."""
THREADS = 2
"""In how many threads feeds are read and written down."""
UNCHANGED = 304
FOUND = 200

log = structlog.get_logger()
_address: TypeAdapter[str] = TypeAdapter(AskedAddress)


class Collector:
    """Polls the feeds of one database; any number of collectors can, each feed being held by one at a time.

    With `once` it ends when nothing is due any more.
    """

    def __init__(self, database: Database, *, allow_private: bool, once: bool = False) -> None:
        self._once = once
        self._database = database
        self._allow_private = allow_private
        self._stopping = asyncio.Event()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="collect")
        self._running: dict[str, asyncio.Task[None]] = {}
        self._problem: str | None = None

    def stop(self) -> None:
        """End after the polls that are under way."""
        self._stopping.set()

    async def run(self) -> None:
        """Poll what is due until stopped. A database that does not answer is asked again."""
        async with new_fetching_client(allow_private=self._allow_private) as client:
            self._fetcher = Fetcher(client)
            self._robots = Robots(self._fetcher)
            while not self._stopping.is_set():
                is_busy = await self._start()
                if self._running:
                    await asyncio.wait(self._running.values(), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
                elif self._once and not is_busy:
                    break
                else:
                    await self._pause()
            await asyncio.gather(*self._running.values())
        self._threads.shutdown(wait=False)

    async def _start(self) -> bool:
        """Begin with what is due, as far as there are places; whether anything was, or the database did not say."""
        try:
            due = await self._call(self._read, polls.find_due_feeds)
            self._problem = None
        except (DBAPIError, Unavailable) as error:
            self._note(error)
            return True
        begun = False
        for host, feed_id in due.items():
            if len(self._running) >= AT_ONCE:
                break
            if host not in self._running:
                self._running[host] = asyncio.create_task(self._serve(host, feed_id))
                begun = True
        return begun

    async def _serve(self, host: str, feed_id: str) -> None:
        try:
            held = await self._call(self._write, partial(polls.hold_feed, feed_id=feed_id))
            if held is not None:
                await self._poll(held)
        except (DBAPIError, Unavailable) as error:
            self._note(error)
            await self._pause()
        except Exception:
            # The lease ends by itself, and whoever polls next takes what was not taken.
            log.exception("a poll broke off", feed=feed_id)
            await self._pause()
        finally:
            del self._running[host]

    async def _poll(self, held: HeldFeed) -> None:
        began = time.monotonic()
        polled = await self._ask(held)
        polled = replace(polled, milliseconds=round((time.monotonic() - began) * 1000))
        await self._call(self._write, partial(polls.note_poll, held=held, polled=polled))
        log.info("poll", feed=held.id, outcome=polled.outcome, new=polled.new, problems=list(polled.problems[:3]))

    async def _ask(self, held: HeldFeed) -> Polled:
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

    def _read(self, ask: Callable[[Connection], T]) -> T:
        with self._database.read_primary() as connection:
            return ask(connection)

    def _write(self, change: Callable[[Connection], T]) -> T:
        with self._database.write() as connection:
            return change(connection)

    def _note(self, error: Exception) -> None:
        """Log what the database says, once for as long as it says the same."""
        problem = str(error).partition("\n")[0]
        if problem != self._problem:
            log.warning("collector", problem=problem)
        self._problem = problem

    async def _pause(self) -> None:
        try:
            await asyncio.wait_for(self._stopping.wait(), LOOK_SECONDS)
        except TimeoutError:
            return


def _read_content(fetched: Fetched) -> FeedContent:
    now = dt.datetime.now(dt.UTC)
    return read_feed(fetched.body, url=fetched.url, content_type=fetched.headers.get("content-type"), now=now)


def _check_address(url: str | None) -> str | None:
    """Where a page says that its feed is, if that is an address of the web; the transport sees where it leads."""
    try:
        return _address.validate_python(url)
    except ValidationError:
        return None
