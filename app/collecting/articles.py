"""Articles: the text of what an item leads to, where its feed lets it be taken; kept privately, as every text is."""

import datetime as dt
from importlib.util import find_spec
from typing import Any, NamedTuple

from sqlalchemy import Connection, select, update

from app.collecting.fetching import Fetched
from app.collecting.polls import host_of
from app.collecting.taking import COLLECTOR
from app.errors import Invalid, Refusal
from app.resources import COLLECTIONS, SOURCES
from app.rules.texts import normalize_text
from app.store.database import Database
from app.store.feed_tables import FeedItemRow
from app.store.metadata import columns_of
from app.store.tables import SourceVersion
from app.store.write import writing

MOST_ARTICLE_BYTES = 3_000_000
"""How many bytes a page may have, whose text is taken."""
MOST_TRIES = 3
"""How often it is tried to take a text."""
RETRY = dt.timedelta(minutes=30)
"""How long after it was begun a text is tried again, where nothing came of it."""
MOST_TEXTS_DUE = 200
LEAST_CHARACTERS = 200
"""A text with fewer is no article: it is a notice, or what stands before a wall."""
ARTICLE_TYPES = ("text/html", "application/xhtml+xml")

_items = columns_of(FeedItemRow)
_sources = columns_of(SourceVersion)


class Untaken(Exception):
    """What was fetched has no text that could be taken; the text says why."""


class DueArticle(NamedTuple):
    """An article whose text is to be taken: whose item it is, its source, its address, how often it was tried."""

    feed: str
    item: str
    source: str
    url: str
    tries: int


def can_take_texts() -> bool:
    """Whether the extra `collect` is installed."""
    return find_spec("trafilatura") is not None


def find_due_articles(connection: Connection, *, most: int) -> dict[str, DueArticle]:
    """So many articles whose texts are to be taken now, one of each host, the longest due first.

    Each counts as tried from now on, so that whoever is killed over it tries it again.
    """
    now = dt.datetime.now(dt.UTC)
    columns = (_items.feed, _items.item, _items.source, _sources.canonical_url, _items.text_tries)
    stands = (_sources.id == _items.source) & _sources.until.is_(None)
    query = select(*columns).outerjoin(SourceVersion, stands).where(_items.text_due_at <= now)
    due: dict[str, DueArticle] = {}
    for row in connection.execute(query.order_by(_items.text_due_at).limit(MOST_TEXTS_DUE)):
        article = DueArticle(*row)
        if row.canonical_url is None:
            leave_article(connection, article)
        elif host_of(article.url) not in due and len(due) < most:
            due[host_of(article.url)] = article
            again = now + RETRY if article.tries + 1 < MOST_TRIES else None
            connection.execute(_mine(article).values(text_tries=article.tries + 1, text_due_at=again))
    return due


def leave_article(connection: Connection, article: DueArticle) -> None:
    """Try an article no more."""
    connection.execute(_mine(article).values(text_due_at=None))


def extract_text(fetched: Fetched) -> str:
    """The text of a page: its headings, paragraphs, quotes and lists, without what stands around. Raises `Untaken`."""
    import lxml.html  # noqa: PLC0415  # of the extra
    import trafilatura  # noqa: PLC0415

    if fetched.status != 200:
        raise Untaken(f"the answer is {fetched.status}")
    kind = fetched.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ARTICLE_TYPES:
        raise Untaken(f"it is no page: {kind[:80] or 'nothing says what it is'}")
    page = trafilatura.load_html(fetched.body)
    if page is None:
        raise Untaken("it is no page that can be read")
    for stray in [each for each in page.iter("li") if each.getparent().tag not in ("ul", "ol", "menu")]:
        _put_into_list(stray, lxml.html.Element("ul"))
    text = trafilatura.extract(page, include_comments=False, include_tables=True)
    try:
        kept = normalize_text((text or "").encode("utf-8", "replace"))
    except Invalid as error:
        raise Untaken(error.faults[0].message) from None
    if len(kept) < LEAST_CHARACTERS:
        raise Untaken("it has hardly any text")
    return kept


def attach_article(database: Database, article: DueArticle, text: str) -> bool:
    """Keep an article's text, unless its source has one by now, or is gone; whether it was kept."""
    with writing(database, COLLECTIONS, by=COLLECTOR) as writer:
        leave_article(writer.connection, article)
        if writer.current.record(SOURCES.name, article.source) is None or writer.current.text(article.source):
            return False
        try:
            writer.attach(article.source, text)
        except Refusal:
            return False
        return True


def _put_into_list(item: Any, around: Any) -> None:
    """Put a list's item that stands in no list into one of its own: it would be left out otherwise."""
    item.addprevious(around)
    around.tail, item.tail = item.tail, None
    around.append(item)


def _mine(article: DueArticle) -> Any:
    return update(FeedItemRow).where(_items.feed == article.feed, _items.item == article.item)
