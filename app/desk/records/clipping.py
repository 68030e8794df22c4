"""The clipper: a page of the web that somebody reads becomes a source, with its text, and its words a passage."""

from typing import Any

from sqlalchemy import select
from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.endpoint import ask_to_sign_in
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.desk.frame.written_days import read_day
from app.desk.records.passages import mark_passage
from app.desk.records.source_texts import find_words, show_text_of
from app.errors import BodyTooLarge, Conflict, Invalid, Refusal
from app.rules.addresses import canonical
from app.store import texts
from app.store.metadata import columns_of
from app.store.tables import SourceVersion
from schemas import SourceDraft

OF_PAGE = ("url", "title", "publisher", "published", "language")
"""What an address may say of a page, too; its words stand in no address that a server is sent."""
CLIPPED = (*OF_PAGE, "words", "text")
"""What is clipped of a page, as the fields of the form that confirms it."""
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
    """Make a source of what was clipped, unless its address has one, attach its text, and go on with its words."""
    clipped = _read(visit)
    try:
        source_id = _find_source(visit, clipped["url"]) or _make_source(visit, clipped)
        if clipped["text"] and not _has_text(visit, source_id):
            write_by_api(visit, f"/v1/sources/{source_id}/text", clipped["text"].encode(), method="PUT")
    except (Invalid, Conflict, BodyTooLarge) as refusal:
        return _show(visit, clipped, refusal)
    words = clipped["words"]
    if not words or not visit.key.allows("developments:write"):
        return go_to(f"/desk/sources/{source_id}/text")
    try:
        start, end = find_words(visit, source_id, words)
    except (Invalid, Conflict) as refusal:
        return show_text_of(visit, source_id, words=words, refusal=refusal)
    return go_to(f"/desk/developments/new?{mark_passage(source_id, start, end)}")


def _read(visit: Visit) -> dict[str, str]:
    return {name: visit.typed.value(name) for name in CLIPPED}


def _show(visit: Visit, clipped: dict[str, str], refusal: Refusal | None = None) -> Response:
    base = visit.service.whereabouts.base(visit.request.scope)
    values: dict[str, Any] = {
        "clipper": CLIPPER.replace("DESK", f"{base}/desk/clip"),
        "clipped": clipped,
        "refusal": refusal,
        "faults": _place_faults(refusal),
        "known": _find_source(visit, clipped["url"]),
    }
    return show_page(visit, "clip.html", status=refusal.status if refusal is not None else 200, **values)


def _place_faults(refusal: Refusal | None) -> dict[str, list[str]]:
    placed: dict[str, list[str]] = {}
    for fault in refusal.faults if refusal is not None else ():
        first = [*(fault.pointer or "").split("/")[1:], fault.name or ""][0]
        said = f"{fault.message[:1].upper()}{fault.message[1:]}."
        placed.setdefault(first if first in CLIPPED else "text", []).append(said)
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
    day = read_day(clipped["published"]) if clipped["published"] else None
    body = {
        "title": " ".join(clipped["title"].split()) or None,
        "publisher": " ".join(clipped["publisher"].split()) or None,
        "published": {"on": day.on, "precision": day.precision} if day is not None else {},
        **({"url": clipped["url"]} if clipped["url"] else {}),
        **({"language": clipped["language"]} if clipped["language"] else {}),
    }
    source_id: str = write_by_api(visit, "/v1/sources", body)["data"]["id"]
    return source_id


def _has_text(visit: Visit, source_id: str) -> bool:
    with visit.service.database.read_primary() as connection:
        return texts.text_of(connection, source_id) is not None
