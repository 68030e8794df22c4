"""Corrections: which edition corrects which, when, what it says of that, and where the two are compared."""

from urllib.parse import parse_qsl, urlencode

from fastapi import Request

from app.pages import links
from app.pages.asking import Asking
from app.pages.rendering import render
from app.resources import BRIEFINGS

CORRECTIONS_PATH = "/corrections"
"""The address of the page."""
OF_CORRECTIONS = {"corrects": "true", "state": "published"}
"""What chooses editions that correct another among briefings."""
FEEDS_OFFERED = (("Atom", "atom", "application/atom+xml"), ("JSON Feed", "jsonfeed", "application/feed+json"))
CORRECTIONS_A_PAGE = 50
"""How many corrections a page shows."""


def show_corrections(asking: Asking, request: Request) -> bytes:
    """Every correction, newest first; what else the list of briefings takes is taken here."""
    pairs = links.pairs_of(request.scope["query_string"])
    fixed = {**OF_CORRECTIONS, "sort": "-created_at", "include": "briefings"}
    asked = [*(each for each in pairs if each[0] not in fixed), *fixed.items()]
    if all(name != "limit" for name, _ in pairs):
        asked.append(("limit", str(CORRECTIONS_A_PAGE)))
    listed = asking.list_as_sent(BRIEFINGS.name, urlencode(asked).encode())
    following = parse_qsl((listed.answer.next or "").partition("?")[2])
    onward = [each for each in following if each[0] in ("cursor", "limit", "as_of")]
    feed = f"/v1/{BRIEFINGS.name}?{urlencode(OF_CORRECTIONS)}&format="
    return render(
        "corrections.html",
        title="Corrections",
        corrections=listed.records,
        corrected=listed.included[BRIEFINGS.name],
        feeds=[(name, media_type, f"{feed}{word}") for name, word, media_type in FEEDS_OFFERED],
        next=links.with_pairs(CORRECTIONS_PATH, onward) if following else None,
        snapshot=asking.seq,
    )
