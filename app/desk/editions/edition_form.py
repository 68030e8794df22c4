"""An edition's form: a draft of a briefing as fields, what was typed into them, and that as a patch of the draft."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.desk.frame.forms import Typed, read_whole
from app.desk.frame.written_days import read_one_day

SINGLE_FIELDS = ("title", "subtitle", "from", "until", "supersedes", "correction", "claimed")
"""The fields that an edition has once."""
_ROW = re.compile(r"(statement|section)-([0-9]{1,5})-(text|cites|cite|section|heading)")


@dataclass(frozen=True)
class StatementFields:
    """A statement as it is typed: its words, the records that it cites, and what is typed to be cited too."""

    text: str = ""
    cites: tuple[str, ...] = ()
    wanted: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether nothing is in it."""
        return not (self.text or self.cites)


@dataclass(frozen=True)
class SectionFields:
    """A heading as it is typed, and its statements; the lead has none."""

    heading: str = ""
    statements: tuple[StatementFields, ...] = ()

    @property
    def filled(self) -> list[StatementFields]:
        """The statements in which something is."""
        return [each for each in self.statements if not each.is_blank]


@dataclass(frozen=True)
class EditionFields:
    """An edition as it is typed: the fields that it has once, and its sections, of which the first is the lead.

    Statements are numbered through all sections, from 0.
    """

    single: Mapping[str, str]
    sections: tuple[SectionFields, ...] = (SectionFields(),)

    def numbered(self) -> Iterator[tuple[int, int, StatementFields]]:
        """Each statement with its number and that of its section."""
        number = 0
        for place, section in enumerate(self.sections):
            for statement in section.statements:
                yield number, place, statement
                number += 1

    def cited(self) -> list[str]:
        """Every record that is cited, once each."""
        return list(dict.fromkeys(cited for _, _, each in self.numbered() for cited in each.cites))

    def with_statements(self, changed: Mapping[int, StatementFields]) -> "EditionFields":
        """The same with other statements in the places of those of some numbers."""
        rows = list(self.numbered())
        sections = tuple(
            replace(section, statements=tuple(changed.get(number, each) for number, at, each in rows if at == place))
            for place, section in enumerate(self.sections)
        )
        return replace(self, sections=sections)

    def places(self) -> dict[str, str]:
        """The fields of statements and headings by the place in a draft (RFC 6901) that the patch gives them."""
        found, number, filled_sections = {}, 0, 0
        for at, section in enumerate(self.sections):
            place = "/lead" if at == 0 else f"/sections/{filled_sections}/statements"
            if at > 0 and (section.heading or section.filled):
                found[f"/sections/{filled_sections}"] = f"section-{at}"
                filled_sections += 1
            filled = 0
            for statement in section.statements:
                if not statement.is_blank:
                    found[f"{place}/{filled}"] = f"statement-{number}"
                    filled += 1
                number += 1
        return found

    def to_patch(self) -> dict[str, Any]:
        """What was typed as a merge patch of a draft; whether it can be is for the API to say. Blank rows are left."""
        single = self.single
        claimed, count = single["claimed"] or None, read_whole(single["claimed"])
        lead, *rest = [(section.heading, _list_statements(section)) for section in self.sections]
        return {
            "title": single["title"] or None,
            "subtitle": single["subtitle"] or None,
            "period": {name: read_one_day(single[name]) for name in ("from", "until")},
            "lead": lead[1],
            "sections": [
                {"heading": heading, "statements": statements} for heading, statements in rest if heading or statements
            ],
            "supersedes": single["supersedes"] or None,
            "correction": single["correction"] or None,
            "sources": {"claimed": claimed if count is None else count},
        }

    def lines(self) -> list[str]:
        """The statements as lines, each under its heading, so that two editions can be held against each other."""
        told = []
        for section in self.sections:
            if section.heading:
                told.append(f"## {section.heading}")
            told += [f"{each.text} [{', '.join(each.cites)}]" for each in section.filled]
        return told


def fields_of_draft(draft: Mapping[str, Any]) -> EditionFields:
    """A draft, as its JSON is, as fields."""
    period, sources = draft.get("period") or {}, draft.get("sources") or {}
    values = {
        **{name: draft.get(name) for name in ("title", "subtitle", "supersedes", "correction")},
        "from": period.get("from"),
        "until": period.get("until"),
        "claimed": sources.get("claimed"),
    }
    single = {name: "" if values[name] is None else str(values[name]) for name in SINGLE_FIELDS}
    lead = SectionFields("", _read_statements(draft.get("lead") or ()))
    sections = (
        SectionFields(each["heading"], _read_statements(each["statements"])) for each in draft.get("sections") or ()
    )
    return EditionFields(single, (lead, *sections))


def read_edition(typed: Typed) -> EditionFields:
    """An edition as it was typed."""
    rows: dict[str, dict[int, dict[str, str]]] = {"statement": {}, "section": {}}
    for name, value in typed.fields:
        found = _ROW.fullmatch(name)
        if found is not None:
            rows[found[1]].setdefault(int(found[2]), {}).setdefault(found[3], value.strip())
    numbers = sorted(number for number in rows["section"] if number > 0)
    sections: dict[int, list[StatementFields]] = {0: [], **{number: [] for number in numbers}}
    for _, row in sorted(rows["statement"].items()):
        at = read_whole(row.get("section", "")) or 0
        cites = tuple(dict.fromkeys(row.get("cites", "").split()))
        sections[at if at in sections else 0].append(StatementFields(row.get("text", ""), cites, row.get("cite", "")))
    made = (
        SectionFields(" ".join(rows["section"].get(number, {}).get("heading", "").split()), tuple(statements))
        for number, statements in sections.items()
    )
    return EditionFields({name: typed.value(name) for name in SINGLE_FIELDS}, tuple(made))


def _read_statements(statements: Any) -> tuple[StatementFields, ...]:
    return tuple(StatementFields(each["text"], tuple(each["cites"])) for each in statements)


def _list_statements(section: SectionFields) -> list[dict[str, Any]]:
    return [{"text": each.text, "cites": list(each.cites)} for each in section.filled]
