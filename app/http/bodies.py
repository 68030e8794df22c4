"""Bodies: how many bytes of what is sent are held at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from app.errors import Unavailable
from app.http.places import Places

MOST_BODY_BYTES = 64 * 1024 * 1024
"""How many bytes of bodies a process holds at once, for all clients together; half of them for one."""
BODY_BLOCK = 64 * 1024
"""How many bytes are counted together."""
ROOM_SECONDS = 2
"""How long a request waits until there is room for its body."""


class Bodies:
    """Room for bodies: a request has all that it needs before it is read, or is refused."""

    def __init__(self) -> None:
        self._places = Places(MOST_BODY_BYTES // BODY_BLOCK, most_each=MOST_BODY_BYTES // BODY_BLOCK // 2)

    @property
    def waiting(self) -> int:
        """How many requests wait for room."""
        return self._places.waiting

    @asynccontextmanager
    async def hold(self, request: Request, *, most: int, client: str) -> AsyncIterator[None]:
        """Room for the body of a request, which may have `most` bytes, until the block ends. Raises `Unavailable`."""
        length = length_of(request)
        size = -(-(most if length is None else length) // BODY_BLOCK)
        if not size:
            yield
            return
        async with self._places.hold(client, size, seconds=ROOM_SECONDS, refusal=_refusal):
            yield


def length_of(request: Request) -> int | None:
    """How many bytes a body is said to have, none where there is none; None where it is not said."""
    length = request.headers.get("content-length")
    if length is not None and length.isascii() and length.isdigit():
        return int(length)
    # Over HTTP/2 nothing need be said of a body (RFC 9113, section 8.1.1).
    can_come = "transfer-encoding" in request.headers or request.scope["http_version"] not in ("1.0", "1.1")
    return None if can_come else 0


def _refusal() -> Unavailable:
    return Unavailable("too much is being sent at once", headers={"Retry-After": "1"})
