"""Routes: one list and one detail for each resource, written once."""

from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import create_model

from app.http import openapi
from app.http.reading import Reading
from app.reading.answer import searching
from app.reading.formats import FORMATS
from app.reading.resource import Resource
from schemas import Detail, Page, Record, SearchPage, SearchQuery

TEXT = {"type": "string"}


def add_routes(router: APIRouter, resource: Resource, reading: Reading) -> None:
    """Give a resource its list and its detail."""
    record = resource.collection.record
    singular = record.__name__

    def read_list(request: Request) -> Response:
        return reading.list(resource, request)

    def read_detail(request: Request) -> Response:
        return reading.detail(resource, request.path_params["id"], request)

    content = {
        form.media_type.partition(";")[0]: {"schema": TEXT} for form in reading.forms.get(resource.name, {}).values()
    }
    forms: dict[str, Any] = {"content": content} if content else {}
    shared: dict[str, Any] = {"methods": ["GET"], "tags": [resource.name], "response_class": Response}
    router.add_api_route(
        f"/v1/{resource.name}",
        read_list,
        **shared,
        operation_id=f"list_{resource.name}",
        summary=f"List {resource.name}",
        description=(resource.query.__doc__ or "").strip(),
        responses=openapi.kept(_listed(record), 406, 414, 422, 503),
        openapi_extra={"parameters": openapi.query_parameters(resource.query)},
    )
    router.add_api_route(
        f"/v1/{resource.name}/{{id}}",
        read_detail,
        **shared,
        operation_id=f"get_{singular.lower()}",
        summary=f"Get one of the {resource.name}",
        description=(record.__doc__ or "").strip(),
        responses={**openapi.kept({**_found(Detail, record), **forms}, 404, 406, 410, 414, 422, 503), **openapi.MOVED},
        openapi_extra={"parameters": [openapi.id_parameter(resource.name), *openapi.query_parameters(resource.detail)]},
    )


def add_search(router: APIRouter, reading: Reading) -> None:
    """Give the service its search over all collections."""

    def search(request: Request) -> Response:
        return searching.found(reading, request)

    router.add_api_route(
        searching.PATH,
        search,
        methods=["GET"],
        tags=["search"],
        response_class=Response,
        operation_id="search",
        summary="Search all collections",
        description=(SearchQuery.__doc__ or "").strip(),
        responses=openapi.kept({"model": SearchPage}, 406, 414, 422, 503),
        openapi_extra={"parameters": openapi.query_parameters(SearchQuery)},
    )


def _listed(record: type[Record]) -> dict[str, Any]:
    """The description of a list, which comes in several forms."""
    forms = {
        form.media_type.partition(";")[0]: {"schema": TEXT | {"description": form.description}}
        for form in FORMATS.values()
    }
    return {**_found(Page, record), "content": forms, "headers": openapi.list_headers()}


def _found(envelope: Any, record: type[Record]) -> dict[str, Any]:
    """The answer's description: an envelope of the record, as a model with a name of its own (`DevelopmentPage`)."""
    model = create_model(record.__name__ + envelope.__name__, __base__=envelope[record], __doc__=envelope.__doc__)
    return {"model": model}
