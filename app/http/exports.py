"""`/v1/export`: every record of one snapshot as NDJSON, streamed."""

from app.changes.exporting import export_of
from app.http.answering import Get, Representation
from app.http.parts import Service
from app.reading.answer.basis import Unchanged
from app.reading.formats import JSON_TYPE, NDJSON
from app.reading.question.addresses import with_query
from schemas import AtMoment


def export(service: Service, get: Get) -> Representation:
    """Export every record.

    Every record, a line `{"collection", "record"}` each, by collection and id, in one snapshot.
    """
    parsed = get.read(AtMoment)
    get.check_accept((NDJSON.media_type, JSON_TYPE))
    made_of = with_query(get.path, parsed.canonical)
    answer = export_of(service.database, parsed.query, made_of=made_of, known=get.known())
    seq = answer.basis.snapshot.seq
    headers = {"X-Snapshot": str(seq)}
    if isinstance(answer, Unchanged):
        return Representation(answer.basis, None, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="export-{seq}{NDJSON.ending}"'
    lines = ("".join(lines).encode() for lines in answer.lines)
    return Representation(answer.basis, lines, NDJSON.media_type, headers)
