"""Filters in plain Python, over generated records."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from app.language.tokens import tokens_of
from app.search.terms import parse_terms
from tests.clients import CheckedClient
from tests.reading.predicates import has_caveat, sources_of

Record = dict[str, Any]


@cache
def everything(client: CheckedClient, name: str) -> tuple[Record, ...]:
    return tuple(record for page in client.walk(f"/v1/{name}?limit=200") for record in page["data"])


def interval(record: Record) -> tuple[str, str]:
    """The first and last day that a development may have happened on."""
    first = record["occurred"]["from"] or record["date"]
    last = record["occurred"]["until"] or first
    match record["occurred"]["precision"]:
        case "year":
            return f"{first[:4]}-01-01", f"{last[:4]}-12-31"
        case "month":
            return f"{first[:7]}-01", f"{last[:7]}-{days_of(last[:7])}"
    return first, last


def days_of(month: str) -> int:
    year, number = map(int, month.split("-"))
    if number == 2:
        return 29 if year % 4 == 0 else 28
    return 30 if number in (4, 6, 9, 11) else 31


def belongs(client: CheckedClient, actor: str, group: str, day: str) -> bool:
    """Whether an actor holds an office in another or is its member on a day."""
    record = next(each for each in everything(client, "actors") if each["id"] == actor)
    ties = [(each["group"], each["from"], each["until"]) for each in record["memberships"]]
    ties += [(each["organisation"], each["from"], each["until"]) for each in record["offices"]]
    return any(to == group and (first or "") <= day <= (last or "9999") for to, first, last in ties)


def has_actor(client: CheckedClient, record: Record, actor: str, asked: Mapping[str, Any], *, role: bool) -> bool:
    roles = asked.get("role") if role else None
    for part in record["actors"]:
        if roles is None or part["role"] in roles:
            if part["id"] == actor:
                return True
            if asked.get("actor_scope") == "members" and belongs(client, part["id"], actor, record["date"]):
                return True
    return False


def holds_words(record: Record, question: str) -> bool:
    """Whether title and summary hold every wanted term and no excluded one."""
    texts = [list(tokens_of(record[field])) for field in ("title", "summary")]

    def holds(term: Any) -> bool:
        for tokens in texts:
            if term.prefix is not None and any(token.word.startswith(term.prefix) for token in tokens):
                return True
            stems = [token.stem for token in tokens]
            size = len(term.stems)
            if term.prefix is None and any(tuple(stems[at : at + size]) == term.stems for at in range(len(stems))):
                return True
        return False

    return all(holds(term) != term.excluded for term in parse_terms(question))


def meets(client: CheckedClient, record: Record, asked: Mapping[str, Any]) -> bool:
    """Whether a development is in the list that was asked for."""
    first, last = interval(record)
    actors = [part for part in record["actors"] if not asked.get("role") or part["role"] in asked["role"]]
    tests: dict[str, Callable[[Any], bool]] = {
        "actor": lambda ids: any(has_actor(client, record, each, asked, role=True) for each in ids),
        "actor_all": lambda ids: all(has_actor(client, record, each, asked, role=True) for each in ids),
        "actor_not": lambda ids: not any(has_actor(client, record, each, asked, role=False) for each in ids),
        "role": lambda _: bool(actors),
        "theme": lambda themes: bool(set(themes) & set(record["themes"])),
        "theme_not": lambda themes: not set(themes) & set(record["themes"]),
        "kind": lambda kinds: record["kind"] in kinds,
        "status": lambda statuses: record["status"] in statuses,
        "condition": lambda ids: bool(set(ids) & {each["id"] for each in record["conditions"]}),
        "source": lambda ids: bool(set(ids) & sources_of(record)),
        "country": lambda codes: bool(set(codes) & {place["country"] for place in record["locations"]}),
        "credibility_max": lambda most: (record["credibility"] or 9) <= most,
        "min_origins": lambda least: record["corroboration"]["independent_origins"] >= least,
        "has_caveat": lambda kinds: any(has_caveat(record, kind) for kind in kinds),
        "from": lambda day: last >= day,
        "to": lambda day: first <= day,
        "q": lambda question: holds_words(record, question),
        "actor_scope": lambda _: True,
    }
    return all(tests[name](value) for name, value in asked.items())
