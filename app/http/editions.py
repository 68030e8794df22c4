"""`/v1/briefings/draft`, `…/latest`, `…/{id}/diff` and `…/{id}/stale`."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from sqlalchemy import Connection, func, select

from app.editions.comparing import difference, staleness
from app.editions.drafting import drafted
from app.errors import NotFound
from app.http import openapi
from app.http.computed import answered
from app.http.reading import Reading
from app.http.sent import JSON_TYPES, Sent
from app.http.writing import sent_write
from app.reading.answer.listing import with_query
from app.reading.answer.moment import needed, record_at, snapshot_of
from app.reading.question import parameters
from app.reading.question.parameters import Parsed
from app.resources import BRIEFINGS
from app.store import clock
from app.store.clock import Snapshot
from app.store.metadata import columns_of
from app.store.tables import Briefing as BriefingTable
from app.store.write import Writer
from app.writing.bodies import read_json
from app.writing.transaction import Done, Transactions
from schemas import (
    AtMoment,
    Briefing,
    BriefingDetailQuery,
    BriefingRequest,
    Contract,
    DiffQuery,
    EditionDiffDetail,
    Fault,
    Links,
    Meta,
    StalenessDetail,
)

CREATED = 201
PLACE = openapi.id_parameter(BRIEFINGS.name)


def add_routes(router: APIRouter, reading: Reading, transactions: Transactions) -> None:
    """Give briefings what is special to editions."""
    _add_draft(router, transactions)
    _add_latest(router, reading)
    _add_diff(router, reading)
    _add_stale(router, reading)


def latest(connection: Connection, *, seq: int) -> str:
    """The id of the newest published edition: of one day's, that which was published last. Raises `NotFound`."""
    columns = columns_of(BriefingTable)
    # All versions, of which an edition that was superseded has several: the first of them is its publication.
    editions = select(columns.id).where(columns.state == "published", columns.seq <= seq)
    editions = editions.group_by(columns.id, columns.published_on)
    newest_first = editions.order_by(columns.published_on.desc(), func.min(columns.seq).desc())
    found = connection.execute(newest_first.limit(1)).scalar()
    if found is None:
        raise NotFound("no briefing was published", about="path")
    return str(found)


def _add_draft(router: APIRouter, transactions: Transactions) -> None:
    def draft(sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        """Keep a draft of what the records say of a period; with `dry_run`, only show it.

        Conditions with their status and what moved them in the period, developments by theme, newest first, figures,
        open disputes, and the sources with their grades: in the records' own words, the same every time. Filters are
        those of `/v1/developments`.
        """
        request = read_json(BriefingRequest, sent.text(JSON_TYPES))

        def change(writer: Writer) -> Done:
            sent.check_match(None)
            made = drafted(writer.connection, request, clock.newest(writer.connection))
            return Done("briefings", writer.create("briefings", made).record, CREATED)

        return transactions.run(sent, scope="briefings:write", change=change)

    answered_with = openapi.written("Briefing")
    router.add_api_route(
        "/v1/briefings/draft",
        draft,
        methods=["POST"],
        tags=["briefings"],
        response_class=Response,
        operation_id="draft_briefing",
        summary="Assemble a draft from the records",
        openapi_extra=openapi.write(BriefingRequest, [openapi.IDEMPOTENCY_KEY]),
        responses={
            201: answered_with[200],
            **answered_with,
            **openapi.problems(401, 403, 409, 412, 413, 415, 422, 503),
        },
    )


def _add_latest(router: APIRouter, reading: Reading) -> None:
    def read_latest(request: Request) -> Response:
        """The newest published edition, as its own address answers; `Content-Location` names that."""
        parsed = parameters.read(BriefingDetailQuery, request.scope["query_string"])
        with reading.database.read(at_least=needed(parsed.query)) as connection:
            briefing_id = latest(connection, seq=snapshot_of(connection, parsed.query, None).seq)
        response = reading.detail(BRIEFINGS, briefing_id, request)
        response.headers["Content-Location"] = with_query(f"/v1/briefings/{briefing_id}", parsed.canonical)
        return response

    forms = (form.media_type.partition(";")[0] for form in reading.forms.get(BRIEFINGS.name, {}).values())
    detail: dict[str, Any] = {
        "description": "Found",
        "content": {each: {"schema": {"type": "string"}} for each in forms},
    }
    detail["content"]["application/json"] = {"schema": {"$ref": "#/components/schemas/BriefingDetail"}}
    router.add_api_route(
        "/v1/briefings/latest",
        read_latest,
        methods=["GET"],
        tags=["briefings"],
        response_class=Response,
        operation_id="get_latest_briefing",
        summary="Get the newest published edition",
        responses=openapi.kept(detail, 404, 406, 414, 422, 503),
        openapi_extra={"parameters": openapi.query_parameters(BriefingDetailQuery)},
    )


def _add_diff(router: APIRouter, reading: Reading) -> None:
    def read_diff(request: Request) -> Response:
        """Statements that were added, removed or changed against another edition, and records that moved since."""
        briefing_id = request.path_params["id"]
        path = f"/v1/briefings/{briefing_id}/diff"

        def make(connection: Connection, parsed: Parsed[DiffQuery], snapshot: Snapshot) -> Contract:
            briefing = _edition(connection, briefing_id, snapshot, query=parsed.canonical, behind="/diff")
            try:
                other = _edition(connection, parsed.query.against, snapshot, query="")
            except NotFound as refusal:
                fault = Fault(in_="query", name="against", message=refusal.detail)
                raise refusal.saying([fault]) from None
            return EditionDiffDetail(
                data=difference(connection, briefing, other, seq=snapshot.seq),
                meta=Meta(snapshot=snapshot.seq),
                links=Links(self=with_query(path, parsed.canonical)),
            )

        return answered(reading.database, request, DiffQuery, path=path, make=make)

    _add_read(router, "/diff", read_diff, (DiffQuery, EditionDiffDetail), summary="How editions differ")


def _add_stale(router: APIRouter, reading: Reading) -> None:
    def read_stale(request: Request) -> Response:
        """The records that a published edition cites which have changed since, and the editions that correct it."""
        briefing_id = request.path_params["id"]
        path = f"/v1/briefings/{briefing_id}/stale"

        def make(connection: Connection, parsed: Parsed[AtMoment], snapshot: Snapshot) -> Contract:
            briefing = _edition(connection, briefing_id, snapshot, query=parsed.canonical, behind="/stale")
            return StalenessDetail(
                data=staleness(connection, briefing, seq=snapshot.seq),
                meta=Meta(snapshot=snapshot.seq),
                links=Links(self=with_query(path, parsed.canonical)),
            )

        return answered(reading.database, request, AtMoment, path=path, make=make)

    _add_read(router, "/stale", read_stale, (AtMoment, StalenessDetail), summary="What has changed since publication")


def _edition(connection: Connection, briefing_id: str, snapshot: Snapshot, *, query: str, behind: str = "") -> Briefing:
    row = record_at(connection, BRIEFINGS, briefing_id, snapshot, query=query, behind=behind)
    return Briefing.model_validate_json(row.document)


def _add_read(
    router: APIRouter,
    behind: str,
    read: Callable[[Request], Response],
    models: tuple[type[Contract], type[Contract]],
    *,
    summary: str,
) -> None:
    """Add a read behind a briefing's address, of the models of its query and its answer."""
    query, answer = models
    router.add_api_route(
        f"/v1/briefings/{{id}}{behind}",
        read,
        methods=["GET"],
        tags=["briefings"],
        response_class=Response,
        operation_id=f"briefing_{behind.removeprefix('/')}",
        summary=summary,
        responses={**openapi.kept({"model": answer}, 404, 406, 410, 414, 422, 503), **openapi.MOVED},
        openapi_extra={"parameters": [PLACE, *openapi.query_parameters(query)]},
    )
