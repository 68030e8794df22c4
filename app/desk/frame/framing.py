"""Framing: every page of the desk is made here, within the desk's frame, and sent with what guards it."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from starlette.responses import Response

from app.desk.frame.visits import Visit
from app.errors import Refusal
from app.http import validators
from app.http.parts import Service
from app.pages.rendering import HTML_TYPE, STYLE_PATH

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC = files("app.desk") / "static"
_PARTS = ("desk", "records", "housekeeping")
_JOINED = {
    f"desk.{ending}": b"".join((STATIC / f"{name}.{ending}").read_bytes() for name in _PARTS)
    for ending in ("css", "js")
}
ASSETS = _JOINED | {name: (STATIC / name).read_bytes() for name in ("edition.css", "edition.js")}
"""The style sheets and scripts of the desk, by name."""
ASSET_PATHS = {
    name: f"/assets/{name.partition('.')[0]}-{sha256(content).hexdigest()[:12]}.{name.partition('.')[2]}"
    for name, content in ASSETS.items()
}
"""Their addresses, which are made of their bytes."""
GUARDED = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "same-origin",  # else a browser would send forms from nowhere: `Origin: null`
    "X-Robots-Tag": "noindex",
}
"""The headers of every answer of the desk."""


def show_page(visit: Visit, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page of the desk within its frame: a template with these values, each of them escaped."""
    session = visit.session
    frame = {
        "style": STYLE_PATH,
        "assets": ASSET_PATHS,
        "session": session,
        "links": visit.links(),
        "path": visit.path,
        "token": session.secret if session is not None else "",
        "again": visit.again,
    }
    body = _environment().get_template(template).render(**frame, **values).encode()
    return Response(body, status_code=status, media_type=HTML_TYPE, headers=GUARDED)


def show_fragment(visit: Visit, template: str, **values: Any) -> Response:
    """A part of a page, for a script to put in the place of what it shows."""
    body = _environment().get_template(template).render(path=visit.path, token="", **values).encode()
    return Response(body, media_type=HTML_TYPE, headers=GUARDED)


def show_refusal(visit: Visit, refusal: Refusal) -> Response:
    """A refusal as a page, which keeps what was typed, so that it can be looked at again."""
    response = show_page(visit, "refused.html", status=refusal.status, refusal=refusal, kept=visit.keep())
    response.headers.update({name: value for name, value in refusal.headers.items() if name != "WWW-Authenticate"})
    return response


def go_to(address: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that leads to another page, which is then read (303)."""
    location = quote(address, safe="/?&=%+,:@~!$'()*;#")
    return Response(status_code=303, headers={**GUARDED, "Location": location, **(headers or {})})


def give_asset(name: str, _service: Service, _request: Any) -> Response:
    """A style sheet or a script of the desk."""
    media_type = "text/css" if name.endswith(".css") else "text/javascript"
    return Response(ASSETS[name], media_type=media_type, headers={"Cache-Control": validators.FIXED})


@cache
def _environment() -> "Environment":
    """The pages' environment with the desk's templates, which come before those of the pages."""
    from jinja2 import ChoiceLoader, PackageLoader  # noqa: PLC0415  # for the first page, not for the start

    from app.pages.environment import environment  # noqa: PLC0415  # likewise

    loaders = [PackageLoader("app.desk"), PackageLoader("app.pages")]
    return environment.overlay(loader=ChoiceLoader(loaders))
