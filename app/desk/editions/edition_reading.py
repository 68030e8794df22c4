"""Editions as they are read: a draft before it is published, publishing it, and beginning the correction of another."""

import re
import secrets
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.editions.edition_form import fields_of_draft
from app.desk.editions.edition_page import read_kept_draft
from app.desk.editions.findings import EditionFindings, find_findings
from app.desk.editions.word_changes import ShownDifference, show_difference
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.visits import Visit
from app.editions.apparatus import edition_of
from app.editions.drafts import find_briefing, find_entries
from app.editions.markdown import write_markdown
from app.editions.newest import newest_edition
from app.errors import Conflict, Forbidden, Invalid, NotFound, Refusal, Stale
from app.http.drafts import DRAFTING_SCOPE, DRAFTS_PATH
from app.pages.asking import Asking
from app.pages.editions import describe_edition
from app.resources import BRIEFINGS
from app.store import clock, read
from app.writing import keys
from app.writing.drafts import find_existing_row
from schemas import SLUG, Briefing, BriefingQuery, DraftEntry, DraftsQuery

VIEWS = {"reader": "As a reader sees it", "markdown": "Markdown", "diff": "What differs"}
"""How a draft can be looked at."""
EDITIONS_A_PAGE = 30
MOST_DRAFTS = 200
"""Among how many drafts one that corrects an edition is looked for."""
COPIED = ("title", "subtitle", "period", "lead", "sections", "sources")
"""What the draft of a correction begins with."""


def show_preview(visit: Visit) -> Response:
    """A draft as a reader will see it, in Markdown, or as it differs from the edition before."""
    asked = visit.request.query_params
    view = asked.get("as") if asked.get("as") in VIEWS else "reader"
    with visit.service.database.read_primary() as connection:
        values = _read_draft(visit, connection)
        values["difference"] = _hold_against_edition(connection, values["briefing"], asked.get("against"))
    return show_page(visit, "preview.html", view=view, views=VIEWS, can_draft=_may_draft(visit), **values)


def show_publication(visit: Visit) -> Response:
    """What would be published, what keeps it from that, and the button where nothing does."""
    return _show_publication(visit)


def publish_shown(visit: Visit) -> Response:
    """Publish a draft as it was shown."""
    draft_id = visit.place["id"]
    try:
        with visit.service.database.read_primary() as connection:
            findings = _find(connection, draft_id)
        if findings.count:
            return _show_publication(visit, Invalid("something keeps it from being published"))
        write_by_api(visit, f"{DRAFTS_PATH}/{draft_id}/publish")
    except NotFound as refusal:
        # Sent twice: the edition is there, and the draft is no more.
        with visit.service.database.read_primary() as connection:
            if read.document_of(connection, BRIEFINGS.collection.table, draft_id, seq=read.ANY_NUMBER) is None:
                return show_page(visit, "edition-gone.html", status=404, refusal=refusal, fields=None)
    except (Invalid, Forbidden, Stale, Conflict) as refusal:
        return _show_publication(visit, refusal)
    return go_to(f"/desk/editions#{draft_id}")


def show_editions(visit: Visit) -> Response:
    """The editions, newest first, and what corrects them."""
    return _show_editions(visit)


def begin_correction(visit: Visit) -> Response:
    """Make a draft that is to supersede an edition, with what that says; the one that is there, where there is one."""
    edition_id = visit.place["id"]
    with visit.service.database.read_primary() as connection:
        there = _find_corrections(connection).get(edition_id)
        row = read.document_of(connection, BRIEFINGS.collection.table, edition_id, seq=read.ANY_NUMBER)
    if there is not None:
        return go_to(f"/desk/drafts/{there.id}")
    if row is None:
        return _show_editions(visit, NotFound(f"there is no edition {edition_id[:96]!r}"))
    edition = fields_of_draft(Briefing.model_validate_json(row.document).model_dump(mode="json"))
    body = {name: value for name, value in edition.to_patch().items() if name in COPIED}
    try:
        made = write_by_api(visit, DRAFTS_PATH, {**body, "supersedes": edition_id})
    except (Conflict, Invalid) as refusal:
        return _show_editions(visit, refusal)
    return go_to(f"/desk/drafts/{made['data']['id']}#correction")


def _show_editions(visit: Visit, refusal: Refusal | None = None) -> Response:
    asking = Asking(visit.service.archive)
    asked = {"state": ("published",), "sort": "-created_at", "limit": EDITIONS_A_PAGE}
    try:
        query = BriefingQuery.model_validate({**asked, "cursor": visit.asked.value("cursor") or None})
    except ValueError:
        query = BriefingQuery.model_validate(asked)
    listed = asking.list(BRIEFINGS.name, query)
    with visit.service.database.read_primary() as connection:
        drafts = _find_corrections(connection)
    following = listed.answer.next.partition("cursor=")[2].partition("&")[0] if listed.answer.next else None
    return show_page(
        visit,
        "editions.html",
        editions=listed.records,
        drafts=drafts,
        following=following,
        once=secrets.token_urlsafe(16),
        can_draft=_may_draft(visit),
        shows_history=_may_read_history(visit),
        refusal=refusal,
        status=200 if refusal is None else refusal.status,
    )


def _show_publication(visit: Visit, refusal: Refusal | None = None) -> Response:
    draft_id = visit.place["id"]
    with visit.service.database.read_primary() as connection:
        values = _read_draft(visit, connection)
        findings = _find(connection, draft_id)
        row = find_existing_row(connection, draft_id)
        is_own = visit.service.takes_two and keys.are_one_person(connection, row.changed_by, visit.key.name)
    values |= {
        "findings": findings,
        "refusal": refusal,
        "is_own": is_own,
        "can_draft": _may_draft(visit),
        "can_publish": _may_draft(visit) and not is_own and not findings.count,
        "once": secrets.token_urlsafe(16),
        "views": VIEWS,
    }
    return show_page(visit, "publication.html", status=200 if refusal is None else refusal.status, **values)


def _read_draft(visit: Visit, connection: Connection) -> dict[str, Any]:
    """What the pages of a draft show. Raises `NotFound`."""
    briefing = find_briefing(connection, visit.place["id"])
    row = find_existing_row(connection, visit.place["id"])
    edition = edition_of(connection, briefing, seq=clock.newest(connection).seq, judging=True)
    base = visit.service.whereabouts.base(visit.request.scope)
    return {
        "briefing": briefing,
        "edition": describe_edition(edition),
        "markdown": write_markdown(edition, public_url=base),
        "changed_by": keys.find_persons(connection).get(row.changed_by, row.changed_by),
        "revision": row.revision,
    }


def _hold_against_edition(connection: Connection, briefing: Briefing, against: str | None) -> ShownDifference | None:
    """How a draft differs from an edition: one that is named, else that which it corrects, else the latest."""
    seq = clock.newest(connection).seq
    try:
        wanted = against or briefing.supersedes or newest_edition(connection, seq=seq)
    except NotFound:
        return None
    is_id = re.fullmatch(SLUG, wanted) is not None
    row = read.document_of(connection, BRIEFINGS.collection.table, wanted, seq=seq) if is_id else None
    if row is None:
        return None
    return show_difference(connection, briefing, Briefing.model_validate_json(row.document), seq=seq)


def _find(connection: Connection, draft_id: str) -> EditionFindings:
    return find_findings(connection, draft_id, fields_of_draft(read_kept_draft(connection, draft_id)))


def _find_corrections(connection: Connection) -> dict[str, DraftEntry]:
    """The drafts that are to correct an edition, by its id."""
    entries = find_entries(connection, DraftsQuery(limit=MOST_DRAFTS))
    return {each.supersedes: each for each in entries if each.supersedes is not None}


def _may_read_history(visit: Visit) -> bool:
    """Whether the key allows the pages that say who published an edition."""
    found = visit.desk.find_row("GET", f"/desk/{BRIEFINGS.name}/any/history")
    return found is not None and visit.may(found[0])


def _may_draft(visit: Visit) -> bool:
    return visit.key.allows(DRAFTING_SCOPE)
