"""The pages about the service: what it offers, its interactive documentation, and what each problem means."""

import json
from collections.abc import Callable
from importlib.resources import files

from fastapi import APIRouter, FastAPI, Request, Response

from app.errors import REFUSALS, NotFound
from app.pipeline import openapi, parameters
from app.pipeline.resource import Resource
from app.pipeline.respond import fixed

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
        raise NotFound(f"there is no problem type {code[:80]!a}")


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
            raise NotFound("the documentation has no such file")
        media_type, content = assets[name]
        return fixed(request.headers, content, media_type)

    @router.get("/openapi.json", include_in_schema=False)
    def openapi_document(request: Request) -> Response:
        parameters.read(parameters.Nothing, request.scope["query_string"])
        return fixed(request.headers, _document(request.app), "application/json")


def _document(app: FastAPI) -> bytes:
    """The OpenAPI document's bytes, made once."""
    if not hasattr(app.state, "document"):
        app.state.document = json.dumps(app.openapi(), ensure_ascii=False).encode()
    return bytes(app.state.document)
