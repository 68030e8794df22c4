"""Views: what each page shows."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import urlencode

from fastapi import Request

from app.editions.newest import newest_edition
from app.errors import NotFound
from app.evidence.citations import first_citations
from app.pages import charts, links
from app.pages.asking import Asking, One, Shown
from app.pages.editions import edition
from app.pages.rendering import render
from app.reading.formats import FORMATS
from app.reading.resource import Resource
from app.resources import ACTORS, CONDITIONS, DEVELOPMENTS, RESOURCES, RESOURCES_BY_NAME, SOURCES
from app.rules.references import mentions_in
from app.store.collection import BadDeclaration
from schemas import (
    ActorDetailQuery,
    BriefingQuery,
    ConditionDetailQuery,
    ConditionQuery,
    DevelopmentDetailQuery,
    DevelopmentQuery,
)

OFFERED_FORMS = sorted(FORMATS.values(), key=lambda form: not form.is_feed)
"""The forms that the page of a list offers, feeds before what is downloaded."""
RECORDS_A_PAGE = 20
"""How many records a list's page shows."""
MOST_CITED = 200
"""How many records a source's page shows that rest on it."""
MOST_MOVED = 100
"""How many developments a condition's timeline shows, the newest."""


def home(asking: Asking, _request: Request) -> bytes:
    """The latest edition, the board, and the charts."""
    board_ = asking.list("conditions", ConditionQuery(limit=200, sort="position"))
    shown = _latest(asking)
    return render(
        "home.html",
        title="UK Security Policy Tracker" if shown is None else shown["briefing"].title,
        edition=shown,
        conditions=board_.records,
        timeline=charts.draw_timeline(asking),
        shares=charts.shares(asking),
        snapshot=asking.seq,
    )


def latest(asking: Asking, _request: Request) -> bytes:
    """The latest edition alone."""
    shown = _latest(asking)
    if shown is None:
        raise NotFound("no briefing was published", about="path")
    return render("edition.html", title=shown["briefing"].title, edition=shown, snapshot=asking.seq)


def briefing(asking: Asking, request: Request) -> bytes:
    """One edition."""
    found = asking.record("briefings", request.path_params["id"])
    shown = edition(asking, found.answer.document)
    return render("edition.html", title=found.record["title"], edition=shown, snapshot=asking.seq)


def _latest(asking: Asking) -> dict[str, Any] | None:
    asking.list("briefings", BriefingQuery(limit=1, count="none"))
    with asking.archive.database.read(at_least=asking.moment) as connection:
        try:
            briefing_id = newest_edition(connection, seq=asking.moment)
        except NotFound:
            return None
    return edition(asking, asking.record("briefings", briefing_id).answer.document)


def board(asking: Asking, _request: Request) -> bytes:
    """Every condition with its status, its judgements and what moved it."""
    query = ConditionQuery(limit=200, sort="position", include=("actors",))
    conditions = asking.list("conditions", query)
    shown = [{**each, "moved": _find_moved(asking, each["id"])} for each in conditions.records]
    return render(
        "board.html",
        title=CONDITIONS.presentation.title,
        conditions=shown,
        actors=conditions.included["actors"],
        snapshot=asking.seq,
    )


def timeline(asking: Asking, _request: Request) -> bytes:
    """The charts."""
    drawn, shares = charts.draw_timeline(asking), charts.shares(asking)
    return render("timeline.html", title="Developments over time", timeline=drawn, shares=shares, snapshot=asking.seq)


def records(asking: Asking, request: Request, resource: Resource) -> bytes:
    """A collection: those of its records that a search and facets choose."""
    name, presentation = resource.name, resource.presentation
    path = f"/{name}"
    pairs = links.pairs_of(request.scope["query_string"])
    given = {key for key, _ in pairs}
    query = list(pairs)
    if "limit" not in given:
        query.append(("limit", str(RECORDS_A_PAGE)))
    if "facets" not in given and presentation.facets:
        query.append(("facets", ",".join(presentation.facets)))
    listed = asking.list_as_sent(name, urlencode(query).encode())
    facets = listed.answer.facets or {}
    plain = links.without(pairs, "cursor", "format")
    return render(
        "list.html",
        title=presentation.title,
        name=name,
        resource=resource,
        records=listed.records,
        answer=listed.answer,
        question=next((value for key, value in pairs if key == "q"), ""),
        kept=links.without(pairs, "q", "cursor", "sort"),
        facets={key: links.facet(path, pairs, key, facets[key]) for key in facets if key != "month"},
        next=_onward(listed.answer.next, path),
        first=links.with_pairs(path, plain) if "cursor" in given else None,
        formats=OFFERED_FORMS,
        alternates={
            form.word: links.with_pairs(f"/v1{path}", [*links.without(plain, "facets", "limit"), ("format", form.word)])
            for form in OFFERED_FORMS
        },
        snapshot=asking.seq,
    )


def _onward(following: str | None, path: str) -> str | None:
    """The page after this one, at the pages' own address."""
    return f"{path}?{following.partition('?')[2]}" if following is not None else None


def development(asking: Asking, request: Request) -> bytes:
    """One development, with all that it rests on."""
    include = ("actors", "sources", "conditions", "developments")
    found = asking.record("developments", request.path_params["id"], DevelopmentDetailQuery(include=include))
    return _one("development.html", asking, found, DEVELOPMENTS)


def condition(asking: Asking, request: Request) -> bytes:
    """One condition: its judgements, and what moved it."""
    query = ConditionDetailQuery(include=("actors", "sources"))
    found = asking.record("conditions", request.path_params["id"], query)
    return _one("condition.html", asking, found, CONDITIONS, moved=_find_moved(asking, found.record["id"]))


def actor(asking: Asking, request: Request) -> bytes:
    """One actor, with its offices and what it took part in."""
    found = asking.record("actors", request.path_params["id"], ActorDetailQuery(include=("actors", "sources")))
    part = asking.list("developments", DevelopmentQuery(actor=(found.record["id"],), limit=RECORDS_A_PAGE))
    return _one("actor.html", asking, found, ACTORS, part=part)


def source(asking: Asking, request: Request) -> bytes:
    """One source, and which record rests on which passage of it."""
    found = asking.record("sources", request.path_params["id"])
    with asking.archive.database.read(at_least=asking.moment) as connection:
        citations = first_citations(connection, found.record["id"], limit=MOST_CITED, seq=asking.moment)
    return _one("source.html", asking, found, SOURCES, citations=citations)


def record(asking: Asking, request: Request, resource: Resource) -> bytes:
    """One record of a collection without a page of its own: what it says, what it rests on and what it names."""
    query = resource.detail(include=tuple(RESOURCES_BY_NAME))
    found = asking.record(resource.name, request.path_params["id"], query)
    named = mentions_in(resource.collection.record.model_validate_json(found.answer.document))
    titles = {
        str(each.key): _title_of(found.included, each.key.collection, each.key.id)
        for each in named
        if each.key.collection != SOURCES.name
    }
    return _one("record.html", asking, found, resource, named=titles)


def _title_of(included: Mapping[str, Mapping[str, Shown]], collection: str, record_id: str) -> str:
    """What a record is called that another one names; its id where it is not included."""
    title = included.get(collection, {}).get(record_id, {}).get(RESOURCES_BY_NAME[collection].heading)
    return record_id if title is None else str(title)


def card(asking: Asking, request: Request) -> bytes:
    """One condition's status, for other sites to show in a frame."""
    found = asking.record("conditions", request.path_params["id"])
    return render("card.html", title=found.record["title"], record=found.record, snapshot=asking.seq)


def _one(template: str, asking: Asking, found: One, resource: Resource, **further: Any) -> bytes:
    values = {"record": found.record, "included": found.included, "resource": resource, **further}
    return render(template, title=found.record[resource.heading], snapshot=asking.seq, **values)


def _find_moved(asking: Asking, condition_id: str) -> list[dict[str, Any]]:
    """The developments that touch a condition, newest first, each with its effect."""
    query = DevelopmentQuery(condition=(condition_id,), limit=MOST_MOVED, count="none")
    return [
        {**each, "effect": effect["effect"]}
        for each in asking.list("developments", query).records
        for effect in each["conditions"]
        if effect["id"] == condition_id
    ]


View = Callable[[Asking, Request], bytes]
"""What makes a page."""
BOARDS: dict[str, View] = {"conditions": board}
"""The pages that show all of a collection, in the place of a list's."""
OWN: dict[str, View] = {
    "actors": actor,
    "briefings": briefing,
    "conditions": condition,
    "developments": development,
    "sources": source,
}
"""The pages of one record that are made for its collection; any other's is `record`."""

if odd := set(BOARDS) ^ {resource.name for resource in RESOURCES if resource.has_board}:
    raise BadDeclaration(f"a board is declared, and no page made for it, or the reverse: {', '.join(sorted(odd))}")
if unknown := set(OWN) - set(RESOURCES_BY_NAME):
    raise BadDeclaration(f"pages are made for collections that there are not: {', '.join(sorted(unknown))}")


def list_view(resource: Resource) -> View:
    """What makes the page of a collection."""
    return BOARDS.get(resource.name) or partial(records, resource=resource)


def record_view(resource: Resource) -> View:
    """What makes the page of one record of a collection."""
    return OWN.get(resource.name) or partial(record, resource=resource)
