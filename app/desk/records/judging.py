"""Judging: the form of one more judgement in a condition's timeline."""

from typing import Any

from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import Typed
from app.desk.frame.framing import go_to
from app.desk.frame.visits import Visit
from app.desk.records.passages import keep_mark, read_passage, take_mark
from app.desk.records.record_acts import act_within
from app.desk.records.record_form import Form, Said, locate_form, show_form
from app.desk.records.record_layouts import LAYOUTS
from app.desk.records.record_values import list_values, read_typed_record
from app.desk.records.record_versions import read_standing
from app.errors import Conflict, Invalid
from app.resources import CONDITIONS
from schemas import AssessmentDraft


def show_judging(visit: Visit) -> Response:
    """The form of one more judgement of a condition, with a passage as evidence where the address names one."""
    form, asked = _judging(visit), visit.asked
    with visit.service.database.read_primary() as connection:
        passage = read_passage(connection, *take_mark(asked))
    drafted: dict[str, Any] = {}
    if passage is not None:
        day = passage.source.published.on
        drafted = {"evidence": [passage.evidence], "on": day.isoformat() if day is not None else None}
    return show_form(visit, form, Typed((*keep_mark(asked), *list_values(form.fields, drafted))))


def judge_condition(visit: Visit) -> Response:
    """Add a judgement to a condition."""
    form, typed = _judging(visit), visit.typed
    if (acted := act_within(form.fields, typed)) is not None:
        return show_form(visit, form, acted.typed, Said(focus=acted.focus))
    body = read_typed_record(form.fields, typed).values
    try:
        write_by_api(visit, f"/v1/conditions/{visit.place['id']}/assessments", body)
    except (Invalid, Conflict) as refusal:
        return show_form(visit, form, typed, Said(refusal))
    return go_to(f"{locate_form(CONDITIONS.name, visit.place['id'])}?saved=1")


def show_judging_again(visit: Visit) -> Response:
    """The form of a judgement with what was typed before the session ended."""
    return show_form(visit, _judging(visit), visit.typed)


def _judging(visit: Visit) -> Form:
    with visit.service.database.read_primary() as connection:
        condition = read_standing(connection, CONDITIONS, visit.place["id"])
    title = f"How far it is met: {condition.document['title']}"
    action = f"/desk/conditions/{visit.place['id']}/assess"
    layout = LAYOUTS["assessments"]
    return Form(
        action, title, "Save the judgement", AssessmentDraft, layout, CONDITIONS.name, judged=condition.document
    )
