"""Actors: whom a sentence names, by alias, by inflected form and by what is called after a state."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.language.folding import fold, fold_name
from app.language.nations import STATES
from app.proposing.context import find_hints, find_office_holder
from app.proposing.gazetteer import city_named, stands_in
from app.proposing.lemmas import Lemmatise
from app.proposing.other_names import code_called_after, is_form, names_in_language
from app.proposing.parts import ActorMention, ContextHint, say_where
from app.proposing.roles import guess_role
from app.rules.holdings import is_short, names_of, nations_of
from app.rules.mentions import Word, words_of
from app.rules.naming import find_named_actors
from schemas import Actor

LONGEST_ALIAS = 8
"""Aliases of more words are only looked for as they are written."""
_OF_STATES = frozenset(
    "air airborne ambassador armed armies army border coast defence defense embassy force forces foreign general "
    "government guard intelligence interior king marine marines military minister ministry national naval navy "
    "parliament prime president security special staff state".split()
)
_GOVERNS = re.compile(r",?\s+(?:the\s+)?(?:government|parliament|cabinet|ministry|ministers|authorities|officials)\b")
"""Behind a city that is named with `in`, what says that its government is meant."""
_BEHIND_CITIES = frozenset(
    "agreement area convention district format oblast pact protocol province region treaty".split()
)


class ActorRegister:
    """The actors that a text is held against: by folded name, by the state's code, and by the beginnings of names."""

    def __init__(self, actors: Iterable[Actor]) -> None:
        self.names: dict[str, list[Actor]] = {}
        self.states: dict[str, Actor] = {}
        self._beginnings: dict[str, list[tuple[tuple[str, ...], Actor]]] = {}
        for actor in actors:
            if actor.kind == "state" and actor.country is not None:
                self.states.setdefault(actor.country, actor)
            for name in names_of(actor):
                bearers = self.names.setdefault(fold_name(name), [])
                if actor not in bearers:
                    bearers.append(actor)
                parts = tuple(each.lower() for each in re.findall(r"[^\W_]+", name))
                if parts and len(parts) <= LONGEST_ALIAS and not is_short(name):
                    self._beginnings.setdefault(parts[0][:2], []).append((parts, actor))
        for each in self._beginnings.values():
            each.sort(key=lambda one: -len(one[0]))

    def beginning_like(self, word: str) -> Sequence[tuple[tuple[str, ...], Actor]]:
        """Aliases, each as its words in small letters, that begin as a word does, the longest first."""
        return self._beginnings.get(word[:2].lower(), ())


class _Match(NamedTuple):
    """A place that means an actor, and how it was matched."""

    start: int
    end: int
    actor: Actor
    how: str
    is_adjective: bool


class NamedInSentence(NamedTuple):
    """The actors that a sentence names, and what in it means somebody by context alone."""

    actors: Sequence[ActorMention]
    hints: Sequence[ContextHint]


def find_actors(
    text: str, register: ActorRegister, *, language: str, lemmas: Lemmatise | None = None, at: int = 0
) -> NamedInSentence:
    """Whom a sentence names, in order; the longest name at each place. `at` is where it begins in its text.

    A name that several actors bear is a hint, and so is an adjective that only says whose office an actor holds.
    """
    words = words_of(text)
    taken = bytearray(len(text))
    mentions: list[ActorMention] = []
    hints: list[ContextHint] = []
    readers = (_by_alias, _by_other_name, _by_form, _by_nation)
    for reader in readers:
        for match in reader(text, words, register=register, language=language, lemmas=lemmas):
            if isinstance(match, ContextHint):
                if not any(taken[match.start : match.end]):
                    taken[match.start : match.end] = b"\1" * (match.end - match.start)
                    reason = match.reason.format(at=say_where(match.words, match.start + at, match.end + at))
                    hints.append(match._replace(start=match.start + at, end=match.end + at, reason=reason))
                continue
            if any(taken[match.start : match.end]) or _is_only_place(text, match):
                continue
            taken[match.start : match.end] = b"\1" * (match.end - match.start)
            mentions.append(_mention(text, match, at))
    hints += find_hints(text, language=language, taken=taken, at=at)
    return NamedInSentence(sorted(_speak_of_others(mentions)), sorted(hints))


def _speak_of_others(mentions: Sequence[ActorMention]) -> Iterator[ActorMention]:
    """The same mentions, those that nothing else is known of as subjects where somebody else in the sentence speaks."""
    speakers = [each for each in mentions if each.role == "speaker"]
    for mention in mentions:
        other = next((each for each in speakers if each.actor != mention.actor), None)
        if mention.role == "participant" and other is not None:
            reason = f"subject, as {other.words} speaks of it"
            yield mention._replace(role="subject", role_reason=reason)
        else:
            yield mention


def _mention(text: str, match: _Match, at: int) -> ActorMention:
    words = text[match.start : match.end]
    guess = guess_role(text, match.start, match.end, kind=match.actor.kind, is_adjective=match.is_adjective)
    reason = f"matched {match.how} {say_where(words, match.start + at, match.end + at)}"
    return ActorMention(
        match.start + at, match.end + at, words, match.actor.id, guess.role, reason, guess.reason
    )  # fmt: skip


def _by_alias(
    text: str, words: Sequence[Word], *, register: ActorRegister, **_: object
) -> Iterator[_Match | ContextHint]:
    for named in find_named_actors(text, register.names):
        if len(named.actors) > 1:
            yield _hint_at_all(text, named.start, named.end, [actor.id for actor in named.actors])
        else:
            start = named.start + 4 if text[named.start : named.start + 4].lower() == "the " else named.start
            yield _Match(start, named.end, named.actors[0], "the alias", is_adjective=False)


def _hint_at_all(text: str, start: int, end: int, ids: Sequence[str]) -> ContextHint:
    return ContextHint(start, end, text[start:end], f"{{at}} may be any of {', '.join(sorted(ids))}")


def _by_other_name(
    text: str, words: Sequence[Word], *, register: ActorRegister, language: str, **_: object
) -> Iterator[_Match]:
    """States and organisations by their names in another language than English."""
    names = names_in_language(language)
    if names is None:
        return
    for found in names.pattern.finditer(text):
        actor = register.states.get(names.states.get(found[0], ""))
        if actor is None:
            bearers = register.names.get(names.bodies.get(found[0], ""), ())
            actor = bearers[0] if len(bearers) == 1 else None
        if actor is not None:
            how = f"the name of {actor.name} in its language ({language})"
            yield _Match(found.start(), found.end(), actor, how, is_adjective=False)


def _by_form(
    text: str, words: Sequence[Word], *, register: ActorRegister, language: str, lemmas: Lemmatise | None
) -> Iterator[_Match]:
    """Aliases whose words have other endings, or other dictionary forms, than the alias."""
    for place, word in enumerate(words):
        for parts, actor in register.beginning_like(word.written) if word.is_capital else ():
            behind = words[place : place + len(parts)]
            if len(behind) == len(parts) and all(
                _is_form_of(each, part, language, lemmas) for each, part in zip(behind, parts, strict=True)
            ):
                how = f"a form of the alias {' '.join(part.title() for part in parts)}:"
                yield _Match(word.start, behind[-1].end, actor, how, is_adjective=False)
                break


def _is_form_of(word: Word, part: str, language: str, lemmas: Lemmatise | None) -> bool:
    """Whether a word is a word of an alias with another ending, or has it as its dictionary form."""
    small = word.written.lower()
    if fold(small) == fold(part):
        return True
    if language == "en" or not word.is_capital:
        return False
    return is_form(small, part, language) or (lemmas is not None and lemmas(word.written, language).lower() == part)


def _by_nation(
    text: str, words: Sequence[Word], *, register: ActorRegister, language: str, **_: object
) -> Iterator[_Match | ContextHint]:
    """States by what is called after them: `Russian forces`."""
    names = names_in_language(language)
    of_people = {each.start for each in find_named_actors(text, register.names) if each.actors[0].kind == "person"}
    for place, word in enumerate(words):
        if names is not None:
            code = code_called_after(word.written, names, language)
            codes = {code} if code is not None else set[str]()
        else:
            is_for_or_against = text[max(word.start - 5, 0) : word.start].lower().endswith(("pro-", "anti-"))
            codes = set(nations_of(word)) if word.is_capital and not is_for_or_against else set()
        states = [register.states[each] for each in sorted(codes) if each in register.states]
        if len(codes) != 1 or not states:
            continue
        is_adjective = word.folded not in STATES
        holder = find_office_holder(words, place) if names is None and is_adjective else None
        if holder is not None and holder.start in of_people:
            reason = "{at} says whose office a person holds"
            yield ContextHint(word.start, word.end, text[word.start : word.end], reason)
        elif names is not None or not is_adjective or not _begins_name(words, place):
            how = f"what is called after {states[0].name}:"
            yield _Match(word.start, word.end, states[0], how, is_adjective=is_adjective)


def _begins_name(words: Sequence[Word], place: int) -> bool:
    """Whether an adjective is the beginning of a longer name: `American Enterprise Institute`."""
    behind = words[place + 1 : place + 2]
    return any(each.is_capital and each.is_plain and each.place == "within" and each.folded not in _OF_STATES and
               not nations_of(each) for each in behind)  # fmt: skip


def _is_only_place(text: str, match: _Match) -> bool:
    """Whether a name says only where something is: a city behind `in`, a state behind `off`, where nobody meets."""
    words = text[match.start : match.end]
    is_city = city_named(words) is not None
    following = re.match(r"[\s-]+([^\W_]+)", text[match.end : match.end + 40])
    if is_city and following is not None and following[1].lower() in _BEHIND_CITIES:
        return True
    if is_city and _GOVERNS.match(text, match.end):
        return False
    if match.is_adjective or not stands_in(text[max(match.start - 40, 0) : match.start], is_city=is_city):
        return False
    return guess_role(text, match.start, match.end, kind=match.actor.kind, is_adjective=False).role != "host"
