"""FORMATS: a page of records in, bytes out."""

from app.reading.formats.atom import ATOM
from app.reading.formats.csv import CSV
from app.reading.formats.jsonfeed import JSONFEED
from app.reading.formats.ndjson import NDJSON
from app.reading.formats.page import Format, Page

JSON = "json"
JSON_TYPE = "application/json"
FORMATS: dict[str, Format] = {"csv": CSV, "ndjson": NDJSON, "atom": ATOM, "jsonfeed": JSONFEED}
"""Every form besides JSON, by the name that the parameter `format` takes."""

__all__ = ["FORMATS", "JSON", "JSON_TYPE", "Format", "Page"]
