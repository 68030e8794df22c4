"""Framing: every page of the desk is made here, within the desk's frame, and sent with what guards it."""

from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from app.desk.visits import Visit
from app.errors import Refusal
from app.http import validators
from app.http.parts import Service
from app.pages.rendering import HTML_TYPE, STYLE_PATH

if TYPE_CHECKING:
    from jinja2 import Environment

STATIC = files(__package__) / "static"
DESK_STYLE, SCRIPT = (
    b"".join((STATIC / f"{name}.{ending}").read_bytes() for name in ("desk", "records")) for ending in ("css", "js")
)
DESK_STYLE_PATH, SCRIPT_PATH = (
    f"/assets/desk-{sha256(each).hexdigest()[:12]}.{ending}" for each, ending in ((DESK_STYLE, "css"), (SCRIPT, "js"))
)
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
        "desk_style": DESK_STYLE_PATH,
        "script": SCRIPT_PATH,
        "session": session,
        "links": visit.links(),
        "path": visit.path,
        "token": session.secret if session is not None else "",
    }
    body = _environment().get_template(template).render(**frame, **values).encode()
    return Response(body, status_code=status, media_type=HTML_TYPE, headers=GUARDED)


def show_refusal(visit: Visit, refusal: Refusal) -> Response:
    """A refusal as a page, which keeps what was typed, so that it can be looked at again."""
    response = show_page(visit, "refused.html", status=refusal.status, refusal=refusal, kept=visit.keep())
    response.headers.update({name: value for name, value in refusal.headers.items() if name != "WWW-Authenticate"})
    return response


def go_to(address: str, headers: Mapping[str, str] | None = None) -> Response:
    """An answer that leads to another page, which is then read (303)."""
    return Response(status_code=303, headers={**GUARDED, "Location": address, **(headers or {})})


def give_style(_service: Service, _request: Any) -> Response:
    """The desk's style sheet, at an address that is made of its bytes."""
    return Response(DESK_STYLE, media_type="text/css", headers={"Cache-Control": validators.FIXED})


def give_script(_service: Service, _request: Any) -> Response:
    """The desk's script, at an address that is made of its bytes."""
    return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": validators.FIXED})


@cache
def _environment() -> "Environment":
    """The pages' environment with the desk's templates."""
    from jinja2 import PackageLoader  # noqa: PLC0415  # for the first page, not for the start

    from app.pages.environment import environment  # noqa: PLC0415  # likewise

    return environment.overlay(loader=PackageLoader(__package__ or "app.desk"))
