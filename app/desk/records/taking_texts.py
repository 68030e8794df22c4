"""Taking texts: what is pasted, read from a file, or fetched from a source's address, as plain text."""

import asyncio
from threading import BoundedSemaphore

import httpx

from app.collecting.articles import MOST_ARTICLE_BYTES, Untaken, can_take_texts, extract_text
from app.collecting.fetching import Fetched, Fetcher, Unfetched, new_fetching_client
from app.collecting.robots import Robots
from app.errors import Invalid, Unavailable
from schemas import Fault

MOST_FETCHED_AT_ONCE = 6
"""How many texts each process fetches at once for editors."""
_FETCHING = BoundedSemaphore(MOST_FETCHED_AT_ONCE)
PASTE_IT = "paste it instead"
"""What can always be done."""


def fetch_text(url: str, *, allow_private: bool) -> str:
    """The text of the page at an address, as the collector takes it.

    Raises `Invalid` where it cannot be had, `Unavailable` where as many are being fetched as may be at once: each holds
    the place of a writer while it waits for the address.
    """
    if not _FETCHING.acquire(blocking=False):
        raise Unavailable(f"other texts are being fetched: try it again, or {PASTE_IT}", headers={"Retry-After": "5"})
    try:
        return extract_text(asyncio.run(_fetch(url, allow_private=allow_private)))
    except (Unfetched, Untaken) as failure:
        raise _refuse(f"cannot be fetched: {failure}; {PASTE_IT}") from None
    finally:
        _FETCHING.release()


def read_page(html: str) -> str:
    """The text of a page that was read from a file. Raises `Invalid` where it has none, or nothing here reads pages."""
    if not can_take_texts():
        raise _refuse(f"pages cannot be read here: open it in your browser, copy its text, and {PASTE_IT}")
    headers = httpx.Headers({"content-type": "text/html; charset=utf-8"})
    try:
        return extract_text(Fetched(200, "", headers, html.encode()))
    except Untaken as failure:
        raise _refuse(f"has no text that could be taken: {failure}; {PASTE_IT}") from None


async def _fetch(url: str, *, allow_private: bool) -> Fetched:
    async with new_fetching_client(allow_private=allow_private) as client:
        fetcher = Fetcher(client).with_bound(MOST_ARTICLE_BYTES)
        await Robots(fetcher).check(url)
        return await fetcher.fetch(url)


def _refuse(message: str) -> Invalid:
    return Invalid("no text was taken", faults=[Fault(in_="body", pointer="", message=message)])
