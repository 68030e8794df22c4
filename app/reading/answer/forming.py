"""Forming: a list in a form other than JSON: in which order, how much of it, under which name, with which links."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from app.errors import Invalid
from app.reading.answer.listing import Asked, Listing, with_query
from app.reading.formats import FORMATS, JSON, JSON_TYPE, Page
from app.reading.question.parameters import Parsed
from app.store import clock
from schemas import Fault, ListQuery

TYPES = ((JSON, JSON_TYPE), *((name, form.media_type) for name, form in FORMATS.items()))
"""The forms of a list, by name and media type."""
FEED_SORT = "-updated_at"
"""The order of a feed, unless another one is asked for: what was made or changed last is what its readers poll for."""
_LONGEST_LINKED = 1000
"""Alternates are linked where the query has at most so many characters: five copies of it must fit a header."""


def check(form: str, asked: Mapping[str, Any]) -> None:
    """Refuse what a form has no place for."""
    unfit = [name for name in ("include", "facets") if name in asked] if form != JSON else []
    if form != JSON and FORMATS[form].is_feed and "fields" in asked:
        unfit.append("fields")
    refuse(form, unfit)


def refuse(form: str, unfit: Sequence[str]) -> None:
    """Raises `Invalid` where there are any parameters that a form has no place for."""
    if unfit:
        faults = [Fault(in_="query", name=name, message=f"has no place in the form {form}") for name in unfit]
        raise Invalid(f"wrong in the query: {', '.join(unfit)}", faults=faults)


def in_order(form: str, parsed: Parsed[ListQuery]) -> Parsed[ListQuery]:
    """The question in the order of the form. A cursor is in an order of its own."""
    is_feed = form != JSON and FORMATS[form].is_feed
    return parsed.asking(sort=FEED_SORT) if is_feed and not parsed.given & {"sort", "cursor"} else parsed


def is_whole(form: str, parsed: Parsed[ListQuery]) -> bool:
    """Whether the answer is the whole list: a table or lines of which no part is asked for."""
    return form != JSON and not FORMATS[form].is_feed and not parsed.given & {"limit", "cursor"}


def also_made_of(form: str, parsed: Parsed[ListQuery], base: str) -> str:
    """What an answer in a form depends on beside its question."""
    return "" if form == JSON else f"{base} {'whole' if is_whole(form, parsed) else 'part'}"


def links(asked: Asked, page: Listing) -> dict[str, str]:
    """The page's other forms and the page after it, as a Link header (RFC 8288)."""
    found = []
    if len(asked.parsed.canonical) <= _LONGEST_LINKED:
        for name, media_type in TYPES:
            if name != asked.form:
                unfit = [] if name == JSON else ["include", "facets"]
                unfit += ["fields"] if name in FORMATS and FORMATS[name].is_feed else []
                query = asked.parsed.spelled(format=name, **dict.fromkeys(unfit))
                address = with_query(asked.path, query)
                found.append(f'<{address}>; rel="alternate"; type="{media_type.partition(";")[0]}"')
    if page.next is not None:
        found.append(f'<{page.next}>; rel="next"')
    return {"Link": ", ".join(found)} if found else {}


def page_of(connection: Connection, asked: Asked, page: Listing, base: str) -> Page:
    """What a writer of the form needs."""
    resource, parsed, form = asked.resource, asked.parsed, asked.form
    # A feed is one feed, whether its order was asked for or not.
    order: dict[str, str | None] = {"sort": None} if FORMATS[form].is_feed and parsed.asked["sort"] == FEED_SORT else {}
    first = parsed.spelled(format=form, cursor=None, **order)
    here = parsed.spelled(format=form) if "cursor" in parsed.given else first
    # The board shows every condition, and takes no more than a moment.
    beside = parsed.given - {"as_of"} if resource.has_board else {"format", "limit", "cursor"}
    home = parsed.spelled(**order | dict.fromkeys(beside))
    records = f"{base}{asked.path}"
    return Page(
        name=resource.name,
        record=resource.collection.record,
        documents=page.documents,
        fields=parsed.query.fields,
        here=with_query(records, here),
        first=with_query(records, first),
        next=f"{base}{page.next}" if page.next else None,
        home=with_query(f"{base}/{resource.name}", home),
        records=records,
        updated=clock.instant_of(connection, seq=asked.seq),
        heading=resource.heading,
        prose=resource.prose,
        tags=resource.tags,
    )


def file_name(asked: Asked, page: Listing) -> str:
    """What a download is called: `sources.csv` the whole list, `sources-51-100-of-120.csv` a part of it."""
    name, part = asked.resource.name, ""
    if not is_whole(asked.form, asked.parsed):
        before = asked.walk.passed if asked.walk is not None else 0
        last = before + len(page.ids)
        part = f"-{min(before + 1, last)}-{last}" + (f"-of-{page.meta['total']}" if "total" in page.meta else "")
    return f"{name}{part}{FORMATS[asked.form].ending}"
