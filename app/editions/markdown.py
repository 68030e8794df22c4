"""Markdown: an edition with a footnote for each record that it cites, down to sources and passages.

The dialect is CommonMark with footnotes (`[^1]`), as GitHub, Pandoc and Obsidian read it.
"""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import quote

from app.editions.apparatus import Edition, Footnote, FootnoteGround
from app.language import wording
from schemas import Briefing, Statement

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
_LEADING = re.compile(r"^(\s*)([-+=:]|[0-9]+(?=[.)]))", re.MULTILINE)
URL_CHARACTERS = "!#$%&'()*+,/:;=?@[]~"
"""What stands in a link as it is; anything else could end it."""
STATES_OF_PASSAGES = {
    "verified": "passage verified",
    "unverified": "passage not verified",
    "orphaned": "passage orphaned",
}


def write_markdown(edition: Edition, *, public_url: str) -> str:
    """An edition in Markdown; at `public_url` people read of its records. Empty, its links are relative."""
    return "\n".join(_lines(edition, public_url)) + "\n"


def _lines(edition: Edition, public_url: str) -> Iterator[str]:
    briefing, footnotes = edition.briefing, edition.footnotes
    yield f"# {plain(briefing.title)}"
    if briefing.subtitle is not None:
        yield f"\n*{plain(briefing.subtitle)}*"
    if edition.successor is not None:
        link = f"[{plain(edition.successor.title)}](<{public_url}/briefings/{edition.successor.id}>)"
        yield f"\n> **Superseded** by {link}{say_publication(edition.successor)}.{_say_why(edition.successor)}"
    if briefing.correction is not None:
        link = f"[{briefing.supersedes}](<{public_url}/briefings/{briefing.supersedes}>)"
        yield f"\n> **Correction** of {link}.{_say_why(briefing)}"
    yield f"\n{' · '.join(plain(part) for part in particulars(briefing))}"
    for statement in briefing.lead:
        yield f"\n{_statement(statement, footnotes)}"
        yield from _notes(statement, footnotes, indent="")
    for section in briefing.sections:
        yield f"\n## {plain(section.heading)}\n"
        for statement in section.statements:
            yield f"- {_statement(statement, footnotes)}"
            yield from _notes(statement, footnotes, indent="  ")
    if footnotes:
        yield "\n---\n"
    for footnote in footnotes.values():
        yield _footnote(footnote, public_url)


def particulars(briefing: Briefing) -> Iterator[str]:
    """What stands below an edition's title: its period, its state, its sources, what it corrects."""
    first, last = briefing.period.from_, briefing.period.until
    if first is not None and last is not None:
        yield wording.days(first, last)
    elif first is not None or last is not None:
        yield f"from {wording.day(first)}" if first is not None else f"until {wording.day(last)}"  # type: ignore[arg-type]  # one of them is there
    yield f"published on {wording.day(briefing.published_on)}" if briefing.published_on is not None else "draft"
    count = briefing.sources.resolved
    yield f"{count} source{'' if count == 1 else 's'} named" + (
        f", {briefing.sources.claimed} claimed" if briefing.sources.claimed is not None else ""
    )
    if briefing.supersedes is not None:
        yield f"corrects {briefing.supersedes}"


def say_publication(successor: Briefing) -> str:
    """When an edition was published, as it follows its title."""
    return f", published on {wording.day(successor.published_on)}" if successor.published_on is not None else ""


def _say_why(correcting: Briefing) -> str:
    """What an edition corrects and why, as it follows a sentence."""
    return f" {plain(correcting.correction)}" if correcting.correction is not None else ""


def plain(text: str) -> str:
    """A text in which nothing is markup, on one line."""
    escaped = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _LEADING.sub(r"\1\\\2", escaped) if not re.match(r"\s*[0-9]", escaped) else _number(escaped)


def _number(text: str) -> str:
    """A text that would begin a numbered list does not."""
    return re.sub(r"^([0-9]{1,9})([.)])(?=\s|$)", r"\1\\\2", text)


def _statement(statement: Statement, footnotes: Mapping[str, Footnote]) -> str:
    marks = [f"[^{footnotes[cited].number}]" for cited in dict.fromkeys(statement.cites) if cited in footnotes]
    return f"{plain(statement.text)}{''.join(marks)}"


def _notes(statement: Statement, footnotes: Mapping[str, Footnote], *, indent: str) -> Iterator[str]:
    if statement.notes:
        yield ""
    for note in statement.notes:
        cited = f"[^{footnotes[note.record].number}]" if note.record in footnotes else ""
        yield f"{indent}> **{wording.label(note.kind)}**{cited}: {plain(note.text)}"
        yield f"{indent}>"
    if statement.notes:
        yield ""


def _footnote(footnote: Footnote, public_url: str) -> str:
    facts = ", ".join(plain(fact) for fact in footnote.facts)
    address = f"[{footnote.reference}](<{public_url}/{footnote.reference}>)"
    lines = [f"[^{footnote.number}]: **{plain(footnote.title)}** ({footnote.noun}; {facts}). {address}"]
    lines += [f"\n    {_ground(ground)}" for ground in footnote.grounds]
    return "".join(f"{line}\n" for line in lines)


def _ground(ground: FootnoteGround) -> str:
    """A passage, as a paragraph of its footnote."""
    source = ground.source
    parts = [
        f"{wording.label(ground.evidence.stance)}: “{plain(source.title)}”, {plain(source.publisher)}, {ground.grade}"
    ]
    if source.url is not None:
        parts.append(f"<{quote(str(source.url), safe=URL_CHARACTERS)}>")
    if ground.via is not None:
        parts.append(f"known through “{plain(ground.via)}”")
    if ground.place is not None:
        parts.append(plain(ground.place))
    parts.append(STATES_OF_PASSAGES[ground.evidence.state])
    quoted = f" “{plain(ground.evidence.exact)}”" if ground.evidence.exact is not None else ""
    return f"{'; '.join(parts)}.{quoted}"
