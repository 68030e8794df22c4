"""Deciding: a proposal becomes a record, or evidence of one, or is rejected and never comes back."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, select, update

from app.errors import Conflict, Forbidden, Invalid, NotFound
from app.proposing.catching_up import near_what_they_became
from app.resources import DEVELOPMENTS
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow
from app.store.write import Writer
from app.writing import records
from app.writing.keys import Key, are_one_person
from app.writing.outcome import Done
from app.writing.precondition import ANY_REVISION
from app.writing.records import merge_patch
from schemas import Acceptance, Fault, Proposal, Selector

_proposals = columns_of(ProposalRow)


def find_proposal(connection: Connection, number: str) -> Row[Any]:
    """A proposal's row. Raises `NotFound`."""
    row = None
    if number.isascii() and number.isdigit() and len(number) <= 18:
        row = connection.execute(select(*_proposals).where(_proposals.id == int(number))).one_or_none()
    if row is None:
        raise NotFound(f"there is no proposal {number[:96]!r}")
    return row


def show_proposal(row: Row[Any]) -> Proposal:
    """A proposal as editors see it."""
    values = {name: getattr(row, name) for name in Proposal.model_fields if name != "selector"}
    selector = Selector(start=row.start, end=row.end, sha256=row.sha256)
    read = {"parts": json.loads(row.parts), "draft": json.loads(row.draft), "selector": selector}
    return Proposal.model_validate(values | read)


def edit_proposal(connection: Connection, row: Row[Any], patch: Mapping[str, Any], *, by: str) -> Proposal:
    """Change an open proposal's draft by a JSON merge patch. Raises `Conflict` where it is decided."""
    _check_open(row)
    drafted = merge_patch(json.loads(row.draft), dict(patch))
    return write_proposal(connection, row, draft=json.dumps(drafted, ensure_ascii=False), drafted_by=by)


def accept_proposal(
    writer: Writer, row: Row[Any], acceptance: Acceptance, *, key: Key, takes_two: bool
) -> tuple[Proposal, Done]:
    """Write the record that a proposal becomes, with its passage as evidence; or give it to one as evidence.

    The draft is kept as it was accepted. Raises `Conflict` where it is decided, `Forbidden` where it `takes_two` people
    and this is who wrote the draft, or changes what nobody has written, and what writing a record raises.
    """
    _check_open(row)
    key.require(f"{DEVELOPMENTS.name}:write")
    given = json.loads(row.draft)
    accepted = merge_patch(given, acceptance.draft or {})
    if takes_two and are_one_person(writer.connection, row.drafted_by, key.name):
        raise Forbidden("somebody else must accept what you have drafted")
    if takes_two and row.drafted_by is None and accepted != given:
        raise Forbidden("somebody else must accept what you change: keep the draft, for them to accept")
    kept: dict[str, Any] = {"accepted_as": "record"}
    if accepted != given:
        kept |= {"draft": json.dumps(accepted, ensure_ascii=False), "drafted_by": key.name}
    if acceptance.evidence_for is not None:
        done, kept["accepted_as"] = _give_evidence(writer, row, acceptance)
    else:
        evidence = _with_passage(accepted.get("evidence"), row)
        done = records.create(writer, DEVELOPMENTS, records.read_draft(DEVELOPMENTS, accepted | {"evidence": evidence}))
    for other in _find_alike(writer.connection, row):
        write_proposal(writer.connection, other, **near_what_they_became(done.record.id))
    outcome = f"{DEVELOPMENTS.name}/{done.record.id}"
    return _decide(writer.connection, row, "accepted", by=key.name, outcome=outcome, **kept), done


def reject_proposal(connection: Connection, row: Row[Any], reason: str, *, by: str) -> Proposal:
    """Reject a proposal, and whatever else is open in the same words. Raises `Conflict` where it is decided."""
    _check_open(row)
    for other in _find_alike(connection, row):
        _decide(connection, other, "rejected", by=by, decision=reason)
    return _decide(connection, row, "rejected", by=by, decision=reason)


def _find_alike(connection: Connection, row: Row[Any]) -> Sequence[Row[Any]]:
    """The other open proposals in the same words: what sources have that reprint each other."""
    alike = (_proposals.words == row.words) & (_proposals.state == "open") & (_proposals.id != row.id)
    return connection.execute(select(*_proposals).where(alike)).all()


def _give_evidence(writer: Writer, row: Row[Any], acceptance: Acceptance) -> tuple[Done, str]:
    """Add the passage to what a development rests on, and say what that wrote."""
    if acceptance.draft is not None:
        fault = Fault(in_="body", pointer="/draft", message="has no place where the proposal is evidence of a record")
        raise Invalid("evidence has no draft", faults=[fault])
    record_id = str(acceptance.evidence_for)
    record = writer.current.record(DEVELOPMENTS.name, record_id)
    if record is None:
        fault = Fault(in_="body", pointer="/evidence_for", message="names no development that stands")
        raise Invalid("there is nothing to be evidence of", faults=[fault])
    given = json.loads(records.draft_of(DEVELOPMENTS, record).model_dump_json())["evidence"]
    patch = {"evidence": _with_passage(given, row, stance=acceptance.stance)}
    done = records.change(writer, DEVELOPMENTS, record, patch, precondition=ANY_REVISION)
    return done, "nothing" if done.record.revision == record.revision else "evidence"


def _with_passage(evidence: Any, row: Row[Any], *, stance: str = "asserts") -> list[Any]:
    """Evidence with the proposal's passage, whatever else it says."""
    given = evidence if isinstance(evidence, list) else []
    selector = {"start": row.start, "end": row.end, "sha256": row.sha256}
    grounds = [each for each in given if isinstance(each, dict)]
    if any((each.get("source"), each.get("selector")) == (row.source, selector) for each in grounds):
        return given
    return [*given, {"source": row.source, "selector": selector, "stance": stance}]


def _check_open(row: Row[Any]) -> None:
    if row.state != "open":
        raise Conflict(f"the proposal is {row.state}, and no longer open")


def _decide(connection: Connection, row: Row[Any], state: str, *, by: str, **more: Any) -> Proposal:
    return write_proposal(connection, row, state=state, decided_by=by, decided_at=dt.datetime.now(dt.UTC), **more)


def write_proposal(connection: Connection, row: Row[Any], **values: Any) -> Proposal:
    """Write some values of a proposal's row, as its next revision."""
    stamps = {"revision": row.revision + 1, "updated_at": dt.datetime.now(dt.UTC)}
    writing = update(ProposalRow).where(_proposals.id == row.id).values(**values, **stamps).returning(*_proposals)
    return show_proposal(connection.execute(writing).one())
