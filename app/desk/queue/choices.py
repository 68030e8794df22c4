"""Choices: which proposals somebody wants to see in the queue, as they stand in the address of its page."""

from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import Connection

from app.desk.frame.forms import read_query_fields
from app.desk.frame.written_days import read_one_day
from app.errors import Invalid
from app.names.candidates import ActorNames
from app.reading.question import parameters
from app.store.read import ANY_NUMBER
from schemas import ProposalsQuery

CHOICES = ("feed", "actor", "theme", "verdict", "from", "to")
"""The parameters of the queue, which are some of those of `/v1/proposals`."""


@dataclass(frozen=True)
class Choice:
    """What was chosen: as a query, as it was typed, and what of it is wrong; what is wrong chooses nothing."""

    query: ProposalsQuery
    typed: dict[str, str]
    faults: dict[str, list[str]]

    @property
    def asked(self) -> str:
        """The query string of the queue with this choice."""
        return urlencode(self.typed)

    @property
    def address(self) -> str:
        """The address of the queue with this choice."""
        return f"/desk/queue?{self.asked}" if self.typed else "/desk/queue"


def read_choice(connection: Connection, query_string: str) -> Choice:
    """What a query string chooses, in which actors may stand by name; fields that are left empty choose nothing.

    Raises `Invalid` for more fields than an address may have.
    """
    pairs = [
        (name, "".join(filter(str.isprintable, value)).strip())
        for name, value in read_query_fields(query_string)
        if name in CHOICES
    ]
    typed = {name: value for name, value in pairs if value}
    meant, faults = dict(typed), dict[str, list[str]]()
    meant |= {name: read_one_day(typed[name]) or "" for name in ("from", "to") if name in typed}
    if "actor" in typed:
        found, certain = ActorNames(connection, kinds=None, seq=ANY_NUMBER).whole(typed["actor"])
        if certain is not None:
            meant["actor"] = certain
        else:
            several = f"It means {', '.join(sorted(found))}: type one of these." if found else ""
            faults["actor"] = [several or "No actor is called so: type a name, or leave it empty."]
            del meant["actor"]
    try:
        return Choice(parameters.read_query(ProposalsQuery, urlencode(meant).encode()).query, typed, faults)
    except Invalid as refusal:
        faults |= {fault.name or "": [f"{fault.message[:1].upper()}{fault.message[1:]}."] for fault in refusal.faults}
        return Choice(ProposalsQuery(), typed, faults)
