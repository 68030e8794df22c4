"""Checking: whatever an edition names must occur in the records that it cites, or it is not published."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from sqlalchemy import Connection

from app.editions.known import ordinary_words
from app.editions.naming import names_in
from app.rules.contents import actors_in, contents_of
from app.rules.facts import Facts
from app.rules.holdings import Holdings, together
from app.rules.seeking import Lookup, Missing, missing_in, missing_names_in
from app.rules.statements import find_cited, list_cited, statements_of
from schemas import Actor, BriefingDraft, Condition, Development, Fault, Record, StatementDraft

CITED_SHOWN = 10
"""How many cited records a fault names."""
LOOKED_AT = "texts, actors' names, places, measures, days, verified passages"
"""What of the cited records is looked at."""


def faults_of_edition(connection: Connection, draft: BriefingDraft, *, facts: Facts) -> list[Fault]:
    """What keeps an edition from being published; `connection` sees the same state as `facts`."""
    if not list(statements_of(draft)):
        return [Fault(in_="body", pointer="/sections", message="has no statement")]
    return list(_Edition(connection, draft, facts).faults())


class _Edition:
    """An edition while it is checked; each cited record is read once."""

    def __init__(self, connection: Connection, draft: BriefingDraft, facts: Facts) -> None:
        self._connection = connection
        self._draft = draft
        self._facts = facts
        self._contents: dict[str, Holdings] = {}
        self._days: dict[str, tuple[dt.date, ...]] = {}
        texts = (text for _, text in (*self._statements(), *self._headings()))
        self._names: Mapping[str, list[Actor]] = names_in(connection, texts, facts=facts)

    def faults(self) -> Iterator[Fault]:
        """Every fault: those of the title and the headings first."""
        every = list_cited(self._draft)
        lookup = self._lookup(every)
        for place, heading in self._headings():
            for missing in missing_names_in(heading, lookup):
                yield _fault(place, heading, missing, "anything that the edition cites")
        for place, statement in statements_of(self._draft):
            yield from self._faults(place, statement)

    def _faults(self, place: str, statement: StatementDraft) -> Iterator[Fault]:
        if not statement.cites:
            yield Fault(in_="body", pointer=f"{place}/cites", message="cites no record, and every statement must")
            return
        where = ", ".join(statement.cites[:CITED_SHOWN]) + (", …" if len(statement.cites) > CITED_SHOWN else "")
        for missing in missing_in(statement.text, self._lookup(statement.cites)):
            yield _fault(f"{place}/text", statement.text, missing, f"what it cites: {where}")

    def _lookup(self, cites: Iterable[str]) -> Lookup:
        cites = list(dict.fromkeys(cites))
        holdings = together(each for each in map(self._content, cites) if each is not None)
        days = [day for cited in cites for day in self._days.get(cited, ())]
        return Lookup(self._names, holdings, days, lambda: self._ordinary)

    def _content(self, cited: str) -> Holdings | None:
        record = find_cited(cited, self._facts)
        if record is None:
            return None
        if cited not in self._contents:
            self._days[cited] = days_of(record)
            people = filter(None, (self._facts.find(Actor, each) for each in dict.fromkeys(actors_in(record))))
            self._contents[cited] = contents_of(record, people, self._days[cited])
        return self._contents[cited]

    def _statements(self) -> Iterator[tuple[str, str]]:
        return ((f"{place}/text", statement.text) for place, statement in statements_of(self._draft))

    def _headings(self) -> Iterator[tuple[str, str]]:
        yield "/title", self._draft.title
        if self._draft.subtitle is not None:
            yield "/subtitle", self._draft.subtitle
        for number, section in enumerate(self._draft.sections):
            yield f"/sections/{number}/heading", section.heading

    @cached_property
    def _ordinary(self) -> frozenset[str]:
        return ordinary_words(self._connection, [text for _, text in self._statements()])


def days_of(record: Record) -> tuple[dt.date, ...]:
    """The days on which what a record tells took place, for offices to be held on."""
    if isinstance(record, Development):
        return tuple(filter(None, (record.date, record.occurred.until)))
    if isinstance(record, Condition):
        return tuple(each.on for each in record.assessments)
    return ()


def _fault(pointer: str, text: str, missing: Missing, where: str) -> Fault:
    term = text[missing.start : missing.end]
    said = f"names {term!r}" if missing.kind == "name" else f"names the {missing.kind} {term!r}"
    if missing.kind == "office":
        said = f"gives an office that was not held on the day: {term!r}"
    return Fault(
        in_="body", pointer=pointer, name=term, message=f"{said}, which is not in {where} (looked at: {LOOKED_AT})"
    )
