"""The pages about the service: what it offers, its interactive documentation, and what each problem means."""

from importlib.resources import files

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse

from app.errors import REFUSALS, NotFound
from app.pipeline import openapi
from app.pipeline.resource import Resource

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Swagger UI sets style attributes, which needs inline style; scripts come from here alone."""
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
ASSETS = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript"}


def add_routes(router: APIRouter, resources: tuple[Resource, ...], *, title: str, version: str) -> None:
    """Give the service `/`, `/docs`, `/openapi.json` and `/problems/{code}`."""
    _add_service(router, resources, title=title, version=version)
    _add_problems(router)
    _add_docs(router, title=title)


def _add_service(router: APIRouter, resources: tuple[Resource, ...], *, title: str, version: str) -> None:
    service = {
        "name": title,
        "version": version,
        "collections": {resource.name: f"/v1/{resource.name}" for resource in resources},
        "links": {
            "self": "/",
            "search": "/v1/search",
            "openapi": "/openapi.json",
            "docs": "/docs",
            "health": "/healthz",
            "ready": "/readyz",
        },
    }

    @router.get("/", tags=["service"], operation_id="get_service", summary="What the service offers")
    def root() -> JSONResponse:
        return JSONResponse(service)


def _add_problems(router: APIRouter) -> None:
    @router.get(
        "/problems/{code}",
        tags=["service"],
        operation_id="get_problem",
        summary="What a problem type means",
        responses=openapi.problems(404),
        openapi_extra={"parameters": [CODE]},
    )
    def problem(request: Request) -> JSONResponse:
        code = request.path_params["code"]
        for refusal in REFUSALS:
            if refusal.code == code:
                meaning = {"title": refusal.title, "status": refusal.status, "meaning": refusal.meaning}
                return JSONResponse({"type": f"/problems/{code}", **meaning})
        raise NotFound(f"there is no problem type {code[:80]!a}")


def _add_docs(router: APIRouter, *, title: str) -> None:
    @router.get("/docs", include_in_schema=False)
    def docs() -> HTMLResponse:
        return HTMLResponse(PAGE.format(title=title), headers={"Content-Security-Policy": POLICY})

    @router.get("/docs/start.js", include_in_schema=False)
    def start() -> Response:
        return Response(START, media_type="text/javascript")

    @router.get("/docs/{name}", include_in_schema=False)
    def asset(request: Request) -> Response:
        name = request.path_params["name"]
        if name not in ASSETS:
            raise NotFound("the documentation has no such file")
        content = (files("fastapi_swagger") / "resources" / name).read_bytes()
        return Response(content, media_type=ASSETS[name], headers={"Cache-Control": "public, max-age=86400"})

    @router.get("/openapi.json", include_in_schema=False)
    def openapi_document(request: Request) -> JSONResponse:
        return JSONResponse(request.app.openapi())
