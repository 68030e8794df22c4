"""The pages about the service: what it offers, its interactive documentation, and what each problem means."""

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from app.errors import LONGEST_TARGET, REFUSALS, NotFound
from app.http import openapi
from app.http.answering import fixed
from app.http.front.edge import MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS
from app.reading.question import parameters
from app.reading.question.messages import quoted
from app.reading.resource import Resource
from app.search.matching import MOST_TERMS
from app.writing.bodies import DEEPEST

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Everything that the page loads comes from here."""
PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}: API documentation</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
<div id="docs"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</html>
"""
START = 'SwaggerUIBundle({ url: "/openapi.json", dom_id: "#docs", deepLinking: true, validatorUrl: null });\n'
LIMITS = f"""
## Limits

Beyond a limit a request is refused with a problem that names it, and nothing is changed.

| What | Limit | Else |
| --- | --- | --- |
| path and query | {LONGEST_TARGET} bytes | 414 |
| header fields | {MAX_HEADERS}, {MAX_HEADER_BYTES // 1024} KiB together | 431 |
| body | {MAX_BODY // 1024} KiB; of a batch 8 MiB, of a source's text 5 MiB | 413 |
| JSON | nested {DEEPEST} deep; no name twice in an object | 422 |
| `q` | 200 characters, {MOST_TERMS} terms | 422 |
| title, prose, URL | 300, 10,000 and 2,048 characters | 422 |
| a list in a record | 100 items | 422 |
| days | 1800-01-01 to two years ahead | 422 |
| numbers | finite, within ±1e15 | 422 |
| text | UTF-8, kept as NFC; no control characters but white space, no non-characters, no lone surrogates | 422 |
| URLs | http or https, no credentials, a host with a full name or a public address | 422 |"""
"""What the OpenAPI document says of every request."""
CODE = {"name": "code", "in": "path", "required": True, "schema": {"enum": [refusal.code for refusal in REFUSALS]}}
Home = Callable[[Request], Response | None]
"""What answers those who would rather read a page at `/`; None for all others."""
ASSETS = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}


def add_routes(router: APIRouter, resources: tuple[Resource, ...], *, title: str, version: str, home: Home) -> None:
    """Give the service `/`, `/docs`, `/openapi.json` and `/problems/{code}`; `home` is what people see at `/`."""
    _add_service(router, resources, title=title, version=version, home=home)
    _add_problems(router)
    _add_docs(router, title=title)


def _add_service(router: APIRouter, resources: tuple[Resource, ...], *, title: str, version: str, home: Home) -> None:
    service = {
        "name": title,
        "version": version,
        "templates": {"search": "/v1/search?q={q}", "resolve": "/v1/actors/resolve?name={name}"},
        "collections": {resource.name: f"/v1/{resource.name}" for resource in resources},
        "links": {
            "self": "/",
            "latest": "/v1/briefings/latest",
            "changes": "/v1/changes",
            "export": "/v1/export",
            "reconcile": "/v1/reconcile",
            "openapi": "/openapi.json",
            "docs": "/docs",
            "health": "/healthz",
            "ready": "/readyz",
            "metrics": "/metrics",
        },
    }

    @router.get("/", tags=["service"], operation_id="get_service", summary="What the service offers")
    def root(request: Request) -> Response:
        page = home(request)
        if page is not None:
            return page
        parameters.read(parameters.Nothing, request.scope["query_string"])
        headers = {"Vary": "Accept, Accept-Encoding"}
        return fixed(request.headers, json.dumps(service).encode(), "application/json", headers)


def _add_problems(router: APIRouter) -> None:
    @router.get(
        "/problems/{code}",
        tags=["service"],
        operation_id="get_problem",
        summary="What a problem type means",
        responses=openapi.problems(404),
        openapi_extra={"parameters": [CODE]},
    )
    def problem(request: Request) -> Response:
        parameters.read(parameters.Nothing, request.scope["query_string"])
        code = request.path_params["code"]
        for refusal in REFUSALS:
            if refusal.code == code:
                meaning = {"title": refusal.title, "status": refusal.status, "meaning": refusal.meaning}
                body = json.dumps({"type": f"/problems/{code}", **meaning}).encode()
                return fixed(request.headers, body, "application/json")
        raise NotFound(f"there is no problem type {quoted(code)}", about="code")


def _add_docs(router: APIRouter, *, title: str) -> None:
    resources = files("fastapi_swagger") / "resources"
    assets = {name: (media_type, (resources / name).read_bytes()) for name, media_type in ASSETS.items()}
    assets["start.js"] = ("text/javascript", START.encode())
    page = PAGE.format(title=title).encode()

    @router.get("/docs", include_in_schema=False)
    def docs(request: Request) -> Response:
        return fixed(request.headers, page, "text/html", {"Content-Security-Policy": POLICY})

    @router.get("/docs/{name}", include_in_schema=False)
    def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in assets:
            raise NotFound("the documentation has no such file", about="file")
        media_type, content = assets[name]
        return fixed(request.headers, content, media_type)

    @router.get("/openapi.json", include_in_schema=False)
    def openapi_document(request: Request) -> Response:
        parameters.read(parameters.Nothing, request.scope["query_string"])
        return fixed(request.headers, _document(request.app), "application/json")


def _document(app: FastAPI) -> bytes:
    """The OpenAPI document's bytes, made once."""
    if not hasattr(app.state, "document"):
        app.state.document = _compact(app.openapi()).encode()
    return bytes(app.state.document)


def in_lines(document: dict[str, Any]) -> str:
    """The OpenAPI document as a file: a line for each operation and each component, so that changes can be read."""
    return _lines(document, deep=3) + "\n"


def _lines(value: Any, *, deep: int) -> str:
    if not deep or not isinstance(value, dict) or not value:
        return _compact(value)
    lines = (f"{_compact(key)}: {_lines(each, deep=deep - 1)}" for key, each in value.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
