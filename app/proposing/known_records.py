"""Known records: the actors and the developments that sentences are held against."""

import datetime as dt
import json
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from app.proposing.actors import ActorRegister
from app.proposing.neighbours import KnownDevelopment, Neighbourhood
from app.store.metadata import columns_of
from app.store.tables import ActorVersion, ChangeRow, DevelopmentVersion
from schemas import Actor

MOST_KNOWN = 20_000
"""How many developments, those of the latest days, sentences are held against."""
_changes = columns_of(ChangeRow)
_actors = columns_of(ActorVersion)
_developments = columns_of(DevelopmentVersion)


class KnownSoFar(NamedTuple):
    """Actors by their names, and developments by their words."""

    register: ActorRegister
    neighbourhood: Neighbourhood


class KnownRecords:
    """The actors and the developments that stand, kept until one of them changes."""

    def __init__(self) -> None:
        self._kept: tuple[int | None, KnownSoFar] | None = None

    def read(self, connection: Connection) -> KnownSoFar:
        """What stands, as it was read before where nothing has changed since."""
        changed = select(func.max(_changes.seq)).where(_changes.collection.in_(("actors", "developments")))
        at = connection.execute(changed).scalar()
        if self._kept is None or self._kept[0] != at:
            actors = connection.execute(select(_actors.document).where(_actors.until.is_(None))).scalars()
            known = select(_developments.document).where(_developments.until.is_(None))
            known = known.order_by(_developments.date.desc()).limit(MOST_KNOWN)
            developments = (_describe(json.loads(each)) for each in connection.execute(known).scalars())
            register = ActorRegister(Actor.model_validate_json(each) for each in actors)
            self._kept = at, KnownSoFar(register, Neighbourhood(developments))
        return self._kept[1]


def _describe(document: dict[str, Any]) -> KnownDevelopment:
    """A development's document, as sentences are held against it."""
    numbers: dict[str, set[Decimal]] = {}
    for each in document["measures"]:
        numbers.setdefault(each["unit"], set()).add(Decimal(str(each["value"])))
    occurred = document["occurred"]
    first, last = (dt.date.fromisoformat(each) if each else None for each in (occurred["from"], occurred["until"]))
    return KnownDevelopment(
        id=document["id"],
        title=document["title"],
        summary=document["summary"],
        first=first,
        last=last,
        actors=frozenset(each["id"] for each in document["actors"]),
        numbers={unit: frozenset(values) for unit, values in numbers.items()},
        status=document["status"],
    )
