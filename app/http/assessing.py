"""Assessing: one more judgement in a condition's timeline."""

from app.evidence import assessing
from app.http.sent import JSON_TYPES
from app.http.writing import Write
from app.writing.bodies import read_json
from app.writing.outcome import Done
from schemas import AssessmentDraft


def assess_condition(write: Write) -> Done:
    """Add a judgement to a condition's timeline.

    The condition is answered; its status is that of the newest assessment by day.
    """
    assessment = read_json(AssessmentDraft, write.sent.text(JSON_TYPES))
    return assessing.assess(write.writer, write.id, assessment, precondition=write.sent.precondition)
