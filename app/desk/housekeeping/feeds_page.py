"""Feeds at the desk: where sources come from by themselves, those that fail first, with the polls of each."""

import datetime as dt
import secrets
from dataclasses import replace
from typing import Any, get_args

from starlette.responses import Response

from app.collecting import feeds
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed, read_whole
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.feed_lists import bring_feeds, list_every_feed
from app.desk.housekeeping.open_ways import may_open
from app.desk.housekeeping.telling import hold_typed
from app.errors import Conflict, Invalid, Stale
from app.http.feeds import FEEDS_PATH
from app.language.wording import label
from app.writing import keys
from schemas import Feed, Grade, PollsQuery, SourceKind

FEED_TEXTS = ("url", "title", "publisher", "origin", "owner", "kind", "language", "interval_minutes")
FEED_TICKS = ("aggregator", "takes_texts", "enabled")
FEED_FIELDS = (*FEED_TEXTS, *FEED_TICKS, "grade", "reason", "opml")
FEEDS_A_PAGE, POLLS_A_PAGE = 50, 20
"""How many feeds and polls a page shows."""
_REFUSED = (Invalid, Conflict, Stale)


def show_feeds(visit: Visit) -> Response:
    """The feeds, those that fail first, and the form of a new one."""
    return _show_many(visit, RefusedForm())


def make_feed_typed(visit: Visit) -> Response:
    """Make the feed that was typed; a list that was pasted beside it stays."""
    try:
        made = write_by_api(visit, FEEDS_PATH, _body(visit, None))["data"]
    except _REFUSED as refusal:
        return _show_many(visit, _place(refusal))
    if visit.typed.value("opml"):
        rest = Typed(tuple((name, value) for name, value in visit.typed.fields if name in ("opml", "list_takes_texts")))
        return _show_many(replace(visit, typed=rest), RefusedForm(), made=made)
    return go_to(f"/desk/feeds/{made['id']}")


def bring_list_typed(visit: Visit) -> Response:
    """Make the feeds of a list that was pasted."""
    try:
        brought = bring_feeds(visit, visit.typed.value("opml"), takes_texts=visit.typed.has("list_takes_texts"))
    except Invalid as refusal:
        placed = place_beside(refusal, FEED_FIELDS)
        told = [each for several in placed.faults.values() for each in several]
        return _show_many(visit, RefusedForm({"opml": told}, placed.status))
    return _show_many(visit, RefusedForm(), brought=brought)


def show_one_feed(visit: Visit) -> Response:
    """One feed, with its polls."""
    return _show_one(visit, RefusedForm())


def change_feed_typed(visit: Visit) -> Response:
    """Change a feed; where somebody has changed it since, what stands is shown beside what was typed."""
    patch = _body(visit, _read(visit))
    try:
        return _change(visit, patch)
    except Stale as refusal:
        return _show_one(visit, RefusedForm(status=refusal.status), patch=patch)


def pause_feed(visit: Visit) -> Response:
    """Poll a feed no longer, or poll it again."""
    try:
        return _change(visit, {"enabled": visit.typed.value("enabled") == "true"})
    except Stale as refusal:
        return _show_one(visit, _place(refusal))


def delete_feed_typed(visit: Visit) -> Response:
    """Delete a feed with its log; its sources stand."""
    try:
        write_by_api(visit, f"{FEEDS_PATH}/{visit.place['id']}", method="DELETE")
    except _REFUSED as refusal:
        return _show_one(visit, _place(refusal))
    return go_to("/desk/feeds")


def is_failing(feed: Feed) -> bool:
    """Whether somebody should look after a feed."""
    return feed.failures > 0 or feed.ended_because is not None


def _change(visit: Visit, patch: dict[str, Any]) -> Response:
    feed_id = visit.place["id"]
    try:
        write_by_api(visit, f"{FEEDS_PATH}/{feed_id}", patch, method="PATCH")
    except (Invalid, Conflict) as refusal:
        return _show_one(visit, _place(refusal))
    return go_to(f"/desk/feeds/{feed_id}")


def _body(visit: Visit, feed: Feed | None) -> dict[str, Any]:
    """What was typed as a feed's draft; a grade that is not changed stays as it was given."""
    typed = visit.typed
    body: dict[str, Any] = {name: typed.value(name) or None for name in FEED_TEXTS}
    body |= {name: typed.has(name) for name in FEED_TICKS}
    minutes = read_whole(typed.value("interval_minutes"))
    body["interval_minutes"] = minutes if minutes is not None else typed.value("interval_minutes")
    had = feed.reliability if feed is not None else None
    grade, reason = typed.value("grade"), typed.value("reason")
    if not grade:
        return body | {"reliability": None}
    if had is not None and (had.grade, had.reason) == (grade, reason):
        return body | {"reliability": had.model_dump(mode="json")}
    today = dt.datetime.now(dt.UTC).date()
    given = {"grade": grade, "assessed_by": visit.key.name, "assessed_on": str(today), "reason": reason}
    return body | {"reliability": given}


def _fields_of(feed: Feed | None) -> Typed:
    """The fields of the form with what a feed says; without one, of a new one."""
    if feed is None:
        return Typed((("kind", "article"), ("interval_minutes", "60"), ("enabled", "on"), ("takes_texts", "on")))
    pairs = [(name, str(getattr(feed, name) or "")) for name in FEED_TEXTS]
    pairs += [(name, "on") for name in FEED_TICKS if getattr(feed, name)]
    if feed.reliability is not None:
        pairs += [("grade", feed.reliability.grade), ("reason", feed.reliability.reason)]
    return Typed(tuple(pairs))


def _place(refusal: Invalid | Conflict | Stale) -> RefusedForm:
    """What is wrong, that of a grade beside its reason."""
    placed = place_beside(refusal, (*FEED_FIELDS, "reliability"))
    told = dict(placed.faults)
    if of_grade := told.pop("reliability", None):
        told["reason"] = of_grade
    return RefusedForm(told, placed.status)


def _read(visit: Visit) -> Feed:
    with visit.service.database.read_primary() as connection:
        return feeds.show_feed(feeds.find_feed(connection, visit.place["id"]))


def _show_many(visit: Visit, refused: RefusedForm, **values: Any) -> Response:
    every = sorted(list_every_feed(visit), key=lambda feed: (not is_failing(feed), not feed.enabled, feed.publisher))
    page = read_whole(visit.asked.value("page")) or 1
    shown = every[(page - 1) * FEEDS_A_PAGE : page * FEEDS_A_PAGE]
    values = {"brought": None, "made": None, **values, "feeds": shown, "page": page, "total": len(every)}
    values["has_more"] = len(every) > page * FEEDS_A_PAGE
    values["failing"] = sum(map(is_failing, every))
    typed = visit.typed if visit.typed.has("url") else _fields_of(None)
    return _show(visit, "feeds.html", refused, typed=typed, sent=visit.typed, **values)


def _show_one(visit: Visit, refused: RefusedForm, *, patch: dict[str, Any] | None = None) -> Response:
    feed, number = _read(visit), read_whole(visit.asked.value("before")) or None
    with visit.service.database.read_primary() as connection:
        polls = feeds.find_polls(connection, feed.id, PollsQuery(before=number, limit=POLLS_A_PAGE))
        persons = keys.find_persons(connection)
    shown = polls[:POLLS_A_PAGE]
    following = shown[-1].id if len(polls) > len(shown) else None
    held = hold_typed(feed.model_dump(mode="json"), patch) if patch is not None else None
    typed = visit.typed if visit.typed.has("url") else _fields_of(feed)
    values = {"persons": persons, "may_see_queue": may_open(visit, "/desk/queue"), "held": held, "typed": typed}
    return _show(visit, "feed.html", refused, feed=feed, polls=shown, following=following, **values)


def _show(visit: Visit, template: str, refused: RefusedForm, **values: Any) -> Response:
    values |= {"faults": refused.beside, "once": secrets.token_urlsafe(16)}
    values["words"] = {"kinds": [(word, label(word)) for word in get_args(SourceKind)]}
    values["words"]["grades"] = [(grade, grade) for grade in get_args(Grade)]
    return show_page(visit, template, status=refused.status, **values)
