"""Batches: many records of one collection in one transaction, each item answered in its order."""

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.errors import Invalid, Refusal
from app.http import openapi
from app.http.sent import BOM, Sent, sent
from app.reading.formats.csv import RULES
from app.reading.formats.csv_reading import BadTable, rows
from app.reading.formats.ndjson import MEDIA_TYPES as NDJSON
from app.reading.question.refusing import led
from app.reading.resource import Resource
from app.store.write import Writer
from app.writing import records
from app.writing.bodies import DEEPEST, read_array, read_object
from app.writing.similarity import similar_to
from app.writing.transaction import Transactions
from schemas import BatchItem, BatchMeta, BatchQuery, BatchResult, Fault, Links

JSON = "application/json"
CSV = ("text/csv", "text/tab-separated-values")
TYPES = (JSON, *NDJSON, *CSV)
CSV_DESCRIPTION = f"""What `format=csv` gives, also as a spreadsheet has saved it again. {RULES} Fields stand in any
case and order; between cells stands a comma, a semicolon or a tab, or what a first line `sep=` names. An empty cell
leaves its field out. Fields that the tracker computes, and rows and columns without anything, are passed over."""
MOST_ITEMS = 1_000
MOST_BYTES = 8 * 1024 * 1024
Item = dict[str, Any] | Refusal
"""What an item says, or why it cannot be read."""
BLANK = " \t\r"
"""What a line of NDJSON that says nothing is made of (RFC 8259, section 2); lines end at a line feed alone."""


async def _sent(request: Request) -> Sent:
    return await sent(request, BatchQuery)


def path_of(resource: Resource) -> str:
    """Where a collection takes batches."""
    return f"/v1/{resource.name}/batch"


def add_route(router: APIRouter, resource: Resource, transactions: Transactions) -> None:
    """Give a resource its batches."""

    def write(sent: Annotated[Sent, Depends(_sent)]) -> Response:
        def change(writer: Writer) -> Any:
            sent.check_match(None)
            items = add_items(writer, resource, _items(resource, sent))
            _refuse_whole(sent, items)
            return lambda newest: _answer(resource, items, newest)

        return transactions.run(sent, scope=f"{resource.name}:write", change=change)

    each = {"$ref": f"#/components/schemas/{resource.collection.draft.__name__}"}
    extra = openapi.write(None, [openapi.IDEMPOTENCY_KEY], query=BatchQuery)
    content: dict[str, Any] = {JSON: {"schema": {"type": "array", "items": each, "maxItems": MOST_ITEMS}}}
    described = dict.fromkeys(NDJSON, "A JSON object a line.") | dict.fromkeys(CSV, CSV_DESCRIPTION)
    content |= {form: {"schema": {"type": "string", "description": each}} for form, each in described.items()}
    most = f"At most {MOST_BYTES // 1024**2} MiB and {MOST_ITEMS} items, each nested at most {DEEPEST} deep."
    extra["requestBody"] = {"required": True, "description": most, "content": content}
    router.add_api_route(
        path_of(resource),
        write,
        methods=["POST"],
        tags=[resource.name],
        response_class=Response,
        operation_id=f"create_{resource.name}",
        summary=f"Add many {resource.name} at once",
        openapi_extra=extra,
        responses={
            200: {"model": BatchResult, "description": "What became of each"},
            **openapi.problems(401, 403, 409, 412, 413, 415, 422, 503),
        },
    )


def _items(resource: Resource, sent: Sent) -> list[Item]:
    """The items of a body in any of its forms. Raises `Invalid` for a body that is none, or for too many items."""
    text = sent.text(TYPES)
    try:
        if sent.content_type == JSON:
            items: list[Item] = [item if isinstance(item, dict) else _no_object() for item in read_array(text)]
        elif sent.content_type in NDJSON:
            items = [read_line(line) for line in text.split("\n") if line.strip(BLANK)]
        else:
            items = list(read_table(io.StringIO(text, newline=""), resource))
    except (BadTable, csv.Error) as error:
        raise Invalid("the table cannot be read", faults=[_fault("", str(error))]) from None
    if not 1 <= len(items) <= MOST_ITEMS:
        raise Invalid(f"a batch has 1 to {MOST_ITEMS} items", faults=[_fault("", f"has {len(items)} items")])
    return items


def add_items(writer: Writer, resource: Resource, items: Iterable[Item], *, first: int = 0) -> list[BatchItem]:
    """Add items in their order, numbered from `first`; what became of each."""
    added = [_add(writer, resource, index, item) for index, item in enumerate(items, first)]
    created = [
        writer.current.existing(resource.name, item.id) for item in added if item.status == "created" and item.id
    ]
    similar = similar_to(writer, resource, created)
    return [
        item.model_copy(update={"similar": similar.get(item.id or "") or None}) if item.status == "created" else item
        for item in added
    ]


def read_table(lines: Iterable[str], resource: Resource) -> Iterator[Item]:
    """The rows of a CSV table. Raises `BadTable`."""
    for row in rows(lines, resource.collection.draft, resource.collection.record):
        if isinstance(row, BadTable):
            yield Invalid("the row cannot be read", faults=[_fault("", str(row))])
        else:
            yield row


def read_line(line: str) -> Item:
    """A line of NDJSON; one of files that were joined may begin with a byte order mark."""
    try:
        return read_object(line.removeprefix(BOM))
    except Invalid as refusal:
        return refusal


def _add(writer: Writer, resource: Resource, index: int, item: Item) -> BatchItem:
    """Add one item, or say why not; what cannot be added has changed nothing."""
    try:
        if isinstance(item, Refusal):
            raise item
        draft = records.drafted(resource, item)
        done = records.add(writer, resource, draft, surely=True)
    except Refusal as refusal:
        faults = refusal.faults or (_fault("", refusal.detail),)
        errors = tuple(led(fault, item) for fault in faults)
        return BatchItem(index=index, status="invalid", id=None, errors=errors)
    status = "created" if done.status == records.CREATED else "existing"
    return BatchItem(index=index, status=status, id=done.record.id)


def _refuse_whole(sent: Sent, items: Iterable[BatchItem]) -> None:
    """Raises `Invalid` where an atomic batch holds anything that is wrong."""
    if sent.query.mode == "atomic":
        faults = list(_faults(items))
        if faults:
            raise Invalid("nothing was added, as some items are wrong; mode=partial adds the others", faults=faults)


def _faults(items: Iterable[BatchItem]) -> Iterator[Fault]:
    for item in items:
        for fault in item.errors or ():
            yield fault.model_copy(update={"pointer": f"/{item.index}{fault.pointer or ''}"})


def _answer(resource: Resource, items: list[BatchItem], newest: int) -> Response:
    counts = {status: sum(item.status == status for item in items) for status in ("created", "existing", "invalid")}
    meta = BatchMeta(snapshot=newest, **counts)
    result = BatchResult(data=tuple(items), meta=meta, links=Links(self=path_of(resource)))
    return Response(result.model_dump_json(), media_type=JSON, headers={"Cache-Control": "no-store"})


def _no_object() -> Refusal:
    return Invalid("an item must be an object", faults=[_fault("", "must be an object")])


def _fault(pointer: str, message: str) -> Fault:
    return Fault(in_="body", pointer=pointer, message=message)
