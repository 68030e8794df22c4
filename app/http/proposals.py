"""`/v1/proposals`: what sentences could become, for those who decide."""

from fastapi import Request, Response

from app.http.parts import Service
from app.http.private import answer_private, find_as_read, reading_key, respond_page
from app.http.sent import JSON_TYPES, PATCH_TYPES
from app.http.writing import Write, respond_kept
from app.proposing import choosing, deciding
from app.proposing.reopening import reopen_proposal
from app.reading.question import parameters
from app.reading.question.parameters import Nothing
from app.store import clock
from app.writing.bodies import read_json
from schemas import (
    Acceptance,
    Proposal,
    ProposalEdit,
    ProposalPage,
    ProposalsQuery,
    Rejection,
)

PROPOSALS_PATH = "/v1/proposals"
ONE_PROPOSAL = f"{PROPOSALS_PATH}/{{id}}"
DECIDING_SCOPE = "proposals:write"
READING_SCOPES = ("proposals:read", DECIDING_SCOPE)


def edit_draft(write: Write) -> Proposal:
    """Edit the draft of a proposal."""
    row = find_as_read(write, deciding.find_proposal, show=deciding.show_proposal)
    edit = read_json(ProposalEdit, write.sent.text(PATCH_TYPES))
    return deciding.edit_proposal(write.writer.connection, row, edit.draft, by=write.key.name)


def accept(write: Write) -> Proposal:
    """Accept a proposal: write the record that it becomes, with its passage as evidence."""
    row, takes_two = find_as_read(write, deciding.find_proposal, show=deciding.show_proposal), write.service.takes_two
    acceptance = read_json(Acceptance, write.sent.text(JSON_TYPES))
    return deciding.accept_proposal(write.writer, row, acceptance, key=write.key, takes_two=takes_two)[0]


def reject(write: Write) -> Proposal:
    """Reject a proposal."""
    row = find_as_read(write, deciding.find_proposal, show=deciding.show_proposal)
    rejection = read_json(Rejection, write.sent.text(JSON_TYPES))
    return deciding.reject_proposal(write.writer.connection, row, rejection.reason, by=write.key.name)


def reopen(write: Write) -> Proposal:
    """Take back a decision on a proposal.

    The record that its acceptance made is deleted, or the evidence that it gave is taken off again, and the proposal is
    open. What was rejected with it, as the same words in other sources, is open again too. Where somebody has changed
    the record since, or the source's text no longer says so, it is a conflict (409).
    """
    row = find_as_read(write, deciding.find_proposal, show=deciding.show_proposal)
    write.sent.check_empty()
    return reopen_proposal(write.writer, row, key=write.key)


def list_proposals(service: Service, request: Request) -> Response:
    """What sentences could become, the newest first."""
    parsed = parameters.read_query(ProposalsQuery, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=READING_SCOPES)
        newest = clock.newest(connection).seq
        found = choosing.find_proposals(connection, parsed.query)
    return respond_page(
        ProposalPage, found, PROPOSALS_PATH, parsed, newest=newest, behind=lambda last: {"before": str(last.id)}
    )


def get_proposal(service: Service, request: Request) -> Response:
    """One proposal."""
    parameters.read_query(Nothing, request.scope["query_string"])
    with service.database.read_primary() as connection:
        reading_key(service, connection, request=request, scopes=READING_SCOPES)
        newest = clock.newest(connection).seq
        proposal = deciding.show_proposal(deciding.find_proposal(connection, request.path_params["id"]))
    return respond_kept(answer_private(proposal, PROPOSALS_PATH, newest))
