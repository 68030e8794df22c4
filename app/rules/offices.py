"""Offices: whom a text gives an office that they did not hold on the day."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from app.language.folding import fold
from schemas import Actor, Caveat, Office

NOTE = "Outside the office's days: "
"""How the tracker's own caveats of offices begin; they are made anew whenever what they rest on changes."""
PAST = frozenset({"former", "ex", "then", "past", "late"})
"""Words before a title that say that the office is no longer held."""

TitleWords = tuple[str, ...]


def with_outdated(
    caveats: Iterable[Caveat], texts: Iterable[str], people: Iterable[Actor], *, day: dt.date
) -> tuple[Caveat, ...]:
    """Caveats, and one for each person whom a text gives an office that they did not hold on the day.

    A text gives a person an office where the office's title, up to its "of", stands right before or behind the person's
    name or alias, and is not called a past one. A person whom another caveat of offices is about already gets none.
    """
    kept = [caveat for caveat in caveats if not caveat.note.startswith(NOTE)]
    about = {caveat.refers_to for caveat in kept if caveat.kind == "outdated-office"}
    people = list(people)
    read = [_words(text) for text in texts] if people else []
    for person in people:
        reference = f"actors/{person.id}"
        named = [office for office in person.offices if any(_gives(words, person, office) for words in read)]
        if named and reference not in about and not any(is_held(office, day) for office in named):
            note = f"{NOTE}{person.name} is called {_describe(named[0])}."
            kept.append(Caveat(kind="outdated-office", note=note, refers_to=reference))
    return tuple(kept)


def is_held(office: Office, day: dt.date) -> bool:
    """Whether an office's days include one; an open end includes all."""
    begun = office.from_ is None or office.from_ <= day
    return begun and (office.until is None or day <= office.until)


def _gives(text: TitleWords, person: Actor, office: Office) -> bool:
    title, head = _words(office.title), _words(re.split(r" (?:of|for) ", office.title)[0])
    for name in {_words(each) for each in (person.name, *person.aliases)} - {()}:
        for place in _places(text, name):
            behind = place + len(name)
            if text[behind : behind + len(head)] == head:
                return True
            for called in (title, head):
                begins = place - len(called)
                if (
                    begins >= 0
                    and text[begins:place] == called
                    and not PAST.intersection(text[max(begins - 1, 0) : begins])
                ):
                    return True
    return False


def _places(text: TitleWords, name: TitleWords) -> Iterator[int]:
    return (place for place in range(len(text) - len(name) + 1) if text[place : place + len(name)] == name)


def _words(text: str) -> TitleWords:
    return tuple(re.findall(r"\w+", fold(text)))


def _describe(office: Office) -> str:
    if office.until is None:
        return f"{office.title}, an office held from {office.from_}"
    return f"{office.title}, an office held until {office.until}"
