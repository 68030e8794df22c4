"""Rendering: what every page is made with and sent with."""

from hashlib import sha256
from importlib.resources import files
from typing import Any

FOLDER = files(__package__) / "templates"
STYLE = (FOLDER / "style.css").read_bytes()
STYLE_PATH = f"/assets/style-{sha256(STYLE).hexdigest()[:12]}.css"
DIGEST = sha256(b"".join(sorted(each.read_bytes() for each in FOLDER.iterdir() if each.is_file()))).hexdigest()[:12]
"""What tells these templates from others: part of every page's validator."""
HTML_TYPE = "text/html; charset=utf-8"
_POLICY = "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'; "
PAGE_POLICY = {"Content-Security-Policy": f"{_POLICY}frame-ancestors 'none'"}
EMBEDDED = {"Content-Security-Policy": f"{_POLICY}frame-ancestors *"}
"""The policy of what other sites may show in a frame."""


def render(template: str, **values: Any) -> bytes:
    """A template with these values, each of them escaped."""
    from app.pages.environment import environment  # noqa: PLC0415  # needs Jinja: for the first page, not for the start

    return environment.get_template(template).render(style=STYLE_PATH, **values).encode()
