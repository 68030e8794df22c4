"""Resolving: what one or many names mean, with scores."""

from sqlalchemy import Connection

from app.names import candidates
from app.names.candidates import ActorNames
from schemas import Candidate, ResolvedName, ResolveQuery


def resolve_names(connection: Connection, query: ResolveQuery, *, seq: int) -> tuple[ResolvedName, ...]:
    """What each name of a query meant after a change, and what it may mean, best first."""
    names = ActorNames(connection, kinds=query.kind, seq=seq)
    found = {name: names.matches(name) for name in query.name}
    shown = {name: matches.best(query.limit) for name, matches in found.items()}
    actors = candidates.actors(connection, {each for best in shown.values() for each in best}, seq=seq)
    return tuple(
        ResolvedName(
            name=name,
            match=found[name].certain,
            candidates=tuple(
                Candidate(id=each, name=actors[each].name, kind=actors[each].kind, score=found[name].scores[each])
                for each in best
            ),
        )
        for name, best in shown.items()
    )
