"""The clipper: a page of the web that somebody reads becomes a source, with its text, and its words a passage."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from app.desk.frame.api_writes import ONCE_FIELD, write_by_api
from app.desk.frame.endpoint import ask_to_sign_in
from app.desk.frame.forms import Typed
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.frame.written_days import read_day
from app.desk.records.field_faults import word_fault
from app.desk.records.passages import mark_passage
from app.desk.records.record_acts import ACT
from app.desk.records.record_versions import read_standing
from app.desk.records.source_texts import find_words, offer_places, show_text_of
from app.errors import BodyTooLarge, Conflict, Invalid, Refusal
from app.evidence.texts import MOST_TEXT_BYTES
from app.language.wording import sentence
from app.resources import SOURCES
from app.rules.addresses import canonical
from app.rules.texts import normalize_text
from app.store import texts
from app.store.metadata import columns_of
from app.store.tables import SourceVersion
from schemas import SourceDraft

OF_PAGE = ("url", "title", "publisher", "published", "language")
"""What an address may say of a page, too; its words stand in no address that a server is sent."""
CLIPPED = (*OF_PAGE, "words", "text")
"""What is clipped of a page, as the fields of the form that confirms it."""
GO_ON = "go-on"
"""The act of going on with a source that is there already, without what of a clip is not kept."""
HERE = "here"
"""What an address says that a page of the desk itself leads to."""
CLIPPER = """\
javascript:(()=>{const m=n=>(document.querySelector(`meta[property="${n}"],meta[name="${n}"]`)||{}).content||"",\
s=t=>t.replace(/\\s+/g," ").trim(),b=document.body,w=String(getSelection()).trim();\
let t=(document.querySelector("article,main")||b).innerText;if(!s(t).includes(s(w)))t=b.innerText;\
open("DESK#"+encodeURIComponent(JSON.stringify({url:location.href.split("#")[0],title:m("og:title")||document.title,\
publisher:m("og:site_name")||location.hostname,published:m("article:published_time").slice(0,10),\
language:document.documentElement.lang,words:w,text:t.slice(0,400000)})),"_blank","noopener")})()"""
"""The bookmark: what it takes stands behind the `#` of the address that it opens, which no server is sent."""
_sources = columns_of(SourceVersion)


def show_clipper(visit: Visit) -> Response:
    """The bookmark, and the form that confirms what it has taken of a page.

    A browser sends no cookie of ours with an address that another site has opened: it is led on from a page of ours.
    """
    if visit.session is None:
        if visit.asked.value(HERE):
            return ask_to_sign_in(visit)
        query = visit.request.scope["query_string"].decode("latin-1")
        return show_page(visit, "clip-on.html", onward=f"/desk/clip?{query}{'&' if query else ''}{HERE}=1")
    visit.key.require("sources:write")
    return _show(visit, {name: visit.asked.value(name) if name in OF_PAGE else "" for name in CLIPPED})


def show_clipped(visit: Visit) -> Response:
    """The form with what was clipped, and typed, before the session ended."""
    return _show(visit, _read(visit))


def take_clip(visit: Visit) -> Response:
    """Make a source of what was clipped, unless its address has one, attach its text, and go on with its words.

    Where there is a source already, and what was typed would not be kept of it, that is said first.
    """
    clipped, source_id, done = _read(visit), "", []
    try:
        _check_text(clipped["text"])
        known = _find_source(visit, clipped["url"])
        source_id = known or _make_source(visit, clipped)
        unkept = _list_unkept(visit, clipped, source_id, is_known=known is not None)
        if unkept and visit.typed.value(ACT) != GO_ON:
            return _show(visit, clipped, unkept=unkept, known=source_id)
        done += [] if known else ["the source is made"]
        if clipped["text"] and not _read_text(visit, source_id):
            write_by_api(visit, f"/v1/sources/{source_id}/text", clipped["text"].encode(), method="PUT")
            done.append("the text is attached")
    except (Invalid, Conflict, BodyTooLarge) as refusal:
        return _show(visit, clipped, refusal, done=done, known=source_id)
    return _go_on(visit, source_id, clipped["words"], done=done)


def _go_on(visit: Visit, source_id: str, words: str, *, done: Sequence[str]) -> Response:
    """Go on with words of a source's text; where they cannot be found, say what is done all the same."""
    if not words:
        return go_to(f"/desk/sources/{source_id}/text")
    said = f"{sentence(' and '.join(done))}; the words are still to be found" if done else ""
    asking = replace(visit, typed=Typed((("words", words),), visit.typed.token))
    try:
        start, end = find_words(asking, source_id, words)
    except Conflict as refusal:
        return offer_places(asking, source_id, words, refusal, done=said)
    except Invalid as refusal:
        return show_text_of(asking, source_id, words=words, refusal=refusal, done=said)
    if not visit.key.allows("developments:write"):
        return show_text_of(asking, source_id, words=words)
    return go_to(f"/desk/developments/new?{mark_passage(source_id, start, end)}")


def _read(visit: Visit) -> dict[str, str]:
    return {name: visit.typed.value(name) for name in CLIPPED}


def _show(
    visit: Visit,
    clipped: dict[str, str],
    refusal: Refusal | None = None,
    *,
    done: Sequence[str] = (),
    known: str = "",
    unkept: Sequence[str] = (),
) -> Response:
    """The form; after a refusal, with what is `done` all the same, or with what of it would not be kept."""
    known = known or _find_source(visit, clipped["url"]) or ""
    base = visit.service.whereabouts.base(visit.request.scope)
    values: dict[str, Any] = {
        "clipper": CLIPPER.replace("DESK", f"{base}/desk/clip"),
        "clipped": clipped,
        "refusal": refusal,
        "faults": _place_faults(refusal, clipped),
        "known": known,
        "has_text": bool(known and _read_text(visit, known)),
        "unkept": unkept,
        "done": sentence(" and ".join(done)),
        "once": visit.typed.value(ONCE_FIELD) if done else secrets.token_urlsafe(16),
        "go_on": GO_ON,
    }
    status = refusal.status if refusal is not None else Conflict.status if unkept else 200
    return show_page(visit, "clip.html", status=status, **values)


def _place_faults(refusal: Refusal | None, clipped: dict[str, str]) -> dict[str, list[str]]:
    placed: dict[str, list[str]] = {}
    for fault in refusal.faults if refusal is not None else ():
        first = [*(fault.pointer or "").split("/")[1:], fault.name or ""][0]
        field = first if first in CLIPPED else "text"
        placed.setdefault(field, []).append(word_fault(fault, typed=clipped[field]).message)
    return placed


def _find_source(visit: Visit, url: str) -> str | None:
    """The source that has an address, whatever else it says."""
    try:
        address = canonical(str(SourceDraft(title="any", publisher="any", url=url).url)) if url else None
    except ValueError:
        return None
    if address is None:
        return None
    query = select(_sources.id).where(_sources.canonical_url == address, _sources.until.is_(None)).limit(1)
    with visit.service.database.read_primary() as connection:
        found: str | None = connection.execute(query).scalar_one_or_none()
    return found


def _make_source(visit: Visit, clipped: dict[str, str]) -> str:
    """Make a source of a page. Raises what the API refuses."""
    source_id: str = write_by_api(visit, "/v1/sources", _draft(clipped))["data"]["id"]
    return source_id


def _draft(clipped: dict[str, str]) -> dict[str, Any]:
    """What was clipped, as the draft of a source."""
    day = read_day(clipped["published"]) if clipped["published"] else None
    return {
        "title": " ".join(clipped["title"].split()) or None,
        "publisher": " ".join(clipped["publisher"].split()) or None,
        "published": {"on": day.on, "precision": day.precision} if day is not None else {},
        **({"url": clipped["url"]} if clipped["url"] else {}),
        **({"language": clipped["language"]} if clipped["language"] else {}),
    }


def _list_unkept(visit: Visit, clipped: dict[str, str], source_id: str, *, is_known: bool) -> list[str]:
    """What was typed that a source which there is already would not have: it stays as it is, and so does its text."""
    unkept: list[str] = []
    if is_known:
        with visit.service.database.read_primary() as connection:
            there = read_standing(connection, SOURCES, source_id).document
        typed = _draft(clipped)
        unkept += [each for each in ("title", "publisher") if typed[each] and typed[each] != there[each]]
        unkept += ["day"] if typed["published"] and typed["published"] != there["published"] else []
        unkept += ["language"] if typed.get("language", there["language"]) != there["language"] else []
    text = _read_text(visit, source_id)
    return [*unkept, "text"] if clipped["text"] and text and _check_text(clipped["text"]) != text.strip() else unkept


def _check_text(typed: str) -> str:
    """A text as it would be kept, but for space around it; what cannot be kept is refused before a source is made.

    Raises `Invalid` for what is no text, `BodyTooLarge` for too much.
    """
    content = typed.encode()
    if len(content) > MOST_TEXT_BYTES:
        raise BodyTooLarge(f"a text may have {MOST_TEXT_BYTES:,} bytes at most, and has {len(content):,}")
    return normalize_text(content).strip() if typed else ""


def _read_text(visit: Visit, source_id: str) -> str:
    with visit.service.database.read_primary() as connection:
        return texts.text_of(connection, source_id) or ""
