"""Batches: many records of one collection at once."""

import csv
import io
from typing import Any

from app.errors import Invalid
from app.http import variants
from app.http.descriptions import Responses
from app.http.sent import Sent
from app.http.writing import BODY_TYPE, Write, answer_json
from app.reading.formats.csv import RULES
from app.reading.formats.csv_reading import BadTable
from app.reading.formats.ndjson import MEDIA_TYPES as NDJSON
from app.reading.resource import Resource
from app.writing.batch import MOST_ITEMS, BatchDone, add_batch
from app.writing.bodies import DEEPEST
from app.writing.items import Item, read_items, read_lines, read_table
from app.writing.outcome import Outcome
from app.writing.retries import KeptAnswer
from schemas import BatchMeta, BatchResult, Fault, Links

TABLE_TYPES = ("text/csv", "text/tab-separated-values")
BATCH_TYPES = (BODY_TYPE, *NDJSON, *TABLE_TYPES)
CSV_DESCRIPTION = f"""What `format=csv` gives, also as a spreadsheet has saved it again. {RULES} Fields stand in any
case and order; between cells stands a comma, a semicolon or a tab, or what a first line `sep=` names. An empty cell
leaves its field out; members of any name are `name=value;…`. Fields that the tracker computes, and rows and columns
without anything, are passed over."""
MOST_BATCH_BYTES = 8 * 1024 * 1024
BATCH_RESPONSES: Responses = {200: {"model": BatchResult, "description": "What became of each"}}
SCHEMAS: dict[str, Any] = {
    "BatchLines": {"type": "string", "description": "A JSON object a line."},
    "BatchTable": {"type": "string", "description": CSV_DESCRIPTION},
}
"""The forms of a batch that are no JSON, which have a name in the OpenAPI document."""


def path_of(name: str) -> str:
    """Where a collection takes batches."""
    return f"/v1/{name}/batch"


def create_many(resource: Resource, write: Write) -> BatchDone:
    """Add many {collection} at once."""
    write.sent.precondition.check_new()
    items = _read_items(resource, write.sent)
    is_atomic, looks_for_similar = write.sent.query.mode == "atomic", write.sent.looks_for_similar
    return add_batch(write.writer, resource, items, is_atomic=is_atomic, looks_for_similar=looks_for_similar)


def answer_batch(outcome: Outcome[BatchDone], _: Sent) -> KeptAnswer:
    """The answer to a batch: what became of each item."""
    done = outcome.done
    counts = {status: done.count(status) for status in ("created", "existing", "invalid")}
    meta = BatchMeta(snapshot=outcome.snapshot.seq, **counts)
    return answer_json(BatchResult(data=done.items, meta=meta, links=Links(self=path_of(done.collection))))


def _read_items(resource: Resource, sent: Sent) -> list[Item]:
    """The items of a body in any of its forms. Raises `Invalid` for a body that is none."""
    text = sent.text(BATCH_TYPES)
    if sent.content_type == BODY_TYPE:
        return read_items(text)
    if sent.content_type in NDJSON:
        return list(read_lines(text.split("\n")))
    try:
        return list(read_table(io.StringIO(text, newline=""), resource))
    except (BadTable, csv.Error) as error:
        fault = Fault(in_="body", pointer="", message=str(error))
        raise Invalid("the table cannot be read", faults=[fault]) from None


def describe_body(resource: Resource) -> dict[str, Any]:
    """The body of a batch, as the OpenAPI document says it."""
    each = variants.reference(resource.collection.draft.__name__)
    content: dict[str, Any] = {BODY_TYPE: {"schema": {"type": "array", "items": each, "maxItems": MOST_ITEMS}}}
    content |= {form: {"schema": variants.reference("BatchLines")} for form in NDJSON}
    content |= {form: {"schema": variants.reference("BatchTable")} for form in TABLE_TYPES}
    most = f"At most {MOST_BATCH_BYTES // 1024**2} MiB and {MOST_ITEMS} items, each nested at most {DEEPEST} deep."
    return {"requestBody": {"required": True, "description": most, "content": content}}
