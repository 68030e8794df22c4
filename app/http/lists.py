"""Lists, records and searches."""

from starlette.requests import Request
from starlette.responses import Response

from app.http.answering import Get
from app.http.parts import Service
from app.reading.answer import searching
from app.reading.resource import Resource


def read_list(resource: Resource, service: Service, get: Get) -> Response:
    """A page of a collection, or all of it."""
    return service.reading.list(resource, Request(get.scope))


def read_record(resource: Resource, service: Service, get: Get) -> Response:
    """One record."""
    return service.reading.detail(resource, get.place["id"], Request(get.scope))


def search(service: Service, get: Get) -> Response:
    """Search all collections."""
    return searching.found(service.reading, Request(get.scope))
