"""Batches of sources in every form, and what is odd in them."""

import csv
import io
import json
from typing import Any

from app.reading.formats import csv as csv_writing
from app.resources import COLLECTIONS
from schemas import BatchResult, fields_of
from tests.editors import Editor, draft

URL = "https://www.example.org/"
TYPES = {"json": "application/json", "ndjson": "application/x-ndjson", "csv": "text/csv"}


def source(number: int, **fields: Any) -> dict[str, Any]:
    return draft("sources") | {"title": f"Report number {number}", "url": f"{URL}{number}", **fields}


def send(
    editor: Editor,
    items: Any,
    query: str = "",
    *,
    form: str = "json",
    status: int = 200,
    name: str = "sources",
    **headers: str,
) -> dict[str, Any]:
    body = items if isinstance(items, bytes) else written(items, form, name=name)
    answer = editor.client.post(
        f"/v1/{name}/batch{query}",
        content=body,
        headers={
            "Authorization": f"Bearer {editor.token}",
            "Content-Type": TYPES.get(form, form),
            **{name.replace("_", "-"): value for name, value in headers.items()},
        },
    )
    assert answer.status_code == status, answer.text
    if status == 200:
        BatchResult.model_validate_json(answer.content)
    return dict(answer.json())


def written(items: list[dict[str, Any]], form: str, *, name: str = "sources") -> bytes:
    if form == "json":
        return json.dumps(items).encode()
    if form == "ndjson":
        return "\n".join(json.dumps(item) for item in items).encode()
    model = COLLECTIONS[name].draft
    drafts = [model.model_validate(item) for item in items]
    columns = [field for field in fields_of(model) if field.leaf]
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(column.path for column in columns)
    for each in drafts:
        writer.writerow(csv_writing.cell(json.loads(each.model_dump_json()), column) for column in columns)
    return table.getvalue().encode()


HARD = [
    source(1, authors=["A; B", "C|D", "E\\F"], notes="=1+1", language="en"),
    source(2, caveats=[{"kind": "other", "note": "a;b"}, {"kind": "undated", "note": "'c'"}], aggregator=True),
    source(3, published={"on": "2026-02-01", "precision": "month"}, claimed_sources=45, title="1984"),
    source(4, reliability={"grade": "B", "assessed_by": "us", "assessed_on": "2026-02-01", "reason": "So."}),
    source(5, retrieved_at="2026-02-01T10:00:00Z", id="fifth", notes="two\nlines, and \"quotes\""),
]  # fmt: skip
MIXED = [
    source(1),
    source(1, title="Different"),
    source(2, kind="planet"),
    source(3, id="batch"),
    source(4),
    source(4),
    source(5, caveats=[{"kind": "other", "note": "N.", "refers_to": "actors/nobody"}]),
    {"nothing": 1},
    source(6, id="taken"),
]
