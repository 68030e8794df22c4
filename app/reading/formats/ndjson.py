"""NDJSON: one record a line, exactly as it stands in the JSON list."""

from collections.abc import Iterator

from app.reading.formats.page import Format, Page


def write(page: Page) -> Iterator[bytes]:
    """Each record and a line feed."""
    for document in page.documents:
        yield document.encode() + b"\n"


MEDIA_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
"""What NDJSON is called, first by the service: no name of it is registered."""
NDJSON = Format(MEDIA_TYPES[0], write, description="A record a line, as it stands in the JSON list.")
