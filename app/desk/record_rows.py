"""Rows of the desk's pages for the records of a collection: the same for each, and what some have besides."""

from collections.abc import Iterator
from functools import partial

from app.desk import judging, record_pages
from app.desk.visits import Row
from app.reading.resource import Resource
from app.resources import ACTORS, CONDITIONS, DEVELOPMENTS, SOURCES

MADE_HERE = (DEVELOPMENTS, CONDITIONS, ACTORS, SOURCES)
"""The collections whose records have forms here; editions have a page of their own."""


def make_rows(resource: Resource) -> Iterator[Row]:
    """The pages of a collection: its list, and the forms of its records."""
    many, scopes = f"/desk/{resource.name}", (f"{resource.name}:write",)
    one, new = f"{many}/{{id}}", f"{many}/new"
    shows = partial(record_pages.show_typed, resource)
    yield Row(many, "GET", scopes, partial(record_pages.show_records, resource), link=resource.presentation.link)
    yield Row(new, "GET", scopes, partial(record_pages.show_new, resource))
    yield Row(new, "POST", scopes, partial(record_pages.create, resource), shows=shows)
    yield Row(one, "GET", scopes, partial(record_pages.show_record, resource))
    yield Row(one, "POST", scopes, partial(record_pages.change, resource), shows=shows)
    yield Row(f"{one}/delete", "GET", scopes, partial(record_pages.ask_deletion, resource))
    yield Row(f"{one}/delete", "POST", scopes, partial(record_pages.delete, resource))
    if resource is CONDITIONS:
        yield Row(f"{one}/assess", "GET", scopes, judging.show_judging)
        yield Row(f"{one}/assess", "POST", scopes, judging.judge, shows=judging.show_judging_again)
