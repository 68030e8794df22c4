"""The OpenAPI document: what the query models and the contract say, in the form that OpenAPI wants."""

from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from app.pipeline.parameters import parameters_of
from schemas import LONGEST_SLUG, SLUG, Contract, Problem, WebhookMessage, WriteQuery

PROBLEM = "application/problem+json"
MEANINGS = {
    401: "A key is needed",
    403: "Not allowed with this key",
    404: "Not found",
    406: "Not acceptable",
    409: "Not possible as things stand",
    410: "Deleted",
    412: "Changed since it was read",
    413: "Too large",
    414: "The address is too long",
    415: "Not a form that is taken",
    422: "Not understood",
    428: "If-Match is needed",
    503: "Not available",
}


IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag that the record was read with; its revision is what counts.",
    "schema": {"type": "string"},
}
MATCH = {**IF_MATCH, "required": False}
"""If-Match where it may be left out."""
IDEMPOTENCY_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A name for this request: sent again within 24 hours, it is answered again and not done again.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255},
}
PREFER = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "`return=minimal`: an answer without a body (RFC 7240).",
    "schema": {"type": "string"},
}
SECURITY = {"key": {"type": "http", "scheme": "bearer", "description": "A key made by `tracker keys create`."}}


def query_parameters(model: type[Contract]) -> list[dict[str, Any]]:
    """The parameters of a query model as OpenAPI parameter objects, in order."""
    found = []
    for parameter in parameters_of(model).values():
        schema = dict(parameter.schema)
        entry: dict[str, Any] = {"name": parameter.name, "in": "query", "required": parameter.required}
        entry["description"] = schema.pop("description", "")
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


MOVED: dict[int | str, dict[str, Any]] = {308: {"description": "Merged: Location leads to the record that goes on"}}


def kept(answer: dict[str, Any], *refusals: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a read that a client can keep: the answer with its validators, 304, and the refusals."""
    found = {"description": "Found", **answer, "headers": {**answer_headers(), **answer.get("headers", {})}}
    return {200: found, 304: {"description": "What If-None-Match names is still true"}, **problems(*refusals)}


def write(
    model: type[Contract] | None,
    parameters: list[dict[str, Any]],
    *,
    types: Sequence[str] = ("application/json",),
    partial: bool = False,
    query: type[Contract] = WriteQuery,
) -> dict[str, Any]:
    """What is special to a write: its key, its parameters and its body, of which a patch has a part."""
    extra: dict[str, Any] = {"security": [{"key": []}], "parameters": [*parameters, PREFER, *query_parameters(query)]}
    if model is not None:
        schema: dict[str, Any] = {"$ref": f"#/components/schemas/{model.__name__}"}
        if partial:
            schema = {"type": "object", "description": f"Any members of {model.__name__}; null takes one away."}
        extra["requestBody"] = {"required": True, "content": {each: {"schema": schema} for each in types}}
    return extra


def written(record: str) -> dict[int | str, dict[str, Any]]:
    """The responses of a write that went well."""
    schema = {"$ref": f"#/components/schemas/{record}Detail"}
    found = {"description": "Done", "content": {"application/json": {"schema": schema}}, "headers": answer_headers()}
    return {200: found, 204: {"description": "Done, and little was wanted"}, **MOVED}


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


def document(app: FastAPI, drafts: Iterable[type[Contract]], *, webhooks: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the service, made once; `drafts` are what bodies hold."""
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
        for draft in drafts:
            definition = draft.model_json_schema(ref_template="#/components/schemas/{model}")
            schemas |= {**definition.pop("$defs", {}), draft.__name__: definition, **schemas}
        made["components"]["securitySchemes"] = SECURITY
        for sent in (Problem, WebhookMessage):
            definition = sent.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
            schemas |= {**definition.pop("$defs", {}), sent.__name__: definition, **schemas}
        made["webhooks"] = webhooks
        made["components"]["schemas"] = dict(sorted(schemas.items()))
        app.openapi_schema = made
    return app.openapi_schema
