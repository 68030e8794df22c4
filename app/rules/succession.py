"""Succession: which edition of a briefing supersedes which, and by which change an edition was published."""

import datetime as dt

from app.errors import Conflict
from app.rules.facts import Facts
from schemas import Briefing, Fault


def successor_of(briefing_id: str, *, facts: Facts) -> str | None:
    """The published edition that supersedes one; of several, from before only one could, the newest."""
    found = [
        other
        for name, other_id in facts.naming("briefings", briefing_id)
        if name == "briefings"
        and (other := facts.find(Briefing, other_id)) is not None
        and (other.state, other.supersedes) == ("published", briefing_id)
    ]
    newest = max(found, key=lambda each: (each.published_on or dt.date.min, each.id), default=None)
    return newest.id if newest is not None else None


def check_succession(briefing: Briefing, *, facts: Facts, previous: Briefing | None) -> None:
    """Raises `Conflict` where a briefing is to supersede what another edition supersedes already.

    A draft that another edition has come before can still be edited: it is refused again when it is to be published.
    """
    before = (previous.supersedes, previous.state) if previous is not None else None
    if briefing.supersedes is None or before == (briefing.supersedes, briefing.state):
        return
    other = successor_of(briefing.supersedes, facts=facts)
    if other not in (None, briefing.id):
        message = f"names briefings/{briefing.supersedes}, which briefings/{other} supersedes already"
        fault = Fault(in_="body", pointer="/supersedes", message=message)
        raise Conflict(f"briefings/{briefing.supersedes} is superseded by briefings/{other}", faults=[fault])
