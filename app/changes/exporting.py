"""`/v1/export`: every record of one snapshot as NDJSON, streamed in constant memory."""

import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from fastapi import APIRouter, Request, Response
from starlette.responses import StreamingResponse

from app.http import answering, negotiation, openapi
from app.http.front.answers import GZIP_WINDOW
from app.reading.answer.listing import with_query
from app.reading.answer.moment import needed, snapshot_of
from app.reading.formats.lines import on_one_line
from app.reading.question import parameters
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.export import batches
from schemas import AtMoment

PATH = "/v1/export"
NDJSON = "application/x-ndjson"


def add_routes(router: APIRouter, database: Database) -> None:
    """Give the service its export."""

    def export(request: Request) -> Response:
        """Every record, a line `{"collection", "record"}` each, by collection and id, in one snapshot."""
        parsed = parameters.read(AtMoment, request.scope["query_string"])
        negotiation.preferred(negotiation.accept_of(request.scope["headers"]), (NDJSON, "application/json"))
        with database.read(at_least=needed(parsed.query)) as connection:
            snapshot = snapshot_of(connection, parsed.query, None)
        tag = answering.entity_tag(snapshot, with_query(PATH, parsed.canonical))
        headers = {"X-Snapshot": str(snapshot.seq)}
        if answering.matches(answering.known(request.headers), tag):
            return answering.not_modified(tag=tag, snapshot=snapshot, headers=headers)
        headers["Content-Disposition"] = f'attachment; filename="export-{snapshot.seq}.ndjson"'
        body: Iterator[bytes] = ("".join(lines).encode() for lines in batches(database, COLLECTIONS, seq=snapshot.seq))
        if request.scope.get("asked_method") == "HEAD":
            body = iter(())
        return answering.streamed(body, media_type=NDJSON, tag=tag, snapshot=snapshot, headers=headers)

    schema = {"schema": {"type": "string", "description": "NDJSON"}}
    router.add_api_route(
        PATH,
        export,
        methods=["GET"],
        tags=["export"],
        response_class=StreamingResponse,
        operation_id="export",
        summary="Export every record",
        responses=openapi.kept({"content": {NDJSON: schema}}, 406, 422, 503),
        openapi_extra={"parameters": openapi.query_parameters(AtMoment)},
    )


def gzipped(parts: Iterable[bytes]) -> Iterator[bytes]:
    """Bytes as a gzip stream (RFC 1952), part by part."""
    packer = zlib.compressobj(wbits=GZIP_WINDOW)
    for part in parts:
        if packed := packer.compress(part):
            yield packed
    yield packer.flush()


def write_export(file: Path, batches: Iterable[list[str]], progress: Callable[[int], None]) -> int:
    """Write an export to a file, whole or not at all; how many records it holds.

    What is no ordinary file, as a pipe or a device, is written into as it is.
    """
    written = 0

    def parts() -> Iterator[bytes]:
        nonlocal written
        for lines in batches:
            yield on_one_line("".join(lines).encode())
            written += len(lines)
            progress(len(lines))

    if str(file) == "-":
        for part in parts():
            sys.stdout.buffer.write(part)
        sys.stdout.buffer.flush()
        return written
    written_as = gzipped(parts()) if file.suffix == ".gz" else parts()
    file = file.resolve()  # what a link leads to is written, and the link left
    if file.exists() and not file.is_file():
        with file.open("wb") as out:
            out.writelines(written_as)
        return written
    unfinished = file.with_name(f".{file.name}.part")
    try:
        with unfinished.open("wb") as out:
            out.writelines(written_as)
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)
    return written
