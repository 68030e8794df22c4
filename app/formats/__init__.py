"""FORMATS: a page of records in, bytes out."""

from app.formats.atom import ATOM
from app.formats.csv import CSV
from app.formats.jsonfeed import JSONFEED
from app.formats.ndjson import NDJSON
from app.formats.page import Format, Page

FORMATS: dict[str, Format] = {"csv": CSV, "ndjson": NDJSON, "atom": ATOM, "jsonfeed": JSONFEED}
"""Every form besides JSON, by the name that the parameter `format` takes."""

__all__ = ["FORMATS", "Format", "Page"]
