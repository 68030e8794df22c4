"""Assessing: one more judgement in a condition's timeline."""

import json
import re

from app.errors import Invalid
from app.resources import CONDITIONS
from app.store.integrity import check_targets
from app.store.write import Writer
from app.writing import records
from app.writing.given import settle
from app.writing.outcome import Done
from app.writing.precondition import Precondition
from schemas import AssessmentDraft, Fault

_PLACE = re.compile("^/assessments/[0-9]+")
"""The beginning of a pointer to an assessment."""


def assess(writer: Writer, condition_id: str, assessment: AssessmentDraft, *, precondition: Precondition) -> Done:
    """Add an assessment to a condition's timeline; the condition, whose status is that of the newest one by day.

    Raises `NotFound`, `Gone` or `MovedTo` where there is no such condition, `Stale`, and `Invalid` with the places of
    what is wrong within the assessment.
    """
    condition = records.find_standing(writer, CONDITIONS, condition_id)
    precondition.check(condition)
    assessment = settle(writer, assessment)
    draft = json.loads(records.draft_of(CONDITIONS, condition).model_dump_json())
    draft["assessments"].append(json.loads(assessment.model_dump_json()))
    longer = records.read_draft(CONDITIONS, draft)
    check_targets(writer.current, "the assessment", assessment)
    try:
        return Done(CONDITIONS.name, writer.replace(CONDITIONS.name, condition_id, longer).record)
    except Invalid as refusal:
        raise refusal.saying([_within(fault) for fault in refusal.faults]) from None


def _within(fault: Fault) -> Fault:
    """A fault of a condition as one of the assessment that it is about."""
    return fault.model_copy(update={"pointer": _PLACE.sub("", fault.pointer or "")})
