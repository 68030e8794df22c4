"""Forming: a list in a form other than JSON, as it is answered; headers say what JSON says beside the records."""

from typing import Any

from app.http.answering import Representation
from app.reading.answer.basis import Basis
from app.reading.answer.lists import ListAnswer
from app.reading.formats import FORMATS, FormattedPage
from app.reading.question.addresses import with_query
from app.reading.question.form import FEED_SORT, LIST_TYPES, is_whole, unfit_for
from app.reading.question.parameters import Parsed
from app.reading.resource import Resource

_LONGEST_LINKED = 1000
"""Alternates are linked where the query has at most so many characters: five copies of it must fit a header."""


def form_list(
    resource: Resource, parsed: Parsed[Any], form: str, answer: ListAnswer, *, basis: Basis, base: str
) -> Representation:
    """The list in a form other than JSON; `base` is the address of the service."""
    writer = FORMATS[form]
    headers = {"X-Total-Count": str(answer.total)} if answer.total is not None else {}
    headers |= {"X-Snapshot": str(basis.snapshot.seq), **link_header(resource, parsed, form, following=answer.next)}
    if not writer.is_feed:
        headers["Content-Disposition"] = f'attachment; filename="{_file_name(resource, parsed, form, answer)}"'
    body = writer.write(_page_of(resource, parsed, form, answer, base=base))
    return Representation(basis, body, writer.media_type, headers)


def link_header(resource: Resource, parsed: Parsed[Any], form: str, *, following: str | None) -> dict[str, str]:
    """A page's other forms and the page that follows it, as a Link header (RFC 8288)."""
    found = []
    if len(parsed.canonical) <= _LONGEST_LINKED:
        around: dict[tuple[str, ...], tuple[str, str]] = {}
        for name, media_type in LIST_TYPES:
            if name != form:
                unfit = unfit_for(name)
                if unfit not in around:
                    around[unfit] = parsed.around("format", without=unfit)
                before, after = around[unfit]
                address = f"/v1/{resource.name}?{before}format={name}{after}"
                found.append(f'<{address}>; rel="alternate"; type="{media_type.partition(";")[0]}"')
    if following is not None:
        found.append(f'<{following}>; rel="next"')
    return {"Link": ", ".join(found)} if found else {}


def _page_of(resource: Resource, parsed: Parsed[Any], form: str, answer: ListAnswer, *, base: str) -> FormattedPage:
    """What a writer of the form needs."""
    assert answer.updated is not None  # noqa: S101  # told in every form other than JSON
    # A feed is one feed, whether its order was asked for or not.
    is_in_its_order = FORMATS[form].is_feed and parsed.query.sort == FEED_SORT
    order: dict[str, str | None] = {"sort": None} if is_in_its_order else {}
    first = parsed.spelled(format=form, cursor=None, **order)
    here = parsed.spelled(format=form) if "cursor" in parsed.given else first
    # The board shows every condition, and takes no more than a moment.
    beside = parsed.given - {"as_of"} if resource.has_board else {"format", "limit", "cursor"}
    home = parsed.spelled(**order | dict.fromkeys(beside))
    records = f"{base}/v1/{resource.name}"
    return FormattedPage(
        name=resource.name,
        record=resource.collection.record,
        documents=answer.documents,
        fields=parsed.query.fields,
        here=with_query(records, here),
        first=with_query(records, first),
        next=f"{base}{answer.next}" if answer.next else None,
        home=with_query(f"{base}/{resource.name}", home),
        records=records,
        updated=answer.updated,
        heading=resource.heading,
        prose=resource.prose,
        tags=resource.tags,
    )


def _file_name(resource: Resource, parsed: Parsed[Any], form: str, answer: ListAnswer) -> str:
    """What a download is called: `sources.csv` the whole list, `sources-51-100-of-120.csv` a part of it."""
    part = ""
    if not is_whole(form, parsed):
        last = answer.before + len(answer.ids)
        part = f"-{min(answer.before + 1, last)}-{last}" + (f"-of-{answer.total}" if answer.total is not None else "")
    return f"{resource.name}{part}.{form}"
