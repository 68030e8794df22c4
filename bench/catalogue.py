"""The catalogue of questions: every filter of every list, alone and in pairs, with every facet and every sort.

A filter stands here with values that many records have, that few have, and that few questions are asked with.
"""

from collections.abc import Iterator, Mapping
from itertools import combinations
from urllib.parse import urlencode

from app.reading.resource import RELEVANCE, Resource
from app.resources import RESOURCES

WORDS = {"q": ("army", "army -air", "dron*", '"army air"', "-army")}
DAYS = {"from": ("2022-06-01", "2026-02-01"), "to": ("2022-02-01", "2025-10-01")}
ACTORS = {
    "actor": ("state-0", "person-3", "state-1,state-2,body-1"),
    "actor_all": ("state-0,body-1", "person-3,person-4"),
    "actor_not": ("state-0", "state-1,person-3"),
}
EVIDENCED = {
    "source": ("source-1", "source-1,source-2"),
    "evidence": ("unverified", "missing"),
    "has_caveat": ("true", "false", "undated"),
}
VALUES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "developments": {
        **ACTORS,
        "actor_scope": ("members",),
        "role": ("host", "host,speaker"),
        "theme": ("nuclear", "nuclear,cyber"),
        "theme_not": ("nuclear", "nuclear,cyber"),
        "kind": ("meeting", "meeting,policy"),
        "status": ("reported", "retracted,corrected"),
        "condition": ("condition-1", "condition-1,condition-2"),
        "publisher": ("Publisher 1", "Institute 1"),
        "country": ("FR", "FR,PL"),
        "credibility_max": ("1", "5"),
        "min_origins": ("0", "3"),
        "disputed": ("true", "false"),
        "reliability_min": ("A", "E"),
        **EVIDENCED,
        **DAYS,
    },
    "actors": {
        "actor": ("state-1",),
        "kind": ("state",),
        "country": ("FR",),
        "office_at": ("2024-01-01",),
        **EVIDENCED,
    },
    "sources": {
        "kind": ("report", "article,statement"),
        "publisher": ("Publisher 1", "Institute 1"),
        "origin": ("origin-1", "institute-1"),
        "aggregator": ("true", "false"),
        "reliability": ("A", "C,D"),
        "reliability_min": ("A", "E"),
        "has_caveat": EVIDENCED["has_caveat"],
        **DAYS,
    },
    "conditions": {**ACTORS, "role": ("demanded_by",), "status": ("unmet",), **EVIDENCED},
    "briefings": {**ACTORS, "state": ("draft", "published"), "corrects": ("true", "false"), **DAYS},
}
"""The values that a collection's filters are asked with; of one that is not here, words alone are asked for."""
SCOPED = (("actor", "body-0"), ("actor", "state-0,state-1"), ("actor_all", "body-0,body-1"), ("actor_not", "body-0"))
"""Actors that are asked for with their members."""

Given = dict[str, str]
"""Parameters with their values."""


def questions(resource: Resource, *, pairs: bool) -> Iterator[str]:
    """The addresses of a list: without a filter, with each, and with each two where there are to be `pairs`.

    With one filter each facet is asked for by itself, with two all at once.
    """
    single = list(_alone(resource))
    for given in (Given(), *single):
        for facet in resource.facets:
            yield _address(resource, {**given, "facets": facet, "limit": "1"})
        for key in _orders(resource, given):
            yield _address(resource, {**given, "sort": key, "limit": "20"})
    for one, other in combinations(single, 2) if pairs else ():
        if _fit(one, other):
            given = one | other
            yield _address(resource, {**given, "facets": ",".join(resource.facets), "limit": "1"})
            for key in _orders(resource, given):
                yield _address(resource, {**given, "sort": key, "limit": "20"})


def missing() -> list[str]:
    """The filters that are asked nowhere."""
    return [
        f"{resource.name}: {name}"
        for resource in RESOURCES
        for name in resource.filters
        if name not in VALUES.get(resource.name, resource.filters)
    ]


def _alone(resource: Resource) -> Iterator[Given]:
    for name, values in {**VALUES.get(resource.name, {}), **WORDS}.items():
        for value in values:
            if name == "actor_scope":
                yield from ({asked: actors, name: value} for asked, actors in SCOPED)
            else:
                yield {name: value}


def _fit(one: Given, other: Given) -> bool:
    """Whether two filters can be asked for together: not with two values for one, nor with days that cross."""
    together = one | other
    same = all(other.get(name, value) == value for name, value in one.items())
    return same and len(together) > max(len(one), len(other)) and together.get("from", "") <= together.get("to", "9")


def _orders(resource: Resource, given: Given) -> list[str]:
    """Every order of what the filters leave."""
    return [*resource.sorts, *map("-{}".format, resource.sorts), *([RELEVANCE] if "q" in given else [])]


def _address(resource: Resource, given: Given) -> str:
    return f"/v1/{resource.name}?{urlencode(given)}"
