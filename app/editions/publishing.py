"""`POST /v1/briefings/{id}/publish`: a draft becomes an edition that never changes, if its records carry it."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.editions.checking import faults_of
from app.errors import Conflict, Invalid
from app.http import openapi
from app.http.sent import Sent
from app.http.writing import sent_write
from app.resources import BRIEFINGS
from app.resources.briefings import as_published
from app.store.write import Writer
from app.writing import records
from app.writing.transaction import Done, Transactions
from schemas import Briefing, BriefingDraft, Fault

MOST_FAULTS = 100
"""How many faults a refusal lists."""


def published(writer: Writer, draft: BriefingDraft, *, on: dt.date) -> dict[str, Any]:
    """What publication on a day sets of an edition. Raises `Invalid` where its records do not carry it."""
    # What is pinned is what stands at this change: nothing that the transaction did before may still be at work.
    writer.settle()
    faults = faults_of(writer.connection, draft, facts=writer.current)
    corrected = writer.current.find(Briefing, draft.supersedes) if draft.supersedes is not None else None
    if corrected is not None and corrected.state != "published":
        message = f"names briefings/{corrected.id}, which is a draft: only a published edition is corrected by another"
        faults.append(Fault(in_="body", pointer="/supersedes", message=message))
    if faults:
        detail = f"{len(faults)} things in this edition are not in the records that it cites, or keep it from them"
        raise Invalid(detail, faults=faults[:MOST_FAULTS])
    return as_published(draft, facts=writer.current, on=on)


def publish(writer: Writer, briefing_id: str, sent: Sent) -> Done:
    """Publish a draft as it stands, on this day.

    Each name, place, designation, number, date, range, weekday and office that a statement names must occur in the
    records that the statement cites: in their texts, the names of who takes part, places, measures, days or verified
    passages; each name in the title and the headings in any of them. The revisions of the cited records are pinned.
    """
    sent.check_empty()
    briefing = records.present(writer, BRIEFINGS, briefing_id, behind="/publish")
    assert isinstance(briefing, Briefing)  # noqa: S101  # a record of the briefings
    sent.check_match(briefing)
    if briefing.state == "published":
        raise Conflict(f"briefings/{briefing_id} is published already; a new edition can supersede it")
    draft = records.draft_of(BRIEFINGS, briefing)
    assert isinstance(draft, BriefingDraft)  # noqa: S101  # a draft of a briefing
    given = published(writer, draft, on=dt.datetime.now(dt.UTC).date())
    return Done("briefings", writer.replace("briefings", briefing_id, draft, given=given).record)


def add_route(router: APIRouter, transactions: Transactions) -> None:
    """Give briefings their publication."""

    def write(request: Request, sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        briefing_id = request.path_params["id"]
        change = lambda writer: publish(writer, briefing_id, sent)  # noqa: E731
        return transactions.run(sent, scope="briefings:write", change=change)

    place = openapi.id_parameter(BRIEFINGS.name)
    router.add_api_route(
        "/v1/briefings/{id}/publish",
        write,
        methods=["POST"],
        tags=["briefings"],
        response_class=Response,
        operation_id="publish_briefing",
        summary="Publish a draft",
        description=(publish.__doc__ or "").strip(),
        openapi_extra=openapi.write(None, [place, openapi.MATCH, openapi.IDEMPOTENCY_KEY]),
        responses={
            **openapi.written("Briefing"),
            **openapi.problems(401, 403, 404, 409, 410, 412, 413, 415, 422, 503),
        },
    )
