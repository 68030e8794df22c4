"""Editions as people read them: statements with their notes, and a footnote for each record that they cite."""

from typing import Any

from sqlalchemy import Connection

from app.editions.apparatus import Edition, edition_of
from app.editions.markdown import particulars, say_publication, write_markdown
from app.http.parts import DetailForm
from app.pages.asking import Asking
from app.pages.rendering import HTML_TYPE, PAGE_POLICY, render
from app.reading.formats import check_words
from app.reading.question.known import parameters_of
from app.resources import BRIEFINGS, RESOURCES
from app.store.clock import Snapshot
from schemas import Briefing, BriefingDetailQuery


def edition(asking: Asking, document: str) -> dict[str, Any]:
    """What a template needs to show an edition, given its JSON."""
    briefing = Briefing.model_validate_json(document)
    with asking.archive.database.read(at_least=asking.moment) as connection:
        return describe_edition(edition_of(connection, briefing, seq=asking.moment, judging=asking.is_of_now))


def forms(public_url: str | None) -> dict[str, DetailForm]:
    """The forms of `/v1/briefings/{id}` besides JSON."""

    def made(connection: Connection, document: str, snapshot: Snapshot) -> Edition:
        briefing = Briefing.model_validate_json(document)
        return edition_of(connection, briefing, seq=snapshot.seq, judging=not snapshot.settled)

    def in_markdown(connection: Connection, document: str, snapshot: Snapshot) -> bytes:
        return write_markdown(made(connection, document, snapshot), public_url=public_url or "").encode()

    def in_html(connection: Connection, document: str, snapshot: Snapshot) -> bytes:
        edition = made(connection, document, snapshot)
        shown = describe_edition(edition)
        return render("edition.html", title=edition.briefing.title, edition=shown, snapshot=snapshot.seq)

    made_forms = {
        "markdown": DetailForm("text/markdown; charset=utf-8", in_markdown),
        "html": DetailForm(HTML_TYPE, in_html, PAGE_POLICY),
    }
    check_words(parameters_of(BriefingDetailQuery)["format"].allowed, made_forms)
    return made_forms


def describe_edition(edition: Edition) -> dict[str, Any]:
    """What a template needs to show an edition, or a draft as it will be read."""
    briefing, footnotes, successor = edition.briefing, edition.footnotes, edition.successor
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
    if successor is not None:
        report["correction"] = f"/briefings/{successor.id}"
    return {
        "briefing": briefing,
        "particulars": list(particulars(briefing)),
        "successor": successor,
        "successor_published": say_publication(successor) if successor is not None else "",
        "footnotes": footnotes,
        "linked": report,
        "includes": ",".join(resource.name for resource in RESOURCES if resource is not BRIEFINGS),
    }
