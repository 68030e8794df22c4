"""Merging at the desk: two records side by side, what differs, what will move, and then the merge."""

from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import Connection, and_, select
from starlette.responses import Response

from app.desk.frame.api_writes import write_by_api
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.desk.housekeeping.faults import RefusedForm, place_beside
from app.desk.housekeeping.open_ways import find_way
from app.desk.housekeeping.telling import hold_together
from app.errors import Conflict, Gone, Invalid, MovedTo, NotFound, Refusal, Stale
from app.names.candidates import ActorNames
from app.pages.asking import Asking, Shown
from app.reading.resource import Resource
from app.resources import ACTORS, COLLECTIONS
from app.rules.references import mentions_in
from app.store import read
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import ReferenceRow
from schemas import RecordKey

MOST_TO_MERGE = 10
"""How many records are offered for what is typed."""
MOST_NAMING = 200
"""How many records are told that name a record."""
_REFUSED = (Invalid, Conflict, Stale, NotFound, Gone)


@dataclass(frozen=True)
class NamingRecord:
    """A record that names another: what it is called, in how many places, and whether it keeps the name."""

    key: RecordKey
    title: str
    places: tuple[str, ...]
    is_final: bool


def show_merge(resource: Resource, visit: Visit) -> Response:
    """A record, and what it could be merged into: whatever was chosen, side by side with it."""
    return _show(resource, visit, visit.asked.value("into").strip()[:300], RefusedForm())


def merge_typed(resource: Resource, visit: Visit) -> Response:
    """Merge a record into the one that was chosen."""
    record_id, into = visit.place["id"], visit.typed.value("into")
    try:
        write_by_api(visit, f"/v1/{resource.name}/{record_id}/merge", {"into": into})
    except _REFUSED as refusal:
        return _show(resource, visit, into, place_beside(refusal, ("into",)))
    return go_to(f"/desk/ended/{resource.name}/{record_id}")


def find_naming(connection: Connection, key: RecordKey, *, seq: int) -> list[NamingRecord]:
    """The records that named a record after a change, by collection and id; one more than are told where there are."""
    columns = columns_of(ReferenceRow)
    named = (columns.target_collection == key.collection, columns.target_id == key.id)
    itself = and_(columns.collection == key.collection, columns.id == key.id)
    query = select(columns.collection, columns.id).where(*named, ~itself, standing(ReferenceRow, seq)).distinct()
    found: list[NamingRecord] = []
    ids: dict[str, list[str]] = {}
    for row in connection.execute(query.order_by(columns.collection, columns.id).limit(MOST_NAMING + 1)):
        ids.setdefault(row.collection, []).append(row.id)
    for name, several in ids.items():
        collection = COLLECTIONS[name]
        documents = read.documents_of(connection, collection.table, several, seq=seq)
        for record_id, document in sorted(documents.items()):
            record = collection.record.model_validate_json(document)
            places = tuple(each.pointer for each in mentions_in(record) if each.key == key)
            title = title_of(record.model_dump(include={"id", "title", "name"}))
            is_final = collection.finality.is_final(record)
            found.append(NamingRecord(RecordKey(name, record_id), title, places, is_final))
    return found


def find_by_words(visit: Visit, resource: Resource, typed: str) -> tuple[Shown, ...]:
    """The records that what is typed may mean: the one with that id or name alone, else those with words of it."""
    asking = Asking(visit.service.archive)
    try:
        return (asking.record(resource.name, typed).record,)
    except (Refusal, MovedTo):
        pass
    if resource is ACTORS:
        with visit.service.database.read_primary() as connection:
            _, certain = ActorNames(connection, kinds=None, seq=read.ANY_NUMBER).whole(typed)
        if certain is not None:
            return (asking.record(resource.name, certain).record,)
    words = " ".join(word for word in typed.split() if word.isalnum())
    for question in (typed, words):
        try:
            query = urlencode({"q": question, "limit": str(MOST_TO_MERGE), "sort": "relevance"}).encode()
            if found := asking.list_as_sent(resource.name, query).records:
                return tuple(found)
        except (Refusal, ValueError):
            continue
    return ()


def _show(resource: Resource, visit: Visit, typed: str, refused: RefusedForm) -> Response:
    try:
        record = Asking(visit.service.archive).record(resource.name, visit.place["id"]).record
    except (Gone, MovedTo):
        return go_to(f"/desk/ended/{resource.name}/{visit.place['id']}")
    found = find_by_words(visit, resource, typed) if typed else ()
    near = tuple(each for each in found if each["id"] != record["id"])
    is_chosen = len(near) == 1 and len(found) == 1
    values: dict[str, Any] = {"other": None}
    if is_chosen:
        values, told = _hold(resource, visit, record, near[0])
        refused = refused if refused.faults else told
    elif typed and not near:
        same = "That is this record itself." if found else "Nothing is called so: type an id, a name or words of it."
        refused = RefusedForm({"into": [same], **refused.faults}, 422)
    status = refused.status if refused.faults else 200
    values |= {"record": record, "noun": resource.presentation.noun, "name": resource.name, "near": near}
    values |= {"typed_into": typed, "title_of": title_of, "way_to": partial(find_way, visit), "faults": refused.beside}
    return show_page(visit, "merge.html", status=status, **values)


def _hold(resource: Resource, visit: Visit, record: Shown, other: Shown) -> tuple[dict[str, Any], RefusedForm]:
    """Two records side by side, what names the first, and why it could not be merged into the second."""
    path, refused = f"/v1/{resource.name}/{record['id']}/merge", RefusedForm()
    try:
        write_by_api(visit, path, {"into": other["id"]}, query={"dry_run": True})
    except _REFUSED as refusal:
        refused = place_beside(refusal, ())
    with visit.service.database.read_primary() as connection:
        naming = find_naming(connection, RecordKey(resource.name, record["id"]), seq=read.ANY_NUMBER)
    held, shown = hold_together(record, other), naming[:MOST_NAMING]
    return {
        "other": other,
        "held": held,
        "moving": [each for each in shown if not each.is_final],
        "staying": [each for each in shown if each.is_final],
        "is_all": len(naming) == len(shown),
    }, refused
