"""The form of a list: what it has no place for, in which order it is, and whether it holds all of the list."""

from dataclasses import replace

from app.reading.formats import FORMATS, JSON, JSON_TYPE
from app.reading.question.parameters import Parsed
from schemas import Fault, ListQuery

LIST_TYPES = ((JSON, JSON_TYPE), *((name, form.media_type) for name, form in FORMATS.items()))
"""The forms of a list, by name and media type."""
FEEDS = tuple(name for name, form in FORMATS.items() if form.is_feed)
"""The forms that are news for people."""
FEED_SORT = "-updated_at"
"""The order of a feed, unless another one is asked for: what was made or changed last is what its readers poll for."""


def unfit_for(form: str) -> tuple[str, ...]:
    """The parameters that a form has no place for."""
    if form == JSON:
        return ()
    return ("include", "facets", "fields") if form in FEEDS else ("include", "facets")


def no_place(form: str, name: str) -> Fault:
    """The fault of a parameter that a form has no place for."""
    return Fault(in_="query", name=name, message=f"has no place in the form {form}")


def in_order_of_feeds(parsed: Parsed[ListQuery]) -> Parsed[ListQuery]:
    """The query of a feed in the order of feeds, unless it says another one. A cursor is in an order of its own."""
    if parsed.given & {"sort", "cursor"}:
        return parsed
    query = parsed.query.model_copy(update={"sort": FEED_SORT})
    canonical, spellings = parsed.spelled(sort=FEED_SORT), parsed.with_spellings(sort=FEED_SORT)
    return replace(parsed, query=query, canonical=canonical, spellings=spellings)


def is_whole(form: str, parsed: Parsed[ListQuery]) -> bool:
    """Whether the answer is the whole list: a table or lines of which no part is asked for."""
    return form != JSON and form not in FEEDS and not parsed.given & {"limit", "cursor"}
