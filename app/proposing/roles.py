"""Roles: what part an actor has in a sentence, by plain rules of the words beside its name; else it takes part."""

import re
from typing import NamedTuple

from schemas import ActorKind, Role

_SPEECH = (
    r"said|says?|saying|stated|announced|announces|declared|declares|warned|warns|told|tells|stressed|stresses|"
    r"emphasi[sz]ed|emphasi[sz]es|reaffirmed|reaffirms?|confirmed|confirms|denied|denies|accused|accuses|claimed|claims|"
    r"argued|argues|insisted|insists|noted|notes|added|adds|called|calls|urged|urges|demanded|demands?|outlined|"
    r"outlines|pledged|promised|welcomed|condemned|condemns|criticised|rejected|rejects|described|describes|reported|"
    r"reports?|estimated|estimates|assessed|assesses|highlights|highlighted|suggested|suggests|acknowledged|"
    r"powiedziała?|oświadczyła?|ostrzegła?|ostrzegł|stwierdziła?|zapowiedziała?|ogłosiła?|poinformowała?|podkreśliła?|"
    r"сказав|сказала|заявив|заявила|заявили|повідомив|повідомила|повідомили|наголосив|наголосила|попередив|"
    r"попередила|оголосив|оголосила|сказал|заявил|сообщил|сообщила|"
    r"sagte|sagt|erklärte|erklärt|warnte|warnt|betonte|betont|teilte|kündigte|forderte|"
    r"déclaré|annoncé|affirmé|averti|souligné|indiqué|estimé|appelé|dit"
)
_ACTION = (
    r"launched|launches|launch|deployed|deploys|deploy|committed|commits|signed|signs|attacked|attacks|struck|strikes|"
    r"fired|raised|raises|approved|approves|adopted|adopts|agreed|agrees|sent|sends|seeks?|sought|continues?|continued|"
    r"persists?|plans|planned|began|begins|started|imposed|imposes|withdrew|withdraws|captured|seized|shelled|"
    r"delivered|delivers|provided|provides|bought|buys|ordered|orders|invested|invests|built|builds|conducted|"
    r"conducts?|carried|holds?|held|joined|joins|opened|opens|closed|closes|summoned|expelled|intercepted|downed|"
    r"shot|revised|revises|revising|accelerated|intensif\w+|expanded|expands|boosted|boosts?|boosting|investing|"
    r"strengthened|pledged|allocated|allocates|transferred|proposed|proposes|published|opposes|opposed|objects?|asked|asks|wants?|refused|refuses|accepts?|offers|left|sanctioned|blocked|blocks|"
    r"rejected|tested|tests|jammed|cut|cuts|halted|suspended|resumed|increased|increases|rearms?|finalised|detained"
)
_GAP = (
    r"(?:\s+and\s+(?:the\s+)?[A-Z][\w.]*)?(?:\s*\([^)]{1,20}\))?(?:,[^,]{1,80},)?"
    r"(?:[\s,]+(?!and\b|but\b|that\b|which\b|while\b|against\b)[\w'’-]+){0,3}?[\s,]+"
)
SPEECH = re.compile(rf"(?<!\w)(?:{_SPEECH})(?!\w)", re.IGNORECASE)
"""Verbs of speech, in several languages."""
_SPEAKS = re.compile(rf"{_GAP}(?:{_SPEECH})(?!\w)", re.IGNORECASE)
_SPEAKS_AT_ONCE = re.compile(rf"(?:\s*\([^)]{{1,20}}\))?\s+(?:{_SPEECH})(?!\w)")
_ACTS = re.compile(rf"{_GAP}(?:has|have|had|is|are|was|will|would)?\s*(?:also\s+)?(?:{_ACTION})(?!\w)")
_SAID_BEFORE = re.compile(
    rf"(?:\b(?:according to|as reported by|quoted by|selon|d'après|laut|według|zdaniem|за словами|за даними|по словам)"
    rf"\s+(?:[\w'’-]+\s+){{0,6}}|\b(?:declarations?|statements?|reports?|warnings?|remarks)\s+(?:from|by)\s+(?:the\s+)?|[\"”»,]\s*(?:{_SPEECH})\s+(?:[\w'’-]+\s+){{0,5}})\Z",
    re.IGNORECASE,
)
_SOURCE_BEHIND = re.compile(
    r"(?:['’]s?)?(?:\s+News)?\s+(?:analysis|assessment|report|reporting|data|estimates?|survey)\b"
)
_MEDIATES = re.compile(r"(?:[-–]|\s+)(?:mediated|brokered|facilitated)\b|\s+(?:mediates|brokers)\b")
_MEDIATED_BY = re.compile(r"\b(?:mediated|brokered|facilitated|mediation)\s+(?:by|of)\s+(?:the\s+)?\Z")
_HOSTS = re.compile(r"\s+(?:hosted|hosts|will host|is hosting|to host)\b")
_HOSTED_BY = re.compile(r"\bhosted by\s+(?:the\s+)?\Z")
_IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?\Z")
_MEETING = re.compile(
    r"\b(?:talks?|meetings?|summits?|conferences?|negotiations|forums?|met|meet|gathered|convened)\b", re.IGNORECASE
)
_AIMED = re.compile(
    r"\b(?:against|targeting|targets?|targeted|accus(?:es?|ed|ing)|urg(?:es?|ed|ing)|threaten(?:s|ed|ing)?|"
    r"sanctions on|tariffs on|pressure on|attacks? on|strikes? on|struck|attacked|hit|shelled|"
    r"threats from|warned|call(?:s|ed)? on|"
    r"ask(?:s|ed)?|demand(?:s|ed)? (?:that|of|from)|condemn(?:s|ed|ing)?|deter|deterring)"
    r"\s+(?:the\s+|future\s+)?(?:[\w-]+\s+)?\Z"
)


_POSSESSIVE = re.compile("['’]s?(?![\\w])")
_ABOUT = re.compile(
    r"(?:\s+(?:and|or)\s+(?:the\s+)?[A-Z][\w.]*)?\s+(?:has|have|had|is|are|was|were|will|would|may|might|must|can|could|[a-z]{2,}(?:s|ed|ing|e|t|n))\s"
)
_SOME_WORD = re.compile(
    r"(?:['’]\w+)?(?:,?\s+(?:i|a|oraz|et|und|та|й|і|и)\s+(?:[LDld]['’])?[^\W\d_]+){0,2}\s+(?:a|[^\W\d_]{2,})(?!\w)"
)
_BEFORE_SUBJECT = 60


_BODY = re.compile(
    r"(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}?(?:ministers?|presidents?|governments?|forces?|army|navy|parliament|officials?|"
    r"spokes(?:man|woman|person)|leaders?|military|ministry|troops|soldiers|diplomats?|intelligence|commanders?|"
    r"authorities|police|chief|envoys?|ambassador|negotiators?|lawmakers|prosecutors?|secretary general)(?=\s)",
    re.IGNORECASE,
)
"""What belongs to a state or an organisation and speaks or acts for it."""
_DOES = re.compile(
    r"(?:,[^,]{1,120},)?\s+(?:(?:also\s+)?(?:will|would|is to|are to|plans to|wants to|agreed to|has|have|had)\s+"
    r"(?!no\b|not\b|been\b|be\b)"
    r"|(?!based|led|linked|backed|united|aligned|occupied|controlled|aimed|related)[a-z]{2,}ed\s+(?!by\b))"
)


class RoleGuess(NamedTuple):
    """A part, and the reason for it in words."""

    role: Role
    reason: str


class _Beside(NamedTuple):
    """A name's sentence, what stands before and behind it, and what sort of actor it means."""

    text: str
    before: str
    behind: str
    kind: ActorKind
    is_adjective: bool


def guess_role(text: str, start: int, end: int, *, kind: ActorKind, is_adjective: bool) -> RoleGuess:
    """The part of the actor whose name stands at these characters of a sentence, by the words beside it."""
    beside = _Beside(text, text[max(start - 90, 0) : start], text[end : end + 160], kind, is_adjective)
    guesses = (rule(beside) for rule in (_mediate, _host, _suffer, _be_quoted, _have, _act))
    nothing = RoleGuess("participant", "participant, as nothing beside it says more")
    return next((guess for guess in guesses if guess is not None), nothing)


def _mediate(beside: _Beside) -> RoleGuess | None:
    if _MEDIATES.match(beside.behind) or _MEDIATED_BY.search(beside.before):
        return RoleGuess("mediator", "mediator, as it is said to mediate")
    return None


def _host(beside: _Beside) -> RoleGuess | None:
    if _HOSTS.match(beside.behind) or _HOSTED_BY.search(beside.before):
        return RoleGuess("host", "host, as it is said to host")
    is_there = beside.kind == "state" and not beside.is_adjective and _IN.search(beside.before) is not None
    if is_there and _MEETING.search(beside.text):
        return RoleGuess("host", "host, as a meeting is said to be in it")
    return None


def _suffer(beside: _Beside) -> RoleGuess | None:
    aimed = _AIMED.search(beside.before)
    if aimed is None or _SPEAKS_AT_ONCE.match(beside.behind):
        return None
    return RoleGuess("target", f"target, as “{aimed[0].strip()}” stands before it")


def _be_quoted(beside: _Beside) -> RoleGuess | None:
    if said := _SAID_BEFORE.search(beside.before):
        first = re.findall(r"[^\W\d_]+", said[0])[0]
        return RoleGuess("speaker", f"speaker, as “{first}” stands before it")
    if beside.kind in ("media", "think-tank") and (found := _SOURCE_BEHIND.match(beside.behind)):
        return RoleGuess("speaker", f"speaker, as it is the source of “{found[0].strip()}”")
    return None


def _have(beside: _Beside) -> RoleGuess | None:
    if _POSSESSIVE.match(beside.behind) and not _BODY.match(beside.behind):
        return RoleGuess("subject", "subject, as the sentence is about something of it")
    return None


def _act(beside: _Beside) -> RoleGuess | None:
    body = _BODY.match(beside.behind)
    behind = beside.behind[body.end() :] if body is not None else beside.behind
    is_adjective = beside.is_adjective and body is None
    spoken = (_SPEAKS_AT_ONCE if is_adjective else _SPEAKS).match(behind)
    acted = None if is_adjective else _ACTS.match(behind) or _DOES.match(behind)
    if spoken and (not acted or spoken.end() <= acted.end()):
        return RoleGuess("speaker", f"speaker, as “{spoken[0].split()[-1]}” stands behind it")
    if acted and beside.kind != "media":
        return RoleGuess("initiator", f"initiator, as “{acted[0].split()[-1]}” stands behind it")
    return None


def says_something(text: str, end: int) -> bool:
    """Whether whom a sentence names by the characters before `end` is said to say or to do something."""
    behind = text[end : end + 160]
    return _SPEAKS.match(behind) is not None or _ACTS.match(behind) is not None or _DOES.match(behind) is not None


def is_subject(text: str, words: str, *, language: str) -> bool:
    """Whether a sentence says something of whom it names by these words: a verb stands behind them, near its beginning.

    A verb is told by its ending, in other languages than English any word is taken for one: this is only likely.
    """
    place = text.find(words)
    verb = _ABOUT if language == "en" else _SOME_WORD
    behind = text[place + len(words) : place + len(words) + 60]
    return 0 <= place <= _BEFORE_SUBJECT and not _POSSESSIVE.match(behind) and verb.match(behind) is not None
