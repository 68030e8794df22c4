"""HTTP with deadlines: uvicorn's httptools protocol, which by itself waits for ever and takes endless headers."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 10.0
"""How long a client may take over the head of a request."""
BODY_SECONDS = 15.0
"""How long it may take over each next part of a body."""
WRITE_SECONDS = 15.0
"""How long it may leave an answer unread once the buffers are full."""
HEAD_BYTES = 48 * 1024
"""How much of a head is read before the connection is dropped; what is refused politely lies below that."""
REFUSED = b"HTTP/1.1 431 Request Header Fields Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection that is too slow in sending or reading, or whose head is too large."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._in_head = True

    def connection_made(self, transport: Any) -> None:
        """Start the clock of the first head."""
        super().connection_made(transport)
        self._expect(HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock."""
        self._expect(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count the head's bytes and move the deadline of a body."""
        if self._in_head:
            if self._head_bytes == 0 and self._deadline is None:
                self._expect(HEAD_SECONDS)
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES and not self._head_ends_in(data):
                self.transport.write(REFUSED)
                self.transport.close()
                return
        else:
            self._expect(BODY_SECONDS)
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Go over from the head to the body."""
        self._in_head = False
        self._expect(BODY_SECONDS)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Wait, without a deadline of ours, for the answer and then for uvicorn's keep-alive."""
        super().on_message_complete()
        self._in_head, self._head_bytes = True, 0
        self._expect(None)

    def pause_writing(self) -> None:
        """Give a client that does not read a while."""
        super().pause_writing()
        self._expect(WRITE_SECONDS)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        self._expect(None)

    def _head_ends_in(self, data: bytes) -> bool:
        return b"\r\n\r\n" in data

    def _expect(self, seconds: float | None) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
        self._deadline = self.loop.call_later(seconds, self._too_slow) if seconds is not None else None

    def _too_slow(self) -> None:
        self._deadline = None
        if not self.transport.is_closing():
            self.transport.abort()
