"""What was done to a record, change by change: by whom, when, and what it said before and after."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from starlette.responses import Response

from app.changes.feed import find_last_changes
from app.desk.frame.forms import read_whole
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.desk.housekeeping.open_ways import may_open
from app.desk.housekeeping.telling import HeldField, hold_together
from app.reading.resource import Resource
from app.writing import keys
from schemas import Change, RecordKey

CHANGES_A_PAGE = 20
"""How many changes one page shows."""


@dataclass(frozen=True)
class ToldChange:
    """A change, what was done in a word, and each field that it changed, or all of a record that it made."""

    change: Change
    done: str
    held: Sequence[HeldField]


def show_history(resource: Resource, visit: Visit) -> Response:
    """The changes of a record, the newest first, also after its end."""
    number, key = read_whole(visit.asked.value("before")), RecordKey(resource.name, visit.place["id"])
    with visit.service.database.read_primary() as connection:
        found = find_last_changes(connection, key, limit=CHANGES_A_PAGE, before=number)
        persons = keys.find_persons(connection)
    if not found:
        return go_to(f"/desk/{key}/history")
    told = list(_tell(found))[:CHANGES_A_PAGE]
    return show_page(
        visit,
        "history.html",
        name=resource.name,
        record_id=key.id,
        title=title_of(found[0].record.model_dump(include={"id", "title", "name"})),
        is_first=number is None,
        is_ended=_is_end(found[0]),
        told=told,
        following=told[-1].change.seq if len(found) > len(told) else None,
        persons=persons,
        may_open=partial(may_open, visit),
    )


def _tell(changes: Sequence[Change]) -> Iterator[ToldChange]:
    """Each change held against the one before it, given the newest first."""
    for change, earlier in zip(changes, [*changes[1:], None], strict=True):
        document = change.record.model_dump(mode="json")
        if _is_end(change):
            yield ToldChange(change, f"{change.action} by", ())
        elif change.action == "created":
            done = "made by" if change.revision == 1 else "brought back by"
            yield ToldChange(change, done, hold_together(document, {}))
        else:
            was: dict[str, Any] = earlier.record.model_dump(mode="json") if earlier is not None else {}
            yield ToldChange(change, "changed by", [each for each in hold_together(document, was) if each.differs])


def _is_end(change: Change) -> bool:
    return change.action in ("deleted", "merged")
