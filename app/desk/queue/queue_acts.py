"""The queue: proposals, one at a time, to be accepted, taken as evidence, rejected, put off, and taken up again."""

from collections.abc import Callable
from functools import partial
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.frame import sessions
from app.desk.frame.api_writes import write_by_api
from app.desk.frame.framing import go_to
from app.desk.frame.visits import Visit
from app.desk.queue import drafts
from app.desk.queue.choices import Choice, read_choice
from app.desk.queue.evidence_search import FoundDevelopments, find_developments
from app.desk.queue.queue_page import CONFLICTING, show_on_page
from app.errors import Forbidden, Invalid, Refusal
from app.proposing.choosing import count_proposals, find_next
from app.proposing.deciding import find_proposal, show_proposal
from schemas import Proposal, ProposalsQuery

TYPED_WORDS = "Type a development's id, or words of its title."


def show_queue(visit: Visit) -> Response:
    """The next proposal."""
    with visit.service.database.read_primary() as connection:
        choice = read_choice(connection, visit.request.scope["query_string"].decode("latin-1"))
        proposal = find_next(connection, choice.query, later=visit.signed.later)
    return show_on_page(visit, choice, proposal)


def tell_waiting(connection: Connection) -> str:
    """How many proposals wait."""
    count = count_proposals(connection, ProposalsQuery())
    return f"{count} {'waits' if count == 1 else 'wait'}" if count else ""


def show_one(visit: Visit) -> Response:
    """One proposal, whatever its state."""
    with visit.service.database.read_primary() as connection:
        choice = read_choice(connection, visit.request.scope["query_string"].decode("latin-1"))
        proposal = show_proposal(find_proposal(connection, visit.place["id"]))
    return show_on_page(visit, choice, proposal)


def show_typed(visit: Visit) -> Response:
    """A proposal with what was typed before the session ended."""
    return _show_again(visit)


def accept_typed(visit: Visit) -> Response:
    """Accept a proposal with what was changed of its draft."""
    return _decide(visit, "accept", lambda draft: {"draft": drafts.read_patch(visit.typed, draft)})


def keep_draft(visit: Visit) -> Response:
    """Keep what was changed of a draft, for somebody else to accept."""
    proposal = _read(visit)
    try:
        body = {"draft": drafts.read_patch(visit.typed, proposal.draft)}
        write_by_api(visit, f"/v1/proposals/{proposal.id}", body, method="PATCH")
    except (Invalid, *CONFLICTING) as refusal:
        return _show_again(visit, refusal)
    return go_to(f"/desk/queue/{proposal.id}?{_choice(visit).asked}")


def give_evidence(visit: Visit) -> Response:
    """Take a proposal as more evidence of a development; what is no id is looked for, and chosen from."""
    typed = visit.typed.value("development")
    found = find_developments(visit.service.archive, typed)
    if found.id is None:
        said = "Nothing is called so. " if typed and not found.near else ""
        faults = {} if found.near else {"development": [f"{said}{TYPED_WORDS}"]}
        return _show_again(visit, faults=faults, found=found)
    body = {"evidence_for": found.id, "stance": visit.typed.value("stance") or "asserts"}
    return _decide(visit, "accept", lambda _: body)


def reject_typed(visit: Visit) -> Response:
    """Reject a proposal with a reason."""
    if not (reason := visit.typed.value("reason")):
        return _show_again(visit, faults={"reason": ["Say why: it is told to whoever looks for it later."]})
    return _decide(visit, "reject", lambda _: {"reason": reason})


def put_aside(visit: Visit) -> Response:
    """Put a proposal off: it comes again when no other is left."""
    proposal = _read(visit)
    with visit.service.database.write() as connection:
        sessions.put_off(connection, visit.signed, proposal.id)
    return go_to(_choice(visit).address)


def take_back(visit: Visit) -> Response:
    """Take a decision back, with what it wrote."""
    proposal = _read(visit)
    noted = partial(sessions.note_reopened, session=visit.signed, number=proposal.id)
    try:
        write_by_api(visit, f"/v1/proposals/{proposal.id}/reopen", beside=noted)
    except CONFLICTING as refusal:
        return _show_again(visit, refusal)
    return go_to(f"/desk/queue/{proposal.id}?{_choice(visit).asked}")


def _decide(visit: Visit, decision: str, body_of: Callable[[dict[str, Any]], dict[str, Any]]) -> Response:
    """Decide as the API does, note it in the session, and go on."""
    proposal = _read(visit)
    noted = partial(sessions.note_decided, digest=visit.signed.digest, number=proposal.id)
    try:
        write_by_api(visit, f"/v1/proposals/{proposal.id}/{decision}", body_of(proposal.draft), beside=noted)
    except (Invalid, Forbidden, *CONFLICTING) as refusal:
        return _show_again(visit, refusal)
    return go_to(_choice(visit).address)


def _show_again(
    visit: Visit,
    refusal: Refusal | None = None,
    *,
    faults: dict[str, list[str]] | None = None,
    found: FoundDevelopments | None = None,
) -> Response:
    """The proposal as it stands now with what was typed, and with what is wrong beside it."""
    told = faults or {}
    if isinstance(refusal, Invalid):
        told = drafts.place_faults(refusal.faults, visit.typed) | told
    return show_on_page(visit, _choice(visit), _read(visit), refusal=refusal, faults=told, found=found)


def _read(visit: Visit) -> Proposal:
    """The proposal that the address names, as it stands."""
    with visit.service.database.read_primary() as connection:
        return show_proposal(find_proposal(connection, visit.place["id"]))


def _choice(visit: Visit) -> Choice:
    """What the queue was narrowed to that a form was sent from."""
    with visit.service.database.read_primary() as connection:
        return read_choice(connection, visit.typed.value("choice"))
