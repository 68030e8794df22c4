"""Reopening: a decision on a proposal is taken back, with what it wrote, and the proposal is open again."""

import json
from typing import Any

from sqlalchemy import Connection, Row, select

from app.errors import Conflict
from app.proposing.catching_up import near_what_they_became
from app.proposing.deciding import write_proposal
from app.resources import DEVELOPMENTS
from app.store import read
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow
from app.store.tables import ChangeRow
from app.store.write import DERIVED, Writer
from app.writing import records
from app.writing.keys import Key
from app.writing.precondition import ANY_REVISION
from schemas import Development, Proposal

_proposals = columns_of(ProposalRow)
_changes = columns_of(ChangeRow)


def reopen_proposal(writer: Writer, row: Row[Any], *, key: Key) -> Proposal:
    """Take a decision back: the record that it made is deleted, or the evidence that it gave taken off again.

    What was rejected with it, as the same words, is open again too. Raises `Conflict` where it is not decided, where
    the text no longer says so, and where somebody has changed the record since; and what writing a record raises.
    """
    if row.state not in ("accepted", "rejected"):
        raise Conflict(f"the proposal is {row.state}: there is no decision to take back")
    if not _is_said(writer, row):
        raise Conflict("the text of its source no longer says so")
    if row.state == "accepted":
        key.require(f"{DEVELOPMENTS.name}:write")
        _take_back(writer, row)
    else:
        same = (_proposals.words == row.words) & (_proposals.state == "rejected") & (_proposals.id != row.id)
        same &= (_proposals.decided_by == row.decided_by) & (_proposals.decision == row.decision)
        for other in writer.connection.execute(select(*_proposals).where(same)).all():
            if _is_said(writer, other):
                _open(writer, other)
    return _open(writer, row)


def _take_back(writer: Writer, row: Row[Any]) -> None:
    """Undo what an acceptance wrote."""
    if row.accepted_as is None:
        raise Conflict("it was accepted before the tracker kept what that wrote: change the record itself")
    record_id = str(row.outcome).partition("/")[2]
    record = writer.current.record(DEVELOPMENTS.name, record_id)
    if record is None:
        ending = read.ending_of(writer.connection, DEVELOPMENTS.collection.table, record_id)
        if ending is not None and ending.into is not None:
            raise Conflict(f"{row.outcome} was merged into {ending.into} since: split it off again first")
        return
    if row.accepted_as == "record":
        _check_unchanged(writer, record_id)
        _forget_likeness(writer.connection, record_id)
        records.delete(writer, DEVELOPMENTS, record_id, precondition=ANY_REVISION)
    elif row.accepted_as == "evidence" and isinstance(record, Development):
        given = json.loads(records.draft_of(DEVELOPMENTS, record).model_dump_json())["evidence"]
        place = (row.source, row.start, row.end)
        rest = [each for each in given if _place_of(each) != place]
        records.change(writer, DEVELOPMENTS, record, {"evidence": rest}, precondition=ANY_REVISION)


def _forget_likeness(connection: Connection, record_id: str) -> None:
    """Have what was near to a record by the same words be new again."""
    alike = (_proposals.state == "open") & (_proposals.near == record_id)
    alike &= _proposals.near_reason == near_what_they_became(record_id)["near_reason"]
    for other in connection.execute(select(*_proposals).where(alike)).all():
        new = {
            "verdict": "new",
            "near": None,
            "nearness": 0.0,
            "near_reason": "what the same words became was taken back",
        }
        write_proposal(connection, other, **new)


def _check_unchanged(writer: Writer, record_id: str) -> None:
    """Raises `Conflict` where somebody has changed a record since it was made: that would go with it."""
    mine = (_changes.collection == DEVELOPMENTS.name) & (_changes.id == record_id)
    since = select(_changes.by).where(mine, _changes.action != "created", _changes.by != DERIVED)
    by = writer.connection.execute(since.order_by(_changes.seq.desc()).limit(1)).scalar()
    if by is not None:
        raise Conflict(f"{DEVELOPMENTS.name}/{record_id} was changed since by {by}: delete it first, if that is meant")


def _place_of(ground: dict[str, Any]) -> tuple[str, int, int] | None:
    selector = ground.get("selector")
    return None if selector is None else (ground["source"], selector["start"], selector["end"])


def _is_said(writer: Writer, row: Row[Any]) -> bool:
    """Whether the text of a proposal's source says what it proposes, where it says so."""
    text = writer.current.text(row.source)
    return text is not None and text[row.start : row.end] == row.exact


def _open(writer: Writer, row: Row[Any]) -> Proposal:
    nobody = dict.fromkeys(("decided_by", "decided_at", "decision", "outcome", "accepted_as"))
    return write_proposal(writer.connection, row, state="open", **nobody)
