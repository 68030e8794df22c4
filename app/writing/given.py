"""What a writer gives in words: actors by name and passages by what they say become ids and selectors."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from app.errors import Conflict, Invalid, Refusal
from app.reading.question.names import Resolution, resolve
from app.reading.remembered import Remembered
from app.resources.words import ACTOR
from app.rules.grounds import grounds_in
from app.rules.references import mentions_in
from app.rules.tree import change_marked, change_parts
from app.store import clock
from app.store.integrity import check_targets
from app.store.read import ANY_NUMBER
from app.store.write import Writer
from app.writing.quoting import Quotable
from schemas import ActorDraft, Contract, EvidenceDraft, Fault, PassageQuote, RefersTo, Selector

G = TypeVar("G", bound=Contract)

MOST_LOOKED_INTO = 5
"""How many things that are wrong are looked into: each is held against every name, or the whole of a text."""


def settle(writer: Writer, given: G) -> G:
    """A draft, or a part of one, with the ids of the actors that it names and the selectors of what it quotes.

    Raises `Invalid` with candidates where words mean none or several.
    """
    faults: list[Fault] = []
    words = _find_words(writer, given)
    selectors = _select_quoted(writer, given, faults)
    ids = _find_meanings(writer, words, faults)
    if faults:
        faults += _find_astray(writer, given, but=words)
        told = "what is given in words is not one actor or one passage"
        raise Invalid(
            told + (f"; no more than {MOST_LOOKED_INTO} are told" if len(faults) >= MOST_LOOKED_INTO else ""),
            faults=faults,
        )

    def select(pointer: str, ground: EvidenceDraft) -> EvidenceDraft:
        selector = selectors.get(pointer)
        return ground if selector is None else ground.model_copy(update={"selector": selector, "exact": None})

    selecting = change_parts(given, EvidenceDraft, select) if selectors else given
    return change_marked(selecting, RefersTo, lambda named: ids.get(named.pointer, named.value)) if ids else selecting


def _select_quoted(writer: Writer, given: Contract, faults: list[Fault]) -> dict[str, Selector]:
    """The selector of each passage that evidence quotes, by the place of the evidence."""
    found: dict[str, Selector] = {}
    texts: dict[str, Quotable] = {}
    for pointer, ground in grounds_in(given):
        source_id = ground.via or ground.source
        # A source that does not stand is refused as every name of what is not there.
        if ground.exact is None or writer.current.record("sources", source_id) is None:
            continue
        text, place = writer.current.text(source_id), f"{pointer}/exact"
        if ground.selector is not None:
            faults.append(_fault(place, "stands in the place of a selector: give one of them"))
        elif text is None:
            faults.append(_fault(place, f"needs the text of sources/{source_id}, and none is attached"))
        elif len(faults) < MOST_LOOKED_INTO:
            quotable = texts.setdefault(source_id, Quotable(text))
            try:
                found[pointer] = quotable.select(PassageQuote(exact=ground.exact), pointer=place)
            except Conflict as refusal:
                faults.append(_fault(place, f"{refusal.detail}: quote more of it"))
            except Refusal as refusal:
                faults += refusal.faults
    return found


def _find_words(writer: Writer, given: Contract) -> dict[str, str]:
    """The words that are no ids of actors, by their places."""
    own = given.id if isinstance(given, ActorDraft) else None
    # What names a record of any collection does so by its id alone, behind the collection.
    named = [
        each
        for each in mentions_in(given)
        if each.key.collection == "actors" and each.key.id != own and not each.with_collection
    ]
    writer.current.read({each.key for each in named})
    return {each.pointer: each.key.id for each in named if writer.current.record(*each.key) is None}


def _find_meanings(writer: Writer, words: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    """The id, by its place, of each actor that is named by another word."""
    if not words:
        return {}
    resolution = _resolve(writer, list(words.values()))
    if not resolution.faults:
        shown = resolution.shown or {}
        return {pointer: shown[word] for pointer, word in words.items()}
    for pointer, word in words.items():
        if len(faults) < MOST_LOOKED_INTO:
            wrong = _resolve(writer, [word]).faults
            faults += [_fault(pointer, fault.message, fault.suggestions) for fault in wrong]
    return {}


def _find_astray(writer: Writer, given: Contract, *, but: Container[str]) -> list[Fault]:
    """What else of a draft names a record that does not stand, to be told with the rest."""
    try:
        check_targets(writer.current, "what is given", given)
    except Invalid as refusal:
        return [fault for fault in refusal.faults if fault.pointer not in but]
    return []


def _resolve(writer: Writer, words: Sequence[str]) -> Resolution:
    """What words mean as the writer sees the actors."""
    connection = writer.connection
    now = replace(clock.newest(connection), seq=ANY_NUMBER, newest=ANY_NUMBER)
    return resolve(connection, {"actor": ACTOR}, {"actor": words}, now, Remembered(1))


def _fault(pointer: str, message: str, suggestions: tuple[str, ...] | None = None) -> Fault:
    return Fault(in_="body", pointer=pointer, message=message, suggestions=suggestions)
