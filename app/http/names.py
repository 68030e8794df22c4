"""`/v1/actors/resolve`, and `/v1/reconcile` with its suggestions, for OpenRefine and its like."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.errors import Invalid, UnsupportedMediaType
from app.http import openapi
from app.http.answering import Get, Representation
from app.http.computed import Moment, represent_computed
from app.http.parts import Service
from app.names import reconciling
from app.names.reconciling import ENTITY_TYPES
from app.names.resolving import resolve_names
from app.reading.question import parameters
from app.store.database import Database
from schemas import Fault, Resolved, ResolveQuery, SuggestQuery

RECONCILE_PATH = "/v1/reconcile"
FORM = "application/x-www-form-urlencoded"
QUERIES_SCHEMA = {"type": "string"}
BY_QUERY = {
    "parameters": [
        {"name": "queries", "in": "query", "description": "A batch of queries in JSON.", "schema": QUERIES_SCHEMA},
    ]
}
BY_FORM = {
    "requestBody": {
        "required": True,
        "description": openapi.BODY_DESCRIPTION,
        "content": {
            FORM: {"schema": {"type": "object", "required": ["queries"], "properties": {"queries": QUERIES_SCHEMA}}}
        },
    }
}
KEPT_BY_CLIENTS = {"Cache-Control": "private, max-age=0, must-revalidate"}
"""A client may keep the answer, and asks for it again: its tag is of its bytes, and says no change number."""


def resolve_actors(service: Service, get: Get) -> Representation:
    """Resolve names to actors."""

    def make(at: Moment[ResolveQuery]) -> Resolved:
        return Resolved(data=resolve_names(at.connection, at.query, seq=at.seq), meta=at.meta, links=at.links)

    return represent_computed(service, get, ResolveQuery, make)


def reconcile_by_query(service: Service, get: Get) -> Representation:
    """The service manifest, or a batch of queries."""
    text = get.scope["query_string"].decode("latin-1")
    if text:
        return _keep(reconciling.answer_batch_of_queries(service.database, _queries_in(text)))
    return _keep(_manifest(service.title, service.whereabouts.base(get.scope)))


async def reconcile(service: Service, request: Request) -> Response:
    """A batch of queries."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
        raise UnsupportedMediaType(f"queries are taken as {FORM}")
    form = (await request.body()).decode("latin-1")
    try:
        answers = await run_in_threadpool(
            lambda: reconciling.answer_batch_of_queries(service.database, _queries_in(form))
        )
    except Invalid as refusal:
        faults = [fault.model_copy(update={"in_": "body", "pointer": ""}) for fault in refusal.faults]
        raise refusal.saying(faults) from None
    return Response(_json(answers), media_type="application/json", headers={"Cache-Control": "no-store"})


def suggest(
    find: Callable[[Database, SuggestQuery], list[dict[str, Any]]], service: Service, get: Get
) -> Representation:
    """Suggestions by what is typed."""
    query = parameters.read_query(SuggestQuery, get.scope["query_string"], others_pass=True).query
    return _keep({"result": find(service.database, query)})


def _keep(answer: dict[str, Any]) -> Representation:
    return Representation(None, _json(answer), headers=KEPT_BY_CLIENTS)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _queries_in(text: str) -> str:
    """The batch in a query string or a form. Raises `Invalid` for anything beside it."""
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", encoding="utf-8", max_num_fields=10)
    except ValueError:
        pairs = []
    if [name for name, _ in pairs] != ["queries"]:
        fault = Fault(in_="query", name="queries", message="must be given once, in UTF-8, and nothing else with it")
        raise Invalid("takes queries, and nothing else", faults=[fault])
    return pairs[0][1]


def _manifest(name: str, base: str) -> dict[str, Any]:
    """What the service offers, at its address."""
    suggested = {"service_url": base}
    return {
        "versions": ["0.2"],
        "name": f"{name}: actors",
        "identifierSpace": f"{base}/v1/actors/",
        "schemaSpace": f"{base}{RECONCILE_PATH}/types/",
        "documentation": f"{base}/docs",
        "defaultTypes": [{"id": kind, "name": label} for kind, label in ENTITY_TYPES.items()],
        "view": {"url": f"{base}/actors/{{{{id}}}}"},
        "suggest": {
            what: {**suggested, "service_path": f"{RECONCILE_PATH}/suggest/{what}"}
            for what in ("entity", "type", "property")
        },
    }
