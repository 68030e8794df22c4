"""Costs: which reads may take long, so that those which never do need not wait for them."""

from urllib.parse import unquote_plus

COSTLY = frozenset({"q", "facets", "actor_scope", "format"})
"""The parameters with which a list may read more than a page's worth of rows."""


def never(_: bytes) -> bool:
    """No query makes it take long."""
    return False


def always(_: bytes) -> bool:
    """Any query may make it take long."""
    return True


def by_parameters(query_string: bytes) -> bool:
    """Whether a list is asked for what may take long."""
    names = [pair.partition("=")[0] for pair in query_string.decode("latin-1").split("&")]
    return any((unquote_plus(name) if "%" in name else name) in COSTLY for name in names)
