"""HTTP with deadlines: uvicorn's httptools protocol, which by itself waits for ever and takes endless headers."""

import asyncio
from http import HTTPStatus
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.errors import HeadersTooLarge, Malformed, Refusal
from app.http.problems import respond_refused
from schemas import Fault

HEAD_SECONDS = 10.0
"""How long a client may take over the head of a request."""
BODY_SECONDS = 15.0
"""How long it may take over a body, and how long at most after any part of it."""
BODY_BYTES_PER_SECOND = 16 * 1024
"""What it must send beyond that, for each second more."""
WRITE_SECONDS = 15.0
"""How long it may leave an answer unread once the buffers are full."""
UNREAD_SECONDS = 0.3
"""How long what was sent before the server was asked to stop may take to be read, where nothing is being answered."""
HEAD_BYTES = 48 * 1024
"""How much of a head is read before the connection is dropped; what is refused politely lies below that."""
FRAMING = 8
"""How many bytes of chunk sizes may come with each byte of a body, beside the bytes of a head."""
UNREADABLE = "the request cannot be read as HTTP; is everything in its address percent-encoded?"
STOPPING = "stopping"
"""In a request's ASGI state: true once the server has been asked to stop."""
MALFORMED = Malformed(UNREADABLE, faults=[Fault(in_="path", name="path", message=UNREADABLE)])
TOO_LARGE = HeadersTooLarge("the head of a request may not be so large")


class BoundedProtocol(HttpToolsProtocol):
    """Closes a connection that is too slow in sending or reading, or that sends too much beside bodies."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._receiving: asyncio.TimerHandle | None = None
        self._receive_by: float | None = None
        self._writing: asyncio.TimerHandle | None = None
        self._in_head = True
        self._is_refused = False
        self._is_stopping = False
        self._other_bytes = 0
        self._body_bytes = 0

    def connection_made(self, transport: Any) -> None:
        """Start the clock of the first head."""
        super().connection_made(transport)
        self._receive_until(self.loop.time() + HEAD_SECONDS)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clocks."""
        self._receive_until(None)
        if self._receiving is not None:
            self._receiving.cancel()
        self._write_until(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Count what is no body: a head, and what frames or follows a chunked body."""
        if self._in_head and self._receive_by is None:
            self._receive_until(self.loop.time() + HEAD_SECONDS)
        self._other_bytes += len(data)
        if self._is_refused:
            return
        if self._in_head and self._is_over() and b"\r\n\r\n" not in data:
            self._refuse(TOO_LARGE)
            return
        super().data_received(data)
        if not self._in_head and self._is_over():
            self._abort()
            return
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle.body and cycle.more_body:
            # What is not asked for stays with the client: a refusal by the head needs nothing of the body.
            self.flow.pause_reading()

    def send_400_response(self, msg: str) -> None:
        """Refuse what the parser cannot read, in the form of every refusal."""
        self._refuse(MALFORMED)

    def _refuse(self, refusal: Refusal) -> None:
        """Refuse a request, and end the connection; but what was asked before it is answered first."""
        self._is_refused = True
        asked: RequestResponseCycle | None = self.cycle
        is_broken = asked is not None and asked.more_body  # it is the one whose body cannot be read
        if asked is None or asked.response_complete or (is_broken and not asked.response_started and not self.pipeline):
            self.transport.write(_closing(refusal))
            self.transport.close()
        elif is_broken and asked.response_started:
            self._abort()
        else:
            if is_broken:
                answer: Any = respond_refused(refusal, "")
                asked.more_body, self.pipeline[0] = False, (asked, answer)
            asked.keep_alive = False
            self._in_head = True
            self._receive_until(None)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing of a client who wishes for another protocol: it is answered in this one (RFC 9110, 7.8)."""

    def on_headers_complete(self) -> None:
        """Go over from the head to the body."""
        self._in_head, self._other_bytes, self._body_bytes = False, 0, 0
        self._receive_until(self.loop.time() + BODY_SECONDS)
        super().on_headers_complete()
        if self._is_stopping:
            self._answer_last()

    def on_body(self, body: bytes) -> None:
        """Give time for as much as has come."""
        self._other_bytes -= len(body)
        self._body_bytes += len(body)
        if self._receive_by is not None:
            earned = self._receive_by + len(body) / BODY_BYTES_PER_SECOND
            self._receive_until(min(earned, self.loop.time() + BODY_SECONDS))
        super().on_body(body)

    def on_message_complete(self) -> None:
        """Wait, without a deadline of ours, for the answer and then for uvicorn's keep-alive."""
        super().on_message_complete()
        self._in_head, self._other_bytes = True, 0
        self._receive_until(None)

    def on_response_complete(self) -> None:
        """Forget what of a body nobody took, while the rest of it is passed over."""
        super().on_response_complete()
        cycle: RequestResponseCycle | None = self.cycle
        if cycle is not None and cycle.response_complete:
            cycle.body = bytearray()

    def shutdown(self) -> None:
        """Let an answer without an end of its own, as an event stream, know that the server stops.

        Where nothing is being answered, what was sent before may still be unread: to close at once would reset it.
        """
        self._is_stopping = True
        if self._is_idle():
            self.loop.call_later(UNREAD_SECONDS, self._leave)
        else:
            self._answer_last()

    def _answer_last(self) -> None:
        """Have the request that came last be the last of its connection."""
        cycle: RequestResponseCycle = self.cycle
        cycle.keep_alive = False
        cycle.scope["state"][STOPPING] = True

    def _leave(self) -> None:
        if self._is_idle() and not self.transport.is_closing():
            self.transport.close()

    def _is_idle(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle
        return cycle is None or cycle.response_complete

    def pause_writing(self) -> None:
        """Give a client that does not read a while."""
        super().pause_writing()
        self._write_until(self.loop.time() + WRITE_SECONDS)

    def resume_writing(self) -> None:
        """The client has read."""
        super().resume_writing()
        self._write_until(None)

    def _is_over(self) -> bool:
        allowed = HEAD_BYTES if self._in_head else HEAD_BYTES + FRAMING * self._body_bytes
        return self._other_bytes > allowed

    def _receive_until(self, when: float | None) -> None:
        """Set the deadline; its timer is not set again for each request, but looks at it when it rings."""
        self._receive_by = when
        if when is not None and (self._receiving is None or self._receiving.when() > when):
            if self._receiving is not None:
                self._receiving.cancel()
            self._receiving = self.loop.call_at(when, self._ring)

    def _ring(self) -> None:
        self._receiving, when = None, self._receive_by
        if when is not None and when > self.loop.time():
            self._receive_until(when)
        elif when is not None:
            self._give_up()

    def _write_until(self, when: float | None) -> None:
        if self._writing is not None:
            self._writing.cancel()
        self._writing = self.loop.call_at(when, self._abort) if when is not None else None

    def _give_up(self) -> None:
        """Drop a client that sends too slowly; the head of a next request may wait for the answer to this one."""
        answering: RequestResponseCycle | None = self.cycle
        if self.flow.read_paused:  # it sends nothing because nothing is asked for
            self._receive_until(self.loop.time() + BODY_SECONDS)
        elif self._in_head and answering is not None and not answering.response_complete:
            self._receive_until(self.loop.time() + HEAD_SECONDS)
        else:
            self._abort()

    def _abort(self) -> None:
        if not self.transport.is_closing():
            self.transport.abort()


def _closing(refusal: Refusal) -> bytes:
    """A refusal as HTTP/1.1, for where there is no request to answer; the connection ends with it."""
    body = refusal.problem("").model_dump_json().encode()
    head = f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}"
    fields = ("content-type: application/problem+json", "cache-control: no-store", "x-content-type-options: nosniff")
    lines = (head, *fields, f"content-length: {len(body)}", "connection: close", "", "")
    return "\r\n".join(lines).encode() + body
