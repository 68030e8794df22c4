"""NDJSON: one record a line, exactly as it stands in the JSON list."""

from collections.abc import Iterator

from app.reading.formats.page import FormattedPage, FormatWriter


def write_ndjson(page: FormattedPage) -> Iterator[bytes]:
    """Each record and a line feed."""
    for document in page.documents:
        yield document.encode() + b"\n"


MEDIA_TYPES = ("application/x-ndjson", "application/ndjson", "application/jsonl", "application/x-jsonlines")
"""What NDJSON is called, first by the service: no name of it is registered."""
NDJSON = FormatWriter(
    word="ndjson",
    name="NDJSON",
    media_type=MEDIA_TYPES[0],
    write=write_ndjson,
    description="A record a line, as it stands in the JSON list.",
    ending=".ndjson",
    also_called=MEDIA_TYPES[1:],
)
