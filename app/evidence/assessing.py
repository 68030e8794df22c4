"""`POST /v1/conditions/{id}/assessments`: one more judgement in a condition's timeline."""

import json
import re
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.errors import Invalid
from app.http import openapi
from app.http.sent import JSON_TYPES, Sent
from app.http.writing import sent_write
from app.resources import CONDITIONS
from app.store.integrity import check_targets
from app.store.write import Writer
from app.writing import records
from app.writing.bodies import read_json
from app.writing.given import settled
from app.writing.transaction import Done, Transactions
from schemas import AssessmentDraft, Fault

_PLACE = re.compile("^/assessments/[0-9]+")
"""The beginning of a pointer to an assessment."""


def _own(fault: Fault) -> Fault:
    """A fault of a condition as one of the assessment that it is about."""
    return fault.model_copy(update={"pointer": _PLACE.sub("", fault.pointer or "")})


def add_routes(router: APIRouter, transactions: Transactions) -> None:
    """Give conditions their timeline's own address."""

    def assess(request: Request, sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        condition_id = request.path_params["id"]

        def change(writer: Writer) -> Done:
            read = read_json(AssessmentDraft, sent.text(JSON_TYPES))
            condition = records.present(writer, CONDITIONS, condition_id)
            sent.check_match(condition)
            assessment = settled(writer, read)
            draft = json.loads(records.draft_of(CONDITIONS, condition).model_dump_json())
            draft["assessments"].append(json.loads(assessment.model_dump_json()))
            longer = records.drafted(CONDITIONS, draft)
            check_targets(writer.current, "the assessment", assessment)
            try:
                return Done("conditions", writer.replace("conditions", condition_id, longer).record)
            except Invalid as refusal:
                raise refusal.saying([_own(fault) for fault in refusal.faults]) from None

        return transactions.run(sent, scope="conditions:write", change=change)

    place = openapi.id_parameter("conditions")
    extra = openapi.write(AssessmentDraft, [place, openapi.MATCH, openapi.IDEMPOTENCY_KEY])
    router.add_api_route(
        "/v1/conditions/{id}/assessments",
        assess,
        methods=["POST"],
        tags=["conditions"],
        response_class=Response,
        operation_id="assess_condition",
        summary="Add a judgement to a condition's timeline",
        description="The condition is answered; its status is that of the newest assessment by day.",
        openapi_extra=extra,
        responses={
            **openapi.written("Condition"),
            **openapi.problems(401, 403, 404, 409, 410, 412, 413, 415, 422, 503),
        },
    )
