"""`/v1/sources/{id}/text` and `/v1/sources/{id}/passages`: keeping a source's text, and finding a passage in it."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.errors import Conflict, NotFound
from app.http import openapi
from app.http.sent import JSON_TYPES, TEXT_TYPES, Sent
from app.http.writing import sent_write
from app.resources import COLLECTIONS, SOURCES
from app.rules.grounds import standing_at
from app.rules.texts import normalized
from app.store.write import Writer
from app.writing import records
from app.writing.bodies import read_json
from app.writing.quoting import Quotable
from app.writing.transaction import Done, Transactions
from schemas import Links, Meta, Passage, PassageDetail, PassageQuote

TEXT = "/v1/sources/{id}/text"
PASSAGES = "/v1/sources/{id}/passages"
ADDRESSES = r"/v1/sources/[^/]+/text"
"""The paths of texts, as a regular expression."""
MOST_BYTES = 5 * 1024 * 1024
"""How long the body with a text may be."""
WRITERS = tuple(f"{name}:write" for name in COLLECTIONS)
"""The scopes of those who write evidence."""
PLACE = openapi.id_parameter(SOURCES.name)

Change = Callable[[Writer, str, Sent], Done | Callable[[int], Response]]


def add_routes(router: APIRouter, transactions: Transactions) -> None:
    """Give sources their texts, and a finder of passages in them."""
    _add_text(router, transactions)
    _add_passages(router, transactions)


def _on_one(
    transactions: Transactions, change: Change, scope: str, *, also: Sequence[str] = ()
) -> Callable[..., Response]:
    """A route that does something with one source."""

    def write(request: Request, sent: Annotated[Sent, Depends(sent_write)]) -> Response:
        source_id = request.path_params["id"]
        return transactions.run(sent, scope=scope, also=also, change=lambda writer: change(writer, source_id, sent))

    return write


def _add_text(router: APIRouter, transactions: Transactions) -> None:
    shared: dict[str, Any] = {"tags": ["sources"], "response_class": Response}
    attaching = openapi.write(None, [PLACE, openapi.MATCH])
    most = f"At most {MOST_BYTES // 1024**2} MiB of UTF-8."
    content = {TEXT_TYPES[0]: {"schema": {"type": "string"}}}
    attaching["requestBody"] = {"required": True, "description": most, "content": content}
    router.add_api_route(
        TEXT,
        _on_one(transactions, _attach, "sources:write"),
        methods=["PUT"],
        **shared,
        operation_id="attach_text",
        summary="Attach a source's text",
        description=(_attach.__doc__ or "").strip(),
        openapi_extra=attaching,
        responses={**openapi.written("Source"), **openapi.problems(401, 403, 404, 410, 412, 413, 415, 422, 503)},
    )
    router.add_api_route(
        TEXT,
        _on_one(transactions, _detach, "sources:write"),
        methods=["DELETE"],
        **shared,
        operation_id="detach_text",
        summary="Take a source's text away",
        description=(_detach.__doc__ or "").strip(),
        openapi_extra=openapi.write(None, [PLACE, openapi.MATCH]),
        responses={**openapi.written("Source"), **openapi.problems(401, 403, 404, 410, 412, 422, 503)},
    )


def _add_passages(router: APIRouter, transactions: Transactions) -> None:
    router.add_api_route(
        PASSAGES,
        _on_one(transactions, _find, "text:read", also=WRITERS),
        methods=["POST"],
        tags=["sources"],
        response_class=Response,
        operation_id="find_passage",
        summary="Find a passage in a source's text",
        description=(_find.__doc__ or "").strip(),
        openapi_extra=openapi.write(PassageQuote, [PLACE, openapi.MATCH, openapi.IDEMPOTENCY_KEY]),
        responses={
            200: {"model": PassageDetail, "description": "Found"},
            **openapi.MOVED,
            **openapi.problems(401, 403, 404, 409, 410, 412, 413, 415, 422, 503),
        },
    )


def _attach(writer: Writer, source_id: str, sent: Sent) -> Done:
    """In UTF-8, 5 MiB at most.

    It is kept privately, in Unicode's form C with line feeds, and never served whole. In the same transaction each
    passage that records select from it becomes `verified`, with its words shown, or `orphaned`. One whose words stand
    elsewhere in it, exactly and once, moves there; where they stand more often, so does one that stands once with 20 to
    80 of the characters that it had on either side before. The source is answered.
    """
    sent.check_type(TEXT_TYPES)
    _matched(writer, source_id, sent)
    return Done("sources", writer.attach(source_id, normalized(sent.body)).record)


def _detach(writer: Writer, source_id: str, sent: Sent) -> Done:
    """Its passages are `unverified` from then on. The source is answered."""
    _matched(writer, source_id, sent)
    if writer.current.text(source_id) is None:
        raise NotFound(f"no text is attached to sources/{source_id}")
    return Done("sources", writer.attach(source_id, None).record)


def _find(writer: Writer, source_id: str, sent: Sent) -> Callable[[int], Response]:
    """The selector of words that occur once, and the words as they stand there.

    They may differ from the text in quotation marks, white space, the ends of lines and hyphens, unless they stand
    exactly so. Where they do not occur, 422 names the nearest place; where they occur more often, 409 names the places,
    and `prefix` or `suffix` tells them apart. It needs the scope `text:read`, or one to write records. Nothing is kept.
    """
    quote = read_json(PassageQuote, sent.text(JSON_TYPES))
    sent.check_match(records.present(writer, SOURCES, source_id, behind="/passages"))
    text = writer.current.text(source_id)
    if text is None:
        raise Conflict(f"no text is attached to sources/{source_id}: nothing can be found in it")
    selector = Quotable(text).select(quote, pointer="/exact")
    passage = Passage(selector=selector, exact=standing_at(text, selector))
    links = Links(self=f"/v1/sources/{source_id}")

    def answer(newest: int) -> Response:
        found = PassageDetail(data=passage, meta=Meta(snapshot=newest), links=links)
        return Response(found.model_dump_json(), media_type="application/json", headers={"Cache-Control": "no-store"})

    return answer


def _matched(writer: Writer, source_id: str, sent: Sent) -> None:
    """Raises `Stale` where the source is not as it was read, `NotFound`, `Gone` or `Moved` where it is not there."""
    source = records.present(writer, SOURCES, source_id, behind="/text")
    sent.check_match(source)
