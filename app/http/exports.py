"""`/v1/export`: every record of one snapshot as NDJSON, streamed."""

from app.changes.exporting import export_of
from app.http.answering import Get, Representation
from app.http.parts import Service
from app.reading.answer.basis import Unchanged
from app.reading.answer.listing import with_query
from app.reading.formats import FORMATS, JSON_TYPE
from schemas import AtMoment

NDJSON = FORMATS["ndjson"].media_type.partition(";")[0]


def export(service: Service, get: Get) -> Representation:
    """Export every record.

    Every record, a line `{"collection", "record"}` each, by collection and id, in one snapshot.
    """
    parsed = get.read(AtMoment)
    get.check_accept((NDJSON, JSON_TYPE))
    made_of = with_query(get.path, parsed.canonical)
    answer = export_of(service.database, parsed.query, made_of=made_of, known=get.knows)
    seq = answer.basis.snapshot.seq
    headers = {"X-Snapshot": str(seq)}
    if isinstance(answer, Unchanged):
        return Representation(answer.basis, None, headers=headers)
    headers["Content-Disposition"] = f'attachment; filename="export-{seq}.ndjson"'
    return Representation(answer.basis, ("".join(lines).encode() for lines in answer.lines), NDJSON, headers)
