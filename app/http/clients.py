"""Clients: from which address a request came."""

from starlette.types import Scope


def address_of(scope: Scope) -> str | None:
    """The address of whoever sent a request; None where there is none, as behind a socket that is a file."""
    client = scope.get("client")
    return str(client[0]) if client else None
