"""The OpenAPI document: what the query models and the contract say, in the form that OpenAPI wants."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal, get_origin

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts
from pydantic import TypeAdapter

import schemas as contract
from app.http import components, variants
from app.http.limits import MAX_BODY
from app.reading.question.known import parameters_of
from app.writing.bodies import DEEPEST
from schemas import LONGEST_SLUG, SLUG, Contract, Problem, Record, WebhookMessage, WriteQuery, fields_of

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
    429: "More than one client may ask for",
    431: "The headers are too many or too long",
    503: "Not available",
}


IF_MATCH: dict[str, Any] = {
    "name": "If-Match",
    "in": "header",
    "required": True,
    "description": "The ETag that the record was read with; its revision is what counts.",
    "schema": {"type": "string"},
}
MATCH: dict[str, Any] = {**IF_MATCH, "required": False}
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
DELIVERY = {
    "name": "delivery",
    "in": "path",
    "required": True,
    "description": "The delivery's id.",
    "schema": {"type": "integer", "minimum": 1},
}
BODY_DESCRIPTION = f"At most {MAX_BODY // 1024} KiB, nested at most {DEEPEST} deep, no name twice in an object."
TEXTS = ("Country", "Day", "Instant", "Language", "RecordRef", "Sha256", "Slug", "WebAddress")
"""The texts of the contract that have a schema of their own, beside its lists of words."""
SECURITY = {
    "key": {
        "type": "http",
        "scheme": "bearer",
        "description": "A key, as `tracker keys create` and `/v1/keys` make them.",
    }
}


def query_parameters(model: type[Contract]) -> list[dict[str, Any]]:
    """The parameters of a query model as OpenAPI parameter objects, in order."""
    found = []
    for parameter in parameters_of(model).values():
        schema = variants.tell(parameter.schema)
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


def kept_responses(answer: dict[str, Any], *refusals: int) -> dict[int | str, dict[str, Any]]:
    """The responses of a read that a client can keep: the answer with its validators, 304, and the refusals."""
    found = {"description": "Found", **answer, "headers": {**answer_headers(), **answer.get("headers", {})}}
    return {200: found, 304: {"description": "What If-None-Match names is still true"}, **problems(*refusals)}


def write_operation(
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
        schema = variants.reference(model.__name__)
        if partial:
            schema = variants.reference(variants.patch_name(model.__name__))
        content = {each: {"schema": schema} for each in types}
        extra["requestBody"] = {"required": True, "description": BODY_DESCRIPTION, "content": content}
    return extra


def answer_headers() -> dict[str, Any]:
    """The headers of every answer that can be kept."""
    return {
        "ETag": {"description": "A strong validator of this answer.", "schema": {"type": "string"}},
    }


def list_headers() -> dict[str, Any]:
    """The headers of a list."""
    return {
        "Link": {"description": "The list's other forms, and the next page.", "schema": {"type": "string"}},
        "X-Total-Count": {"description": "`meta.total`, in forms without it.", "schema": {"type": "integer"}},
        "X-Snapshot": {"description": "`meta.snapshot`, in forms without it.", "schema": {"type": "integer"}},
    }


def document(
    app: FastAPI,
    *,
    records: Iterable[type[Record]],
    drafts: Sequence[type[Contract]],
    further: variants.Definitions,
    webhooks: dict[str, Any],
) -> dict[str, Any]:
    """The OpenAPI 3.1 document of the service, made once; `drafts` are what bodies hold, whole or as patches.

    `further` are schemas of bodies that are no JSON, which operations point to.
    """
    if app.openapi_schema is None:
        made = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=[context.route for context in iter_route_contexts(app.routes)],
            tags=app.openapi_tags,
            license_info=app.license_info,
        )
        shown = variants.definitions_of((Problem, WebhookMessage), "serialization") | made["components"]["schemas"]
        made |= {"paths": variants.tidy(made["paths"]), "webhooks": webhooks}
        made["components"] = {
            "schemas": _schemas(made, variants.answer_schemas(shown), drafts),
            "securitySchemes": SECURITY,
        }
        named = _name_schemas(records)
        made = components.name_schemas(made, named)
        made["components"]["schemas"] = dict(sorted((made["components"]["schemas"] | named | further).items()))
        _refuse_everywhere(made)
        components.json_first(made)
        components.share(made)
        app.openapi_schema = made
    return app.openapi_schema


def _schemas(made: dict[str, Any], shown: variants.Definitions, drafts: Sequence[type[Contract]]) -> Any:
    """The definitions that the operations point to; those whose answers `fields` thins out are made to say so."""
    schemas = shown | variants.draft_schemas(drafts, shown)
    pointed = components.spelling(made["paths"])
    for draft in drafts:
        if components.spelling(variants.reference(variants.patch_name(draft.__name__))) in pointed:
            schemas |= variants.patches(draft.__name__, schemas)
    for operation in components.operations(made):
        if any(parameter["name"] == "fields" for parameter in operation.get("parameters", ())):
            answer = operation["responses"]["200"]["content"]["application/json"]
            whole = variants.target(answer["schema"])
            schemas |= variants.partials(whole, schemas)
            answer["schema"] = variants.reference(variants.partial_name(whole))
    return schemas


def _name_schemas(records: Iterable[type[Record]]) -> variants.Definitions:
    """The schemas of words and texts that have a name in the contract, and of the names of each record's fields."""
    types = {name: each for name, each in vars(contract).items() if name in TEXTS or get_origin(each) is Literal}
    named = {name: TypeAdapter(each).json_schema() for name, each in types.items()}
    for record in records:
        named[f"{record.__name__}Field"] = {"type": "string", "enum": [field.path for field in fields_of(record)]}
    return named


def _refuse_everywhere(made: dict[str, Any]) -> None:
    """Add to every operation how requests over the limits are refused, and put responses in order."""
    for item in made["paths"].values():
        for operation in item.values():
            limits = problems(413, 414, 429, 431) if "requestBody" in operation else problems(414, 429, 431)
            answers = {str(status): answer for status, answer in limits.items()} | operation["responses"]
            operation["responses"] = dict(sorted(answers.items()))
