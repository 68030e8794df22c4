"""The collector: polls every feed that is due, many at once, and takes what is new in them."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from app.collecting import polls
from app.collecting.articles import (
    MOST_ARTICLE_BYTES,
    DueArticle,
    Untaken,
    attach_article,
    can_take_texts,
    extract_text,
    find_due_articles,
)
from app.collecting.fetching import Fetcher, Unfetched, new_fetching_client
from app.collecting.polling import Poller
from app.collecting.polls import HeldFeed
from app.collecting.robots import Robots
from app.collecting.stories import catch_up
from app.errors import Unavailable
from app.proposing.catching_up import TextReader
from app.proposing.known_records import KnownRecords
from app.proposing.model_drafting import ModelDrafter
from app.proposing.model_endpoint import ModelEndpoint
from app.store.database import Database

T = TypeVar("T")

LOOK_SECONDS = 5.0
"""How often it is looked for feeds that are due."""
READING = "proposals"
DRAFTING = "drafts"
AT_ONCE = 8
"""How many feeds are polled at a time."""
THREADS = 2
"""In how many threads feeds are read and written down."""

log = structlog.get_logger()


class Collector:
    """Polls the feeds of one database; any number of collectors can, each feed being held by one at a time.

    With `once` it ends when nothing is due any more. A model at an endpoint, if there is one, drafts proposals.
    """

    def __init__(
        self, database: Database, *, allow_private: bool, model: ModelEndpoint | None = None, once: bool = False
    ) -> None:
        self._once = once
        self._database = database
        self._allow_private = allow_private
        self._stopping = asyncio.Event()
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="collect")
        self._running: dict[str, asyncio.Task[None]] = {}
        self._problem: str | None = None
        self._takes_texts = can_take_texts()
        known = KnownRecords()
        self._reader = TextReader(database, known)
        self._has_unread = True
        self._drafter = ModelDrafter(database, model, known) if model is not None else None
        self._has_undrafted = True
        self._draft_at = 0.0

    def stop(self) -> None:
        """End after the polls that are under way."""
        self._stopping.set()

    async def run(self) -> None:
        """Poll what is due until stopped. A database that does not answer is asked again."""
        async with new_fetching_client(allow_private=self._allow_private) as client:
            self._fetcher = Fetcher(client)
            self._robots = Robots(self._fetcher)
            self._articles = self._fetcher.with_bound(MOST_ARTICLE_BYTES)
            self._poller = Poller(self._database, self._fetcher, self._robots, self._threads)
            while not self._stopping.is_set():
                was_running = bool(self._running)
                is_busy = await self._start()
                if not is_busy:
                    is_busy = await self._start_texts()
                self._start_reading()
                self._start_drafting()
                if self._running:
                    await asyncio.wait(self._running.values(), timeout=LOOK_SECONDS, return_when="FIRST_COMPLETED")
                elif was_running:
                    continue  # what ended while the database was asked may have left something that is due
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

    async def _start_texts(self) -> bool:
        """Begin with articles whose texts are to be taken, as `_start` does with feeds."""
        free = AT_ONCE - len(self._running)
        if not self._takes_texts or free <= 0:
            return False
        try:
            due = await self._call(self._write, partial(find_due_articles, most=free))
        except (DBAPIError, Unavailable) as error:
            self._note(error)
            return True
        for host, article in due.items():
            self._running[f"text {host}"] = asyncio.create_task(self._serve_text(host, article))
        return bool(due)

    def _start_reading(self) -> None:
        """Begin to read texts for proposals, unless that goes on, or none has come since."""
        if self._has_unread and READING not in self._running:
            self._has_unread = False
            self._running[READING] = asyncio.create_task(self._read_texts())

    def _start_drafting(self) -> None:
        """Begin to have a model draft, as with reading, unless its endpoint is to be left alone."""
        is_time = self._has_undrafted and time.monotonic() >= self._draft_at
        if self._drafter is not None and is_time and DRAFTING not in self._running:
            self._has_undrafted = False
            self._running[DRAFTING] = asyncio.create_task(self._draft(self._drafter))

    async def _draft(self, drafter: ModelDrafter) -> None:
        try:
            self._draft_at = time.monotonic() + await drafter.draft_all(self._call, self._stopping)
        except (DBAPIError, Unavailable) as error:
            self._note(error)
            await self._pause()
        except Exception:
            log.exception("a model was not asked")
            await self._pause()
        finally:
            del self._running[DRAFTING]

    async def _read_texts(self) -> None:
        """Put new texts into stories, and read them, one after the other, until none is left."""
        try:
            await self._call(catch_up, self._database)
            while not self._stopping.is_set():
                made = await self._call(self._reader.read_next)
                if made is None:
                    break
                log.info("read", proposals=made)
                self._has_undrafted = self._has_undrafted or made > 0
        except (DBAPIError, Unavailable) as error:
            self._note(error)
            self._has_unread = True
            await self._pause()
        except Exception:
            log.exception("texts were not read")
        finally:
            del self._running[READING]

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

    async def _serve_text(self, host: str, article: DueArticle) -> None:
        problem, is_kept = None, False
        try:
            await self._robots.check(article.url)
            text = await self._call(extract_text, await self._articles.fetch(article.url))
            is_kept = await self._call(attach_article, self._database, article, text)
            self._has_unread = True
        except (Unfetched, Untaken) as error:
            problem = str(error)
        except (DBAPIError, Unavailable) as error:
            self._note(error)
        except Exception:
            log.exception("a text was not taken", source=article.source)
        finally:
            del self._running[f"text {host}"]
        log.info("text", source=article.source, kept=is_kept, problem=problem)

    async def _poll(self, held: HeldFeed) -> None:
        began = time.monotonic()
        polled = await self._poller.poll(held)
        self._has_unread = self._has_unread or polled.new > 0
        polled = replace(polled, milliseconds=round((time.monotonic() - began) * 1000))
        await self._call(self._write, partial(polls.note_poll, held=held, polled=polled))
        log.info("poll", feed=held.id, outcome=polled.outcome, new=polled.new, problems=list(polled.problems[:3]))

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
            self._has_unread = self._has_undrafted = True  # somebody may have attached a text; time may have come
