"""Rows of the desk's pages for the records of a collection: the same for each, and what some have besides."""

from collections.abc import Iterator
from functools import partial

from app.desk.frame.text_scopes import TEXT_SCOPES
from app.desk.frame.visits import Row
from app.desk.records import clipping, judging, record_pages, source_texts
from app.desk.records.source_texts import MOST_PASTED_BYTES as MOST
from app.reading.resource import Resource
from app.resources import BRIEFINGS, CONDITIONS, RESOURCES, SOURCES

MADE_HERE = sorted(
    (resource for resource in RESOURCES if resource is not BRIEFINGS), key=lambda resource: resource.presentation.place
)
"""The collections whose records have forms here; editions have a page of their own."""


def make_rows(resource: Resource) -> Iterator[Row]:
    """The pages of a collection: its list, and the forms of its records."""
    many, scopes = f"/desk/{resource.name}", (f"{resource.name}:write",)
    one, new = f"{many}/{{id}}", f"{many}/new"
    shows = partial(record_pages.show_form_again, resource)
    yield Row(many, "GET", scopes, partial(record_pages.show_records, resource), link=resource.presentation.link)
    yield Row(new, "GET", scopes, partial(record_pages.show_new, resource))
    yield Row(new, "POST", scopes, partial(record_pages.create_typed, resource), shows=shows)
    for address in (one, f"{one}/record"):  # the second for what has the id that leads to the form of a new one
        yield Row(address, "GET", scopes, partial(record_pages.show_record, resource))
        yield Row(address, "POST", scopes, partial(record_pages.change_typed, resource), shows=shows)
    yield Row(f"{one}/delete", "GET", scopes, partial(record_pages.ask_deletion, resource))
    yield Row(f"{one}/delete", "POST", scopes, partial(record_pages.delete_asked, resource))
    if resource is SOURCES:
        text = f"{one}/text"
        yield Row(text, "GET", TEXT_SCOPES, source_texts.show_source_text)
        yield Row(text, "POST", scopes, source_texts.keep_text, shows=source_texts.show_typed_text, most_bytes=MOST)
        words = source_texts.show_typed_text
        yield Row(f"{one}/words", "POST", TEXT_SCOPES, source_texts.take_words, shows=words)
        yield Row("/desk/clip", "GET", scopes, clipping.show_clipper, link="Clipper", is_open=True)
        yield Row("/desk/clip", "POST", scopes, clipping.take_clip, shows=clipping.show_clipped, most_bytes=MOST)
    if resource is CONDITIONS:
        yield Row(f"{one}/assess", "GET", scopes, judging.show_judging)
        yield Row(f"{one}/assess", "POST", scopes, judging.judge_condition, shows=judging.show_judging_again)
