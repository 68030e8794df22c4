"""Forgery: a form is only carried out that this desk has shown to whoever sends it."""

import hmac
from urllib.parse import urlsplit

from starlette.requests import Request

from app.errors import Forbidden
from app.http.whereabouts import Whereabouts

OWN_SITE = ("same-origin", "none")
"""What `Sec-Fetch-Site` says of a form of ours (W3C Fetch Metadata): `none` where somebody sends it again."""


class Forged(Forbidden):
    """A form that was not shown to whoever sends it."""

    title = "Nothing was done"


def check_site(request: Request, whereabouts: Whereabouts) -> None:
    """Raises `Forged` where `Origin` or `Sec-Fetch-Site` says that a form stands on another site."""
    site = request.headers.get("sec-fetch-site")
    if site is not None and site not in OWN_SITE:
        raise Forged("The form was sent from another site. Open the desk yourself, and do it there.")
    origin = request.headers.get("origin")
    own = {request.headers.get("host", "").lower(), urlsplit(whereabouts.base(request.scope)).netloc.lower()}
    if origin is not None and _host_of(origin) not in own:
        raise Forged(
            f"The form was sent from {origin[:200]}, and this is {max(own)[:200]}. If both are this desk, whoever "
            "runs the tracker sets TRACKER_PUBLIC_URL to the address that people use."
        )


def _host_of(origin: str) -> str:
    """The host and port of an origin; nothing for what is none."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""


def check_token(sent: str, secret: str) -> None:
    """Raises `Forged` where what a form carries is not the secret of its session, compared in constant time."""
    if not hmac.compare_digest(sent.encode(), secret.encode()):
        raise Forged("The form is not of this session: it was shown before you signed in, or by somebody else.")
