"""`/v1/drafts`: briefings before they are published, for those with a key."""

from dataclasses import replace

from fastapi import Request, Response
from sqlalchemy import Connection

from app.editions import drafts, publishing
from app.editions.comparing import difference
from app.http.briefings import find_other_edition
from app.http.parts import Service
from app.http.private import answer_private, reading_key, respond_page
from app.http.sent import JSON_TYPES, PATCH_TYPES
from app.http.writing import NOT_KEPT, Write, answer_json, respond_kept
from app.reading.question import parameters
from app.reading.question.addresses import with_query
from app.reading.question.parameters import Nothing
from app.resources import BRIEFINGS
from app.store import clock
from app.store.clock import Snapshot
from app.writing import records
from app.writing.bodies import read_json, read_object
from app.writing.drafts import find_existing_row
from app.writing.outcome import Done
from schemas import (
    BriefingDraft,
    BriefingRequest,
    DraftCheckDetail,
    DraftDiffQuery,
    DraftEdition,
    DraftPage,
    DraftQuery,
    DraftsQuery,
    EditionDiffDetail,
    Links,
    Meta,
)

DRAFTS_PATH = "/v1/drafts"
ONE_DRAFT = f"{DRAFTS_PATH}/{{id}}"
DRAFTING_SCOPE = f"{BRIEFINGS.name}:write"
DRAFT_READERS = ("drafts:read", DRAFTING_SCOPE)


def create_draft(write: Write) -> DraftEdition:
    """Create a draft."""
    write.sent.precondition.check_new()
    draft = read_json(BriefingDraft, write.sent.text(JSON_TYPES))
    return _show(write, records.add(write.writer, BRIEFINGS, draft))


def assemble_draft(write: Write) -> DraftEdition:
    """Assemble a draft from the records, as `/v1/briefings/draft` does."""
    write.sent.precondition.check_new()
    request = read_json(BriefingRequest, write.sent.text(JSON_TYPES))
    return _show(write, publishing.draft(write.writer, request))


def change_draft(write: Write) -> DraftEdition:
    """Change a draft."""
    _check_there(write)
    record = records.find_changeable(write.writer, BRIEFINGS, write.id)
    patch = read_object(write.sent.text(PATCH_TYPES))
    return _show(write, records.change(write.writer, BRIEFINGS, record, patch, precondition=write.sent.precondition))


def delete_draft(write: Write) -> None:
    """Delete a draft. Nothing of it is kept."""
    _check_there(write)
    records.delete(write.writer, BRIEFINGS, write.id, precondition=write.sent.precondition)


def publish_draft(write: Write) -> Done:
    """Publish a draft.

    The briefing is made of it, and the draft is no more. What is asked of it, `/v1/briefings/{id}/publish` says, and
    `/v1/drafts/{id}/check` tells beforehand.
    """
    write.sent.check_empty()
    _check_there(write)
    takes_two = write.service.takes_two
    done = publishing.publish(write.writer, write.id, precondition=write.sent.precondition, takes_two=takes_two)
    return replace(done, is_new=True)


def list_drafts(service: Service, request: Request) -> Response:
    """The briefings that are not published yet."""
    parsed = parameters.read_query(DraftsQuery, request.scope["query_string"])
    with service.database.read_primary() as connection:
        newest = _open(service, connection, request).seq
        found = drafts.find_entries(connection, parsed.query)
    return respond_page(DraftPage, found, DRAFTS_PATH, parsed, newest=newest, behind=lambda last: {"after": last.id})


def get_draft(service: Service, request: Request) -> Response:
    """One draft, with the notes of now on what it cites."""
    wanted = parameters.read_query(DraftQuery, request.scope["query_string"]).query.format
    with service.database.read_primary() as connection:
        newest = _open(service, connection, request)
        briefing = drafts.find_briefing(connection, request.path_params["id"])
        if wanted in (None, "json"):
            draft = drafts.show_edition(connection, briefing)
            return respond_kept(answer_private(draft, DRAFTS_PATH, newest.seq))
        form = service.forms[BRIEFINGS.name][wanted]
        body = form.write(connection, briefing.model_dump_json(), newest)
    return Response(body, media_type=form.media_type, headers={**form.headers, **NOT_KEPT})


def get_draft_diff(service: Service, request: Request) -> Response:
    """How a draft differs from an edition, as it would if it were published."""
    parsed = parameters.read_query(DraftDiffQuery, request.scope["query_string"])
    with service.database.read_primary() as connection:
        newest = _open(service, connection, request)
        briefing = drafts.find_briefing(connection, request.path_params["id"])
        other = find_other_edition(connection, parsed.query.against, newest)
        found = difference(connection, briefing, other, seq=newest.seq)
    links = Links(self=with_query(f"{DRAFTS_PATH}/{briefing.id}/diff", parsed.canonical))
    return respond_kept(answer_json(EditionDiffDetail(data=found, meta=Meta(snapshot=newest.seq), links=links)))


def get_draft_check(service: Service, request: Request) -> Response:
    """What keeps a draft from being published, and what a reader would be told besides."""
    parameters.read_query(Nothing, request.scope["query_string"])
    draft_id = request.path_params["id"]
    with service.database.read_primary() as connection:
        newest = _open(service, connection, request)
        found = drafts.check_draft(connection, draft_id)
    links = Links(self=f"{DRAFTS_PATH}/{draft_id}/check")
    return respond_kept(answer_json(DraftCheckDetail(data=found, meta=Meta(snapshot=newest.seq), links=links)))


def _open(service: Service, connection: Connection, request: Request) -> Snapshot:
    """The state as it is, for a key that may read drafts. Raises `Unauthorized`, `Forbidden`."""
    reading_key(service, connection, request=request, scopes=DRAFT_READERS)
    return clock.newest(connection)


def _check_there(write: Write) -> None:
    find_existing_row(write.writer.connection, write.id)


def _show(write: Write, done: Done) -> DraftEdition:
    return drafts.show_edition(write.writer.connection, done.record)
