"""What ended, at the desk: deleted and merged records, who did it, and bringing one back."""

from functools import partial
from typing import Any

from starlette.responses import Response

from app.changes.endings import EndedRecord, find_endings, find_one_ending
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.forms import read_whole
from app.desk.frame.framing import show_page
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.open_ways import find_way, may_open
from app.desk.housekeeping.telling import UNTOLD, tell_value
from app.errors import Conflict, Invalid, Stale
from app.language.wording import label
from app.reading.resource import Resource
from app.writing import keys
from schemas import RecordKey

ENDED_A_PAGE = 40
"""How many records one page shows."""
_REFUSED = (Invalid, Conflict, Stale)


def show_ended(visit: Visit) -> Response:
    """The records that ended and have not come back, the newest first."""
    number = read_whole(visit.asked.value("before"))
    with visit.service.database.read_primary() as connection:
        found = find_endings(connection, limit=ENDED_A_PAGE, before=number)
        persons = keys.find_persons(connection)
    shown = found[:ENDED_A_PAGE]
    following = shown[-1].seq if len(found) > len(shown) else None
    return show_page(
        visit,
        "ended.html",
        ended=shown,
        following=following,
        is_later=number is not None,
        persons=persons,
        name_of=_name_of,
        may_open=partial(may_open, visit),
    )


def show_one_ended(resource: Resource, visit: Visit) -> Response:
    """A record that ended: what comes back, and what named it before a merge."""
    return _show(resource, visit, RefusedForm())


def restore_typed(resource: Resource, visit: Visit) -> Response:
    """Bring a record back; what named it before a merge is told, to be moved back by hand."""
    path = f"/v1/{resource.name}/{visit.place['id']}/restore"
    try:
        answered = write_by_api(visit, path)
    except _REFUSED as refusal:
        return _show(resource, visit, place_beside(refusal, ()))
    moved = answered["meta"].get("moved", [])
    values = {"record": answered["data"], "name": resource.name, "moved": moved}
    return show_page(visit, "restored.html", title_of=title_of, way_to=partial(find_way, visit), **values)


def _show(resource: Resource, visit: Visit, refused: RefusedForm) -> Response:
    key = RecordKey(resource.name, visit.place["id"])
    with visit.service.database.read_primary() as connection:
        ended = find_one_ending(connection, key)
        persons = keys.find_persons(connection)
    if ended is None:
        return show_page(visit, "stands.html", name=resource.name, record_id=key.id, status=refused.status)
    moved: list[dict[str, Any]] = []
    try:
        tried = write_by_api(visit, f"/v1/{resource.name}/{key.id}/restore", query={"dry_run": True})
        moved = tried["meta"].get("moved", [])
    except _REFUSED as refusal:
        refused = refused if refused.faults else place_beside(refusal, ())
    document = ended.last.model_dump(mode="json")
    told = {label(name.replace("_", "-")): tell_value(document[name], name) for name in document if name not in UNTOLD}
    return show_page(
        visit,
        "ended-one.html",
        status=refused.status,
        ended=ended,
        name=resource.name,
        title=_name_of(ended),
        fields={name: lines for name, lines in told.items() if lines},
        moved=moved,
        persons=persons,
        way_to=partial(find_way, visit),
        faults=refused.beside,
    )


def _name_of(ended: EndedRecord) -> str:
    """What a record that ended was called."""
    return title_of(ended.last.model_dump(include={"id", "title", "name"}))
