"""Checking: whatever a statement names must occur in the records that it cites, or the edition is not published."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from sqlalchemy import Connection, select

from app.editions.holdings import Holdings, holdings_of, is_short, names_of
from app.editions.terms import terms_of
from app.resources.briefings import found, statements_of
from app.store.collection import Facts
from app.store.folding import fold
from app.store.metadata import columns_of
from app.store.tables import ActorTerm
from schemas import Actor, BriefingDraft, Fault, StatementDraft

MOST_WORDS = 8
"""How many words a name is looked for in."""
AT_ONCE = 500
"""How many words one statement of SQL asks for."""
SHOWN = 10
"""How many cited records a fault names."""
LOOKED_AT = "texts, measures, days, actors"
"""What of the cited records is looked at."""

_WORD = re.compile(r"\w+")
_actor_term = columns_of(ActorTerm)


class Named(NamedTuple):
    """A name in a text, and the actors that bear it."""

    start: int
    end: int
    actors: tuple[Actor, ...]


def faults_of(connection: Connection, draft: BriefingDraft, *, facts: Facts) -> list[Fault]:
    """What keeps an edition from being published; `connection` sees the same state as `facts`."""
    statements = list(statements_of(draft))
    if not statements:
        return [Fault(in_="body", pointer="/sections", message="has no statement")]
    names = _names(connection, (statement.text for _, statement in statements), facts=facts)
    return [fault for place, statement in statements for fault in _faults(place, statement, names, facts=facts)]


def _faults(
    place: str, statement: StatementDraft, names: Mapping[str, list[Actor]], *, facts: Facts
) -> Iterator[Fault]:
    if not statement.cites:
        yield Fault(in_="body", pointer=f"{place}/cites", message="cites no record, and every statement must")
        return
    holdings = holdings_of(filter(None, (found(facts, cited) for cited in statement.cites)))
    where = ", ".join(statement.cites[:SHOWN]) + (", …" if len(statement.cites) > SHOWN else "")
    for start, end, kind in _missing(statement.text, holdings, names):
        term = statement.text[start:end]
        message = f"names the {kind} {term!r}, which is not in what it cites: {where} (looked at: {LOOKED_AT})"
        yield Fault(in_="body", pointer=f"{place}/text", name=term, message=message)


def _missing(text: str, holdings: Holdings, names: Mapping[str, list[Actor]]) -> Iterator[tuple[int, int, str]]:
    """The terms of a text that the records do not hold, in order, each place once."""
    named = list(_named(text, names))
    missing = {
        (each.start, each.end): "actor"
        for each in named
        if not any(holdings.holds_actor(actor) for actor in each.actors)
    }
    for term in terms_of(text):
        within_a_name = any(each.start <= term.start and term.end <= each.end for each in named)
        if not within_a_name and not holdings.holds(term):
            missing[term.start, term.end] = term.kind
    for (start, end), kind in sorted(missing.items()):
        yield start, end, kind


def _named(text: str, names: Mapping[str, list[Actor]]) -> Iterator[Named]:
    """The actors' names in a text: the longest at each place, none within another."""
    taken = 0
    for start, end in sorted(_slices(text), key=lambda each: (each[0], -each[1])):
        if start < taken:
            continue
        written = text[start:end]
        actors = tuple(actor for actor in names.get(fold(written), ()) if _is_name(written, actor))
        if actors:
            taken = end
            yield Named(start, end, actors)


def _is_name(written: str, actor: Actor) -> bool:
    """Whether prose calls the actor this: as it is written, or but for case and accents where that is clear enough."""
    return any(written == name or (not is_short(name) and fold(written) == fold(name)) for name in names_of(actor))


def _slices(text: str) -> Iterator[tuple[int, int]]:
    """Where names could stand: runs of words, the first of which does not begin with a small letter."""
    words = [match.span() for match in _WORD.finditer(text)]
    for place, (start, _) in enumerate(words):
        if text[start].islower():
            continue
        for _, end in words[place : place + MOST_WORDS]:
            yield start, end
            if text[end : end + 1] == ".":
                yield start, end + 1


def _names(connection: Connection, texts: Iterable[str], *, facts: Facts) -> dict[str, list[Actor]]:
    """The actors that the words of texts may mean, by folded words."""
    wanted = sorted({fold(text[start:end]) for text in texts for start, end in _slices(text)} - {""})
    named: dict[str, list[Actor]] = {}
    for begin in range(0, len(wanted), AT_ONCE):
        query = select(_actor_term.value, _actor_term.id).where(
            _actor_term.field == "name",
            _actor_term.value.in_(wanted[begin : begin + AT_ONCE]),
            _actor_term.until.is_(None),
        )
        for value, actor_id in connection.execute(query).all():
            actor = facts.find(Actor, actor_id)
            if actor is not None:
                named.setdefault(value, []).append(actor)
    return named
