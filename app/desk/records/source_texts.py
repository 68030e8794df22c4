"""A source's text at the desk: attached, looked at with what rests on it, and words of it taken for a record."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from app.collecting.articles import can_take_texts
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed, read_whole
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.records.finding import OfferedRecord, find_records, read_titles
from app.desk.records.passages import mark_passage, trim
from app.desk.records.record_acts import ACT
from app.desk.records.record_versions import read_standing
from app.desk.records.taking_texts import fetch_text, read_page
from app.desk.records.text_pieces import TextPart, cut_part, read_resting, show_places
from app.errors import BodyTooLarge, Conflict, Invalid, Refusal, Stale
from app.resources import CONDITIONS, DEVELOPMENTS, SOURCES
from app.store import texts
from app.writing.quoting import Quotable
from schemas import PassageQuote, RecordKey

MOST_PASTED_BYTES = 16 * 1024 * 1024
"""How many bytes a form with a text may have: 5 MiB of text take three times as much as browsers send it."""
MOST_PLACES = 20
"""How many places are offered of words that occur more often."""
TAKES = {
    "development": "/desk/developments/new",
    "evidence": "/desk/developments/{}",
    "assess": "/desk/conditions/{}/assess",
}
"""Where words lead that were taken, by the act."""


def show_source_text(visit: Visit) -> Response:
    """A source's text with what rests on it, and the ways to attach one."""
    return show_text_of(visit, visit.place["id"])


def show_text_of(
    visit: Visit,
    source_id: str,
    *,
    words: str = "",
    refusal: Refusal | None = None,
    places: Sequence[tuple[int, int, str]] = (),
    candidates: tuple[str, list[OfferedRecord]] = ("", []),
    done: str = "",
) -> Response:
    """The page of a source's text; with words that were typed, and what is wrong with them or with a text.

    `done` says what was done although something is wrong.
    """
    with visit.service.database.read_primary() as connection:
        source = read_standing(connection, SOURCES, source_id).document
        text = texts.text_of(connection, source_id)
        citations = read_resting(connection, source_id)
        titles = read_titles(connection, (RecordKey(each.collection, each.id) for each in citations))
    number = read_whole(visit.typed.value("part") or visit.asked.value("part"))
    part = cut_part(text, citations, source_id, number=number or 1) if text else None
    values: dict[str, Any] = {
        "source": source,
        "part": part,
        "resting": {str(key): title for key, title in titles.items()},
        "orphaned": [each for each in citations if each.evidence.state == "orphaned"],
        "words": words,
        "places": places,
        "refusal": refusal,
        "done": done,
        "candidates": candidates,
        "typed": visit.typed,
        "can_fetch": can_take_texts() and bool(source["url"]),
        "sentences": _spell_sentences(part),
        **_list_ways(visit),
    }
    return show_page(visit, "text.html", status=refusal.status if refusal is not None else 200, **values)


def show_typed_text(visit: Visit) -> Response:
    """A source's text with what was typed before the session ended."""
    return show_text_of(visit, visit.place["id"], words=visit.typed.value("words"))


def keep_text(visit: Visit) -> Response:
    """Attach a text that was pasted, read from a file or fetched, or take the one away that is there."""
    source_id, how = visit.place["id"], visit.typed.value(ACT)
    path = f"/v1/sources/{source_id}/text"
    try:
        if how == "detach":
            write_by_api(visit, path, method="DELETE")
        else:
            write_by_api(visit, path, _take(visit, how).encode(), method="PUT")
    except (Invalid, Conflict, Stale, BodyTooLarge) as refusal:
        return show_text_of(visit, source_id, refusal=refusal)
    return go_to(f"/desk/sources/{source_id}/text")


def take_words(visit: Visit) -> Response:
    """Go on with words of a text: to a new development, to one that they are evidence of, to judging a condition."""
    source_id, words = visit.place["id"], visit.typed.value("words")
    act, _, chosen = (visit.typed.value(ACT) or _act_of(visit.typed)).partition(":")
    if not words:
        return show_text_of(visit, source_id, refusal=Invalid("select words in the text, or type them"))
    try:
        start, end = find_words(visit, source_id, words)
    except Conflict as refusal:
        return offer_places(visit, source_id, words, refusal)
    except Invalid as refusal:
        return show_text_of(visit, source_id, words=words, refusal=refusal)
    if act in ("evidence", "assess"):
        collection = DEVELOPMENTS.name if act == "evidence" else CONDITIONS.name
        typed = visit.typed.value(collection)
        found = find_records(visit.service.archive, collection, typed)
        if not chosen and typed not in {each.id for each in found}:
            return show_text_of(visit, source_id, words=words, candidates=(act, found if typed else []))
        chosen = chosen or typed
    address = TAKES.get(act, TAKES["development"]).format(quote(chosen, safe=""))
    return go_to(f"{address}?{mark_passage(source_id, start, end)}")


def find_words(visit: Visit, source_id: str, words: str) -> tuple[int, int]:
    """Where words stand in a source's text: where the form says so, else where the API finds them, exactly once.

    Raises `Invalid` where they do not, `Conflict` where they do more than once, or no text is attached.
    """
    place = visit.typed.value("place") or f"{visit.typed.value('start')}-{visit.typed.value('end')}"
    start, end = (read_whole(each) for each in place.partition("-")[::2])
    if start is not None and end is not None:
        text = _read_text(visit, source_id)
        first, last = trim(text, start, min(end, len(text)))
        if " ".join(text[first:last].split()) == " ".join(words.split()) != "":
            return first, last
        if range(start, end) in _list_places(text, words):
            return start, end
    found = write_by_api(visit, f"/v1/sources/{source_id}/passages", {"exact": words})
    selector = found["data"]["selector"]
    return selector["start"], selector["end"]


def offer_places(visit: Visit, source_id: str, words: str, refusal: Refusal, *, done: str = "") -> Response:
    """The page of a source's text with the places of words that stand there more than once, to choose from."""
    text = _read_text(visit, source_id)
    places = show_places(text, _list_places(text, words)[:MOST_PLACES])
    return show_text_of(visit, source_id, words=words, refusal=refusal, places=places, done=done)


def _list_ways(visit: Visit) -> dict[str, Any]:
    """What the key allows to be done with a text, and the records that are offered for it before anything is typed."""
    archive = visit.service.archive
    return {
        "can_attach": visit.key.allows("sources:write"),
        "can_judge": visit.key.allows("conditions:write"),
        "can_develop": visit.key.allows("developments:write"),
        "conditions": find_records(archive, CONDITIONS.name, ""),
        "developments": find_records(archive, DEVELOPMENTS.name, ""),
    }


def _act_of(typed: Typed) -> str:
    """What Enter in a field of the form asks for: what the field is for that something is typed into."""
    if typed.value(DEVELOPMENTS.name):
        return "evidence"
    return "assess" if typed.value(CONDITIONS.name) else "development"


def _take(visit: Visit, how: str) -> str:
    """The text that a form sends, or has fetched. Raises `Invalid` where there is none."""
    if how != "fetch":
        typed = visit.typed.value("text")
        if not typed:
            raise Invalid("paste the text, or choose a file with it")
        return read_page(typed) if visit.typed.value("form") == "html" else typed
    with visit.service.database.read_primary() as connection:
        url = read_standing(connection, SOURCES, visit.place["id"]).document["url"]
    return fetch_text(url or "", allow_private=visit.service.collects_private)


def _read_text(visit: Visit, source_id: str) -> str:
    with visit.service.database.read_primary() as connection:
        return texts.text_of(connection, source_id) or ""


def _list_places(text: str, words: str) -> list[range]:
    """Where words stand in a text as the API finds them; nowhere, where they can be no passage."""
    try:
        quote = PassageQuote(exact=words)
    except ValueError:
        return []
    return Quotable(text).list_places(quote)


def _spell_sentences(part: TextPart | None) -> str:
    """Where the sentences of a part begin and end in it, as the script reads it."""
    return " ".join(f"{start},{end}" for start, end in part.sentences) if part is not None else ""
