"""NDJSON: one record a line, exactly as it stands in the JSON list."""

from collections.abc import Iterator

from app.formats.page import Format, Page


def write(page: Page) -> Iterator[bytes]:
    """Each record and a line feed."""
    for document in page.documents:
        yield document.encode() + b"\n"


NDJSON = Format("application/x-ndjson", write)
