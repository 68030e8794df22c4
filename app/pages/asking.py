"""Asking: the pages ask the service's own readings, so that a page shows what the API answers, and nothing else."""

import json
from typing import Any

from starlette.requests import Request

from app.http.reading import Reading

Envelope = dict[str, Any]


class Asking:
    """Asks for lists and details; every answer is of the moment of the first, or of the one that `as_of` names."""

    def __init__(self, reading: Reading, *, as_of: str | None = None) -> None:
        self.reading = reading
        self.seq: int | None = None
        self._as_of = as_of

    def list(self, name: str, query: str) -> Envelope:
        """A page of a list. Raises what the list raises."""
        path = f"/v1/{name}"
        return self._kept(self.reading.list(self.reading.by_name[name], _request(path, self._at(query))))

    def detail(self, name: str, record_id: str, query: str = "") -> Envelope:
        """One record. Raises what the detail raises."""
        path = f"/v1/{name}/{record_id}"
        return self._kept(self.reading.detail(self.reading.by_name[name], record_id, _request(path, self._at(query))))

    @property
    def moment(self) -> int:
        """The change number that every answer shows; known after the first."""
        assert self.seq is not None  # noqa: S101  # asked for something before
        return self.seq

    @property
    def is_of_now(self) -> bool:
        """Whether the page shows the newest state, as it was when its first answer was given."""
        return self._as_of is None

    def _at(self, query: str) -> str:
        """A query that is bound to the moment, unless it says one itself."""
        if "as_of=" in query or "cursor=" in query:
            return query
        moment = self._as_of or (str(self.seq) if self.seq is not None else None)
        return query if moment is None else "&".join(filter(None, [query, f"as_of={moment}"]))

    def _kept(self, response: Any) -> Envelope:
        envelope: Envelope = json.loads(response.body)
        if self.seq is None:
            self.seq = envelope["meta"]["snapshot"]
        return envelope


def _request(path: str, query: str) -> Request:
    scope = {"type": "http", "method": "GET", "path": path, "query_string": query.encode(), "headers": []}
    return Request(scope)
