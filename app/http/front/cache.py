"""The cache: answers are kept as bytes, and given again while they are true."""

from collections import OrderedDict

from starlette.types import Send

from app.http.front.answers import SMALLEST_ZIPPED, Headers, KeptEntry, entry_of, zip_answer
from app.http.front.head import AnswerKey, Head
from app.http.front.metrics import Metrics
from app.http.front.request_log import request_id_of
from app.http.negotiation import takes_gzip
from app.http.validators import matches
from app.store.watch import Watch

LARGEST = 1 << 20
"""How many bytes an answer may have to be kept."""
LONGEST_KEY = 5_000
"""How many bytes a key may have for its answer to be kept."""


class AnswerCache:
    """Keeps whole answers that say which state they show, and zips them for clients that take it.

    An answer of the newest state is given again only while its number is the newest: the database is asked each time.
    `most_bytes` bounds what is kept; what was not asked for the longest goes first. What is given from here is, byte
    for byte, what would be answered otherwise.
    """

    def __init__(self, *, watch: Watch, metrics: Metrics, most_bytes: int) -> None:
        self._watch = watch
        self._metrics = metrics
        self._most_bytes = most_bytes
        self._bytes = 0
        self._newest: tuple[int, str] | None = None
        self._entries: OrderedDict[AnswerKey, KeptEntry] = OrderedDict()
        metrics.kept_bytes.set_function(lambda: self._bytes)

    async def give(self, head: Head, send: Send) -> bool:
        """Give what is kept for a request, if that is true; whether it was given."""
        entry = self._entries.get(head.key)
        if entry is None or not await self._is_true(entry):
            return False
        # It may have gone while the newest number was asked for; it is true all the same.
        if head.key in self._entries:
            self._entries.move_to_end(head.key)
        self._metrics.kept.inc()
        await _send_kept(entry, head, send, request_id=request_id_of(head.request_id))
        return True

    async def keep(self, headers: Headers, body: bytes, head: Head, send: Send) -> None:
        """Keep an answer, and send it."""
        size = sum(map(len, head.key))
        entry = entry_of(headers, body, key=size)
        if size <= LONGEST_KEY:
            if (old := self._entries.pop(head.key, None)) is not None:
                self._bytes -= old.size
            self._entries[head.key] = entry
            self._bytes += entry.size
            while self._bytes > self._most_bytes:
                _, oldest = self._entries.popitem(last=False)
                self._bytes -= oldest.size
        await _send_kept(entry, head, send, request_id=dict(headers)[b"x-request-id"])

    async def _is_true(self, entry: KeptEntry) -> bool:
        """Whether an entry shows what stands; entries of older states go."""
        if entry.seq is None:
            return True
        try:
            newest = await self._watch.newest()
        except Exception:  # whatever it is, the routes meet it too, and say so
            return False
        if (newest.seq, newest.instance) != self._newest:
            if self._newest is not None and newest.instance != self._newest[1]:
                self._entries.clear()
                self._bytes = 0
                self._newest = (newest.seq, newest.instance)
                return False
            self._newest = (newest.seq, newest.instance)
            for key in [key for key, each in self._entries.items() if each.seq not in (None, newest.seq)]:
                self._bytes -= self._entries.pop(key).size
        return entry.seq == newest.seq


async def _send_kept(entry: KeptEntry, head: Head, send: Send, *, request_id: bytes) -> None:
    """Send an entry in the form that was asked for, or that it is still what the client has."""
    answer = entry.plain
    if head.encoding and takes_gzip(head.encoding.decode("latin-1")) and len(answer.body) >= SMALLEST_ZIPPED:
        if entry.zipped is None:
            entry.zipped = await zip_answer(entry.plain)
        answer = entry.zipped
    own = (b"x-request-id", request_id)
    if head.known:
        for each in filter(None, (answer, entry.plain, entry.zipped)):
            if matches(head.known.decode("latin-1"), each.tag):
                await send({"type": "http.response.start", "status": 304, "headers": [*each.unchanged, own]})
                await send({"type": "http.response.body", "body": b""})
                return
    await send({"type": "http.response.start", "status": 200, "headers": [*answer.headers, own]})
    await send({"type": "http.response.body", "body": answer.body})
