"""Costs: which reads may take long, so that those which never do need not wait for them."""

from urllib.parse import unquote_plus

from starlette.types import Scope

from app.http import negotiation

COSTLY_PARAMETERS = frozenset({"q", "facets", "actor_scope", "format"})
"""The parameters with which a list may read more than a page's worth of rows."""


def never(_: Scope) -> bool:
    """No request makes it take long."""
    return False


def always(_: Scope) -> bool:
    """Any request may make it take long."""
    return True


def by_request(scope: Scope) -> bool:
    """Whether a list is asked for what may take long: by a parameter, or in a form that is no page."""
    names = [pair.partition("=")[0] for pair in scope["query_string"].decode("latin-1").split("&")]
    if any((unquote_plus(name) if "%" in name else name) in COSTLY_PARAMETERS for name in names):
        return True
    accept = negotiation.accept_of(scope["headers"])
    return accept is not None and "*/*" not in accept and "json" not in accept
