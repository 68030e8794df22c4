"""Editions as people read them: statements with their notes, and a footnote for each record that they cite."""

import json
from typing import Any

from sqlalchemy import Connection

from app.editions.apparatus import apparatus
from app.editions.markdown import particulars, written
from app.pages.asking import Asking
from app.pages.rendering import HTML, POLICY, rendered
from app.pipeline.reading import DetailForm
from app.store.clock import Snapshot
from schemas import Briefing


def edition(asking: Asking, document: dict[str, Any]) -> dict[str, Any]:
    """What a template needs to show an edition."""
    with asking.reading.database.read(at_least=asking.moment) as connection:
        return _edition(connection, Briefing.model_validate_json(json.dumps(document)), seq=asking.moment)


def forms(public_url: str) -> dict[str, DetailForm]:
    """The forms of `/v1/briefings/{id}` besides JSON."""

    def in_markdown(connection: Connection, document: str, snapshot: Snapshot) -> bytes:
        briefing = Briefing.model_validate_json(document)
        footnotes = apparatus(connection, briefing, seq=snapshot.seq)
        return written(briefing, footnotes, public_url=public_url).encode()

    def in_html(connection: Connection, document: str, snapshot: Snapshot) -> bytes:
        briefing = Briefing.model_validate_json(document)
        shown = _edition(connection, briefing, seq=snapshot.seq)
        return rendered("edition.html", title=briefing.title, edition=shown, snapshot=snapshot.seq)

    return {
        "markdown": DetailForm("text/markdown; charset=utf-8", in_markdown),
        "html": DetailForm(HTML, in_html, POLICY),
    }


def _edition(connection: Connection, briefing: Briefing, *, seq: int) -> dict[str, Any]:
    footnotes = apparatus(connection, briefing, seq=seq)
    report = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": briefing.title,
        "inLanguage": "en",
        "identifier": briefing.id,
        "url": f"/briefings/{briefing.id}",
        "about": [note.title for note in footnotes.values() if note.noun == "condition"],
    }
    if briefing.published_on is not None:
        report["datePublished"] = briefing.published_on.isoformat()
    return {
        "briefing": briefing,
        "particulars": list(particulars(briefing)),
        "footnotes": footnotes,
        "linked": report,
    }
