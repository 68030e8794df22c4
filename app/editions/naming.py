"""Naming: the tracked actors that a text names, each name whole."""

from collections.abc import Iterable

from sqlalchemy import Connection, select

from app.language.folding import fold_name
from app.rules.facts import Facts
from app.rules.naming import slices
from app.store.metadata import columns_of
from app.store.tables import ActorTermRow
from schemas import Actor

WORDS_AT_ONCE = 500
"""How many words one statement of SQL asks for."""

_actor_term = columns_of(ActorTermRow)


def names_in(connection: Connection, texts: Iterable[str], *, facts: Facts) -> dict[str, list[Actor]]:
    """The actors that the words of texts may mean, by folded words."""
    wanted = sorted({fold_name(text[start:end]) for text in texts for start, end in slices(text)} - {""})
    named: dict[str, list[Actor]] = {}
    for begin in range(0, len(wanted), WORDS_AT_ONCE):
        query = select(_actor_term.value, _actor_term.id).where(
            _actor_term.field == "name",
            _actor_term.value.in_(wanted[begin : begin + WORDS_AT_ONCE]),
            _actor_term.until.is_(None),
        )
        for value, actor_id in connection.execute(query).all():
            actor = facts.find(Actor, actor_id)
            if actor is not None:
                named.setdefault(value, []).append(actor)
    return named
