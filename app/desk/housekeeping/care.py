"""What needs care: the findings of `/v1/quality` as a worklist, each with its records and what mends them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, get_args
from urllib.parse import parse_qsl, urlencode

from starlette.responses import Response

from app.desk.frame.framing import show_page
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.desk.housekeeping.open_ways import may_open
from app.errors import NotFound
from app.evidence.quality import quality_at
from app.language.wording import label
from app.pages.asking import Asking, Shown
from app.pages.links import with_pairs
from app.reading.resource import Resource
from app.resources import RESOURCES
from app.rules.grounds import evidence_in
from app.store import clock
from schemas import CaveatKind, Evidence, field_names

FOUND_A_PAGE = 20
"""How many records of a finding one page shows."""
NAMES = tuple(resource.name for resource in RESOURCES if {"evidence", "has_caveat"} & set(resource.facets))
"""The collections of which something can be found."""
LACKS = {
    "orphaned": "A passage does not stand in its text",
    "unverified": "A passage cannot be looked up",
    "missing": "There is no evidence",
}
"""The findings about evidence, the gravest first, in words."""


@dataclass(frozen=True)
class Finding:
    """Something that is found of records of a collection, and of how many; `address` lists them."""

    collection: str
    name: str
    words: str
    count: int

    @property
    def address(self) -> str:
        """Where its records are listed."""
        return f"/desk/care/{self.collection}/{self.name}"


@dataclass(frozen=True)
class Care:
    """A record that needs care: its title, what of its evidence is wrong, by its place, its caveats of the kind."""

    record: Shown
    title: str
    grounds: Mapping[str, Evidence]
    caveats: tuple[Mapping[str, Any], ...]

    @property
    def texts(self) -> dict[str, str]:
        """The sources in whose texts its passages are to be looked after, and the place of the first in the record."""
        texts: dict[str, str] = {}
        for pointer, each in self.grounds.items():
            texts.setdefault(each.via or each.source, pointer.replace("/", "-"))
        return texts


def show_care(visit: Visit) -> Response:
    """Every kind of finding with how many records it is of."""
    states: dict[str, dict[str, Finding | None]] = {}
    caveats: dict[str, dict[str, Finding | None]] = {}
    for each in _find(visit):
        rows = states if each.name in LACKS else caveats
        rows.setdefault(each.words, dict.fromkeys(NAMES, None))[each.collection] = each
    return show_page(visit, "care.html", states=states, caveats=caveats, names=NAMES)


def show_finding(visit: Visit) -> Response:
    """The records of a finding, a page of them, each with what mends it."""
    name, finding = visit.place["collection"], visit.place["finding"]
    resource = next((each for each in RESOURCES if each.name == name), None)
    filters = set(field_names(resource.query)) if resource is not None else set()
    by = "evidence" if finding in LACKS else "has_caveat"
    if resource is None or by not in filters or finding not in _kinds():
        raise NotFound("there is no such finding", about="path")
    pairs = [(by, finding), ("limit", str(FOUND_A_PAGE))]
    if cursor := visit.asked.value("cursor"):
        pairs.append(("cursor", cursor))
    listed = Asking(visit.service.archive).list_as_sent(name, urlencode(pairs).encode())
    path = f"/desk/care/{name}/{finding}"
    return show_page(
        visit,
        "finding.html",
        resource=resource,
        finding=finding,
        words=_words(finding),
        total=listed.answer.total,
        cares=[_look(resource, each, finding) for each in listed.records],
        following=_following(path, listed.answer.next),
        first=path if cursor else None,
        label=label,
        may_open=partial(may_open, visit),
    )


def _find(visit: Visit) -> Iterator[Finding]:
    """What `/v1/quality` counts, by collection."""
    with visit.service.database.read() as connection:
        quality = quality_at(connection, seq=clock.newest(connection).seq)
    for state in LACKS:
        for name, counts in quality.collections.items():
            if count := getattr(counts, state).count:
                yield Finding(name, state, _words(state), count)
    asking = Asking(visit.service.archive)
    for kind in quality.caveats:
        for resource in RESOURCES:
            if "has_caveat" in resource.facets:
                query = urlencode({"has_caveat": kind.kind, "limit": "1"}).encode()
                if count := asking.list_as_sent(resource.name, query).answer.total:
                    yield Finding(resource.name, kind.kind, _words(kind.kind), count)


def _look(resource: Resource, record: Shown, finding: str) -> Care:
    """What of a record is found wrong."""
    whole = resource.collection.record.model_validate(record)
    grounds = {pointer: each for pointer, each in evidence_in(whole) if each.state == finding}
    caveats = tuple(each for each in record.get("caveats", ()) if each["kind"] == finding)
    return Care(record, title_of(record), grounds, caveats)


def _kinds() -> set[str]:
    return {*LACKS, *get_args(CaveatKind)}


def _following(path: str, address: str | None) -> str | None:
    """The page of a finding that the next page of the API's list is."""
    if address is None:
        return None
    pairs = parse_qsl(address.partition("?")[2])
    return with_pairs(path, [(name, value) for name, value in pairs if name == "cursor"])


def _words(finding: str) -> str:
    return LACKS.get(finding, label(finding))
