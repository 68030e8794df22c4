"""The OpenAPI document: what the query models and the contract say, in the form that OpenAPI wants."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from app.pipeline.parameters import parameters_of
from schemas import LONGEST_SLUG, SLUG, Contract, Problem

PROBLEM = "application/problem+json"
MEANINGS = {
    404: "Not found",
    406: "Not acceptable",
    410: "Deleted",
    415: "Not a form that is taken",
    422: "Not understood",
    503: "Not available",
}


def query_parameters(model: type[Contract]) -> list[dict[str, Any]]:
    """The parameters of a query model as OpenAPI parameter objects, in order."""
    found = []
    for parameter in parameters_of(model).values():
        schema = dict(parameter.schema)
        entry = {"name": parameter.name, "in": "query", "required": False, "description": schema.pop("description", "")}
        if parameter.several:
            entry |= {"style": "form", "explode": False}
        found.append(entry | {"schema": schema})
    return found


def id_parameter(name: str) -> dict[str, Any]:
    """The path parameter of a record's address."""
    schema = {"type": "string", "pattern": f"^{SLUG}$", "maxLength": LONGEST_SLUG}
    return {"name": "id", "in": "path", "required": True, "description": f"The id among {name}.", "schema": schema}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The responses with which a route refuses."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {status: {"description": MEANINGS[status], "content": {PROBLEM: {"schema": schema}}} for status in statuses}


def kept(answer: dict[str, Any], *refusals: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a read that a client can keep: the answer with its validators, 304, and the refusals."""
    found = {"description": "Found", **answer, "headers": {**answer_headers(), **answer.get("headers", {})}}
    return {200: found, 304: {"description": "What If-None-Match names is still true"}, **problems(*refusals)}


def answer_headers() -> dict[str, Any]:
    """The headers of every answer that can be kept."""
    return {
        "ETag": {"description": "A strong validator of this answer.", "schema": {"type": "string"}},
        "Cache-Control": {"description": "Whether a later change can alter it.", "schema": {"type": "string"}},
    }


def list_headers() -> dict[str, Any]:
    """The headers of a list."""
    return {
        "Link": {"description": "The list's other forms, and the next page.", "schema": {"type": "string"}},
        "X-Total-Count": {"description": "`meta.total`, in forms without it.", "schema": {"type": "integer"}},
        "X-Snapshot": {"description": "`meta.snapshot`, in forms without it.", "schema": {"type": "integer"}},
    }


def document(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the service, made once."""
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=[context.route for context in iter_route_contexts(app.routes)],
            tags=app.openapi_tags,
            license_info=app.license_info,
        )
        schemas = made.setdefault("components", {}).setdefault("schemas", {})
        definition = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
        schemas |= definition.pop("$defs", {})
        schemas["Problem"] = definition
        made["components"]["schemas"] = dict(sorted(schemas.items()))
        app.openapi_schema = made
    return app.openapi_schema
