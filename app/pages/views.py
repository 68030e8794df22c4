"""Views: what each page shows."""

from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from app.editions.newest import newest_edition
from app.errors import NotFound
from app.evidence.citations import first_of
from app.pages import charts, links
from app.pages.asking import Asking, Envelope
from app.pages.editions import edition
from app.pages.rendering import rendered

FACETS = {
    "developments": ("theme", "kind", "status", "actor", "condition", "country"),
    "actors": ("kind", "country"),
    "sources": ("kind", "reliability", "origin"),
    "briefings": ("state",),
}
"""The facets that a list's page offers."""
PAGE = 20
"""How many records a list's page shows."""
MOST_CITED = 200
"""How many records a source's page shows that rest on it."""
MOST_MOVED = 100
"""How many developments a condition's timeline shows, the newest."""


def home(asking: Asking, _request: Request) -> bytes:
    """The latest edition, the board, and the charts."""
    board_ = asking.list("conditions", "limit=200&sort=position")
    shown = _latest(asking)
    return rendered(
        "home.html",
        title="UK Security Policy Tracker" if shown is None else shown["briefing"].title,
        edition=shown,
        conditions=board_["data"],
        timeline=charts.timeline(asking),
        shares=charts.shares(asking),
        snapshot=asking.seq,
    )


def latest(asking: Asking, _request: Request) -> bytes:
    """The latest edition alone."""
    shown = _latest(asking)
    if shown is None:
        raise NotFound("no briefing was published", about="path")
    return rendered("edition.html", title=shown["briefing"].title, edition=shown, snapshot=asking.seq)


def briefing(asking: Asking, request: Request) -> bytes:
    """One edition."""
    found = asking.detail("briefings", request.path_params["id"])
    shown = edition(asking, found["data"])
    return rendered("edition.html", title=found["data"]["title"], edition=shown, snapshot=asking.seq)


def _latest(asking: Asking) -> dict[str, Any] | None:
    asking.list("briefings", "limit=1&count=none")
    with asking.reading.database.read(at_least=asking.moment) as connection:
        try:
            briefing_id = newest_edition(connection, seq=asking.moment)
        except NotFound:
            return None
    return edition(asking, asking.detail("briefings", briefing_id)["data"])


def board(asking: Asking, _request: Request) -> bytes:
    """Every condition with its status, its judgements and what moved it."""
    conditions = asking.list("conditions", "limit=200&sort=position&include=actors")
    shown = [{**each, "moved": _moved(asking, each["id"])} for each in conditions["data"]]
    return rendered(
        "board.html",
        title="The conditions for peace",
        conditions=shown,
        actors=conditions["included"]["actors"],
        snapshot=asking.seq,
    )


def timeline(asking: Asking, _request: Request) -> bytes:
    """The charts."""
    drawn, shares = charts.timeline(asking), charts.shares(asking)
    return rendered("timeline.html", title="Developments over time", timeline=drawn, shares=shares, snapshot=asking.seq)


def developments(asking: Asking, request: Request) -> bytes:
    """Developments that a search and facets choose."""
    return _listed(asking, request, "developments", "Developments")


def actors(asking: Asking, request: Request) -> bytes:
    """Actors."""
    return _listed(asking, request, "actors", "Actors")


def sources(asking: Asking, request: Request) -> bytes:
    """Sources."""
    return _listed(asking, request, "sources", "Sources")


def briefings(asking: Asking, request: Request) -> bytes:
    """Editions and drafts."""
    return _listed(asking, request, "briefings", "Briefings")


def _listed(asking: Asking, request: Request, name: str, title: str) -> bytes:
    path = f"/{name}"
    pairs = links.pairs_of(request.scope["query_string"])
    given = {key for key, _ in pairs}
    query = list(pairs)
    if "limit" not in given:
        query.append(("limit", str(PAGE)))
    if "facets" not in given:
        query.append(("facets", ",".join(FACETS[name])))
    envelope = asking.list(name, urlencode(query))
    following = envelope["links"]["next"]
    facets = envelope["meta"].get("facets", {})
    plain = links.without(pairs, "cursor", "format")
    return rendered(
        "list.html",
        title=title,
        name=name,
        records=envelope["data"],
        meta=envelope["meta"],
        question=next((value for key, value in pairs if key == "q"), ""),
        kept=links.without(pairs, "q", "cursor", "sort"),
        facets={key: links.facet(path, pairs, key, facets[key]) for key in facets if key != "month"},
        next=_onward(following, path),
        first=links.with_pairs(path, plain) if "cursor" in given else None,
        alternates={
            form: links.with_pairs(f"/v1{path}", [*links.without(plain, "facets", "limit"), ("format", form)])
            for form in ("atom", "jsonfeed", "csv", "ndjson")
        },
        snapshot=asking.seq,
    )


def _onward(following: str | None, path: str) -> str | None:
    """The page after this one, at the pages' own address."""
    return f"{path}?{following.partition('?')[2]}" if following is not None else None


def development(asking: Asking, request: Request) -> bytes:
    """One development, with all that it rests on."""
    found = asking.detail("developments", request.path_params["id"], "include=actors,sources,conditions,developments")
    return _one("development.html", asking, found, "title")


def condition(asking: Asking, request: Request) -> bytes:
    """One condition: its judgements, and what moved it."""
    found = asking.detail("conditions", request.path_params["id"], "include=actors,sources")
    return _one("condition.html", asking, found, "title", moved=_moved(asking, found["data"]["id"]))


def actor(asking: Asking, request: Request) -> bytes:
    """One actor, with its offices and what it took part in."""
    found = asking.detail("actors", request.path_params["id"], "include=actors,sources")
    part = asking.list("developments", f"actor={found['data']['id']}&limit={PAGE}")
    return _one("actor.html", asking, found, "name", part=part)


def source(asking: Asking, request: Request) -> bytes:
    """One source, and which record rests on which passage of it."""
    found = asking.detail("sources", request.path_params["id"])
    with asking.reading.database.read(at_least=asking.moment) as connection:
        citations = first_of(connection, found["data"]["id"], limit=MOST_CITED, seq=asking.moment)
    return _one("source.html", asking, {**found, "included": {}}, "title", citations=citations)


def card(asking: Asking, request: Request) -> bytes:
    """One condition's status, for other sites to show in a frame."""
    found = asking.detail("conditions", request.path_params["id"])
    return rendered("card.html", title=found["data"]["title"], record=found["data"], snapshot=asking.seq)


def _one(template: str, asking: Asking, found: Envelope, heading: str, **further: Any) -> bytes:
    record, included = found["data"], found["included"]
    return rendered(template, title=record[heading], record=record, included=included, snapshot=asking.seq, **further)


def _moved(asking: Asking, condition_id: str) -> list[dict[str, Any]]:
    """The developments that touch a condition, newest first, each with its effect."""
    found = asking.list("developments", f"condition={condition_id}&limit={MOST_MOVED}&count=none")
    return [
        {**each, "effect": effect["effect"]}
        for each in found["data"]
        for effect in each["conditions"]
        if effect["id"] == condition_id
    ]
