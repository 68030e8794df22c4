"""Arranging: what the buttons of an edition's form do to what is typed, before anything of it is stored."""

import re
from collections.abc import Callable
from dataclasses import replace

from app.desk.editions.edition_form import EditionFields, SectionFields, StatementFields

ASKED = re.compile(
    r"(?P<act>up|down|remove|uncite|cite|add|section-add|section-up|section-down|section-remove)"
    r"(?:-(?P<number>[0-9]{1,5}))?(?:-(?P<what>[a-z]+/[a-z0-9-]{1,100}))?"
)
"""What the value of a button asks for: an act, the number of a statement or a section, and a record."""
Arranged = tuple[EditionFields, str]
"""An edition, and the id of the field that is to be typed into next; none where it is empty."""
_Rows = list[tuple[int, StatementFields]]


def arrange(fields: EditionFields, asked: str) -> Arranged:
    """The edition after what a button asks for; as it is where the button means nothing."""
    found = ASKED.fullmatch(asked)
    act, number, what = (found["act"], int(found["number"] or 0), found["what"] or "") if found else ("", 0, "")
    if act in _SECTIONS:
        return _SECTIONS[act](fields, number)
    if not act or all(at != number for at, _, _ in fields.numbered()):
        return fields, ""
    if act in ("cite", "uncite"):
        return _cite(fields, number, what, is_added=act == "cite")
    if act == "remove":
        return _remove(fields, number), f"statement-{max(number - 1, 0)}-text"
    return _move(fields, number, by=-1 if act == "up" else 1)


def _cite(fields: EditionFields, number: int, what: str, *, is_added: bool) -> Arranged:
    statement = next(each for at, _, each in fields.numbered() if at == number)
    if is_added:
        changed = replace(statement, cites=tuple(dict.fromkeys((*statement.cites, what))), wanted="")
    else:
        changed = replace(statement, cites=tuple(each for each in statement.cites if each != what))
    return fields.with_statements({number: changed}), f"statement-{number}-cite"


def _remove(fields: EditionFields, number: int) -> EditionFields:
    return _gather(fields, [(section, each) for at, section, each in fields.numbered() if at != number])


def _move(fields: EditionFields, number: int, *, by: int) -> Arranged:
    """A statement moves by one place, at the end of its section into the next one."""
    rows = [(section, each) for _, section, each in fields.numbered()]
    section, statement = rows[number]
    other = number + by
    if 0 <= other < len(rows) and rows[other][0] == section:
        rows[number], rows[other] = rows[other], rows[number]
        return _gather(fields, rows), f"statement-{other}-text"
    into = section + by
    if not 0 <= into < len(fields.sections):
        return fields, f"statement-{number}-text"
    rows[number] = (into, statement)
    return _gather(fields, rows), f"statement-{number}-text"


def _add(fields: EditionFields, section: int) -> Arranged:
    section = min(section, len(fields.sections) - 1)
    sections = list(fields.sections)
    sections[section] = replace(sections[section], statements=(*sections[section].statements, StatementFields()))
    number = sum(len(each.statements) for each in sections[: section + 1]) - 1
    return replace(fields, sections=tuple(sections)), f"statement-{number}-text"


def _add_section(fields: EditionFields, _: int) -> Arranged:
    sections = (*fields.sections, SectionFields("", (StatementFields(),)))
    return replace(fields, sections=sections), f"section-{len(sections) - 1}-heading"


def _remove_section(fields: EditionFields, number: int) -> Arranged:
    """A heading goes; its statements go on under the one before."""
    if not 0 < number < len(fields.sections):
        return fields, ""
    before, gone = fields.sections[number - 1 : number + 1]
    joined = replace(before, statements=(*before.statements, *gone.filled))
    sections = (*fields.sections[: number - 1], joined, *fields.sections[number + 1 :])
    return replace(fields, sections=sections), f"section-{number - 1}-heading" if number > 1 else ""


def _move_section(fields: EditionFields, number: int, *, by: int) -> Arranged:
    other, sections = number + by, list(fields.sections)
    if number < 1 or other < 1 or max(number, other) >= len(sections):
        return fields, f"section-{number}-heading"
    sections[number], sections[other] = sections[other], sections[number]
    return replace(fields, sections=tuple(sections)), f"section-{other}-heading"


def _gather(fields: EditionFields, rows: _Rows) -> EditionFields:
    """The edition with these statements, each in the section of its number, in order."""
    sections = tuple(
        replace(section, statements=tuple(each for at, each in rows if at == place))
        for place, section in enumerate(fields.sections)
    )
    return replace(fields, sections=sections)


_SECTIONS: dict[str, Callable[[EditionFields, int], Arranged]] = {
    "add": _add,
    "section-add": _add_section,
    "section-remove": _remove_section,
    "section-up": lambda fields, number: _move_section(fields, number, by=-1),
    "section-down": lambda fields, number: _move_section(fields, number, by=1),
}
