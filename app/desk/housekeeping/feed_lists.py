"""Lists of feeds at the desk: OPML that is pasted makes feeds, and every feed is in the one that is fetched."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.responses import Response

from app.collecting import feeds
from app.collecting.opml import ListedFeed, read_opml, write_opml
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed
from app.desk.frame.framing import GUARDED
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import sentence_of_fault
from app.errors import Conflict, Invalid
from app.http.feeds import FEEDS_PATH
from schemas import Fault, Feed, FeedsQuery

MOST_LIST_BYTES = 2 * 1024 * 1024
"""How many bytes a form with a list may have."""
MOST_LISTED = 200
"""How many feeds of a pasted list are made at once."""
FEEDS_AT_ONCE = 200
OPML_TYPE = "text/x-opml"


@dataclass(frozen=True)
class Brought:
    """What became of a feed of a list: whether it was made, was there already, or why it cannot be taken."""

    listed: ListedFeed
    outcome: str
    reasons: tuple[str, ...] = ()


def bring_feeds(visit: Visit, text: str, *, takes_texts: bool) -> list[Brought]:
    """Make the feeds of a list that are not there yet, each for itself. Raises `Invalid` for what is no list."""
    listed = read_opml(text.encode())
    if len(listed) > MOST_LISTED:
        message = f"has {len(listed)} feeds, and {MOST_LISTED} are taken at once: paste it in parts"
        raise Invalid("the list is too long", faults=[Fault(in_="body", pointer="/opml", message=message)])
    # The form's own revision and name are not those of what it makes.
    plain = replace(visit, typed=Typed())
    return [_bring(plain, each, takes_texts=takes_texts) for each in listed]


def list_every_feed(visit: Visit) -> list[Feed]:
    """Every feed, by id."""
    with visit.service.database.read_primary() as connection:
        found: list[Feed] = []
        while page := feeds.find_feeds(
            connection, FeedsQuery(after=found[-1].id if found else None, limit=FEEDS_AT_ONCE)
        ):
            found += page[:FEEDS_AT_ONCE]
            if len(page) <= FEEDS_AT_ONCE:
                break
    return found


def give_list(visit: Visit) -> Response:
    """Every feed as a list in OPML, to be kept as a file."""

    def encode() -> Iterator[bytes]:
        yield from (line.encode() for line in write_opml(list_every_feed(visit)))

    headers = {**GUARDED, "Content-Disposition": 'attachment; filename="feeds.opml"'}
    return Response(b"".join(encode()), media_type=OPML_TYPE, headers=headers)


def _bring(visit: Visit, listed: ListedFeed, *, takes_texts: bool) -> Brought:
    with visit.service.database.read_primary() as connection:
        if feeds.has_feed(connection, listed.url):
            return Brought(listed, "there")
    body = {"url": listed.url, "title": listed.title, "publisher": listed.title[:200], "takes_texts": takes_texts}
    try:
        write_by_api(visit, FEEDS_PATH, body)
    except (Invalid, Conflict) as refusal:
        return Brought(listed, "refused", tuple(map(sentence_of_fault, refusal.faults)) or (refusal.detail,))
    return Brought(listed, "added")
