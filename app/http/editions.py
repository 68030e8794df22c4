"""`/v1/briefings/draft`, `…/latest`, `…/{id}/diff` and `…/{id}/stale`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Response

from app.editions.drafting import drafted
from app.http import openapi
from app.http.sent import JSON_TYPES, Sent
from app.http.writing import sent_write
from app.resources import BRIEFINGS
from app.store import clock
from app.store.write import Writer
from app.writing.bodies import read_json
from app.writing.transaction import Done, Transactions
from schemas import (
    BriefingRequest,
)

CREATED = 201
PLACE = openapi.id_parameter(BRIEFINGS.name)


def add_draft(router: APIRouter, transactions: Transactions) -> None:
    """Give briefings the draft that is assembled from the records."""

    def draft(sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        """Keep a draft of what the records say of a period; with `dry_run`, only show it.

        Conditions with their status and what moved them in the period, developments by theme, newest first, figures,
        open disputes, and the sources with their grades: in the records' own words, the same every time. Filters are
        those of `/v1/developments`.
        """
        request = read_json(BriefingRequest, sent.text(JSON_TYPES))

        def change(writer: Writer) -> Done:
            sent.check_match(None)
            made = drafted(writer.connection, request, clock.newest(writer.connection))
            return Done("briefings", writer.create("briefings", made).record, CREATED)

        return transactions.run(sent, scope="briefings:write", change=change)

    answered_with = openapi.written("Briefing")
    router.add_api_route(
        "/v1/briefings/draft",
        draft,
        methods=["POST"],
        tags=["briefings"],
        response_class=Response,
        operation_id="draft_briefing",
        summary="Assemble a draft from the records",
        openapi_extra=openapi.write(BriefingRequest, [openapi.IDEMPOTENCY_KEY]),
        responses={
            201: answered_with[200],
            **answered_with,
            **openapi.problems(401, 403, 409, 412, 413, 415, 422, 503),
        },
    )
