"""A client in Python: the contract's types over httpx. It needs `schemas` and httpx, and nothing of the service."""

import json
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar

import httpx

from schemas import (
    RECORDS,
    BatchItem,
    BatchResult,
    Change,
    ChangePage,
    Detail,
    Fault,
    Page,
    Problem,
    Record,
    SourceDraft,
)

R = TypeVar("R", bound=Record)

NAMES_OF_COLLECTIONS = {record: name for name, record in RECORDS.items()}
"""The collection of each class of records."""
PASSING = (429, 502, 503, 504)
"""Statuses that may pass: too much is asked, or the service is away."""


class Refused(Exception):
    """A request that the service did not carry out; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        faults = "; ".join(str(fault) for fault in problem.errors if fault.message != problem.detail)
        super().__init__(f"{problem.status} {problem.title}: {problem.detail}" + (f" ({faults})" if faults else ""))
        self.problem = problem


class Tracker:
    """A tracker at an address; `key` is needed for writing only. Usable as a context manager.

    Transport errors and passing refusals are retried `attempts` times in all, with growing pauses or as `Retry-After`
    says; a write carries one idempotency key through all of them, so that it is done once.
    """

    def __init__(
        self, address: str, *, key: str | None = None, attempts: int = 6, client: httpx.Client | None = None
    ) -> None:
        headers = {"Authorization": f"Bearer {key}"} if key is not None else {}
        self._client = client or httpx.Client(base_url=address, timeout=60)
        self._client.headers.update(headers)
        self._attempts = attempts

    def __enter__(self) -> "Tracker":
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def all(self, record: type[R], **parameters: Any) -> Iterator[R]:
        """Every record of a list, over all its pages, in one snapshot: `all(Development, actor="Russia")`.

        A parameter named like a word of Python takes an underscore: `from_`. Raises `Refused`.
        """
        page: Any = Page
        query = {name.rstrip("_"): _spell(value) for name, value in parameters.items()}
        following: str | None = str(httpx.URL(f"/v1/{NAMES_OF_COLLECTIONS[record]}", params=query))
        while following is not None:
            answer = page[record].model_validate_json(self._ask("GET", following).content)
            yield from answer.data
            following = answer.links.next

    def get(self, record: type[R], record_id: str, **parameters: Any) -> R:
        """One record, as it stands or, with `as_of`, as it stood. Raises `Refused`."""
        detail: Any = Detail
        query = {name: _spell(value) for name, value in parameters.items()}
        address = str(httpx.URL(f"/v1/{NAMES_OF_COLLECTIONS[record]}/{record_id}", params=query))
        found: R = detail[record].model_validate_json(self._ask("GET", address).content).data
        return found

    def add_sources(self, drafts: Iterable[SourceDraft], *, size: int = 500) -> list[BatchItem]:
        """Add sources, a batch at a time; what became of each, in order. What is wrong does not hold up the others."""
        rest, added = iter(drafts), list[BatchItem]()
        while batch := list(islice(rest, size)):
            items = [json.loads(draft.model_dump_json(exclude_defaults=True)) for draft in batch]
            answer = self._ask(
                "POST",
                "/v1/sources/batch?mode=partial",
                content=json.dumps(items).encode(),
                headers={"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())},
            )
            first = len(added)
            done = BatchResult.model_validate_json(answer.content).data
            added += [item.model_copy(update={"index": first + item.index}) for item in done]
        return added

    def changes(self, *, after: int = 0) -> Iterator[Change]:
        """Every change with a greater number, up to the newest."""
        following: str | None = f"/v1/changes?after={after}&limit=200"
        while following is not None:
            page = ChangePage.model_validate_json(self._ask("GET", following).content)
            yield from page.data
            following = page.links.next

    def _ask(
        self, method: str, address: str, *, content: bytes | None = None, headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        """The answer to a request, retried while it may pass. Raises `Refused`, `httpx.TransportError` at the end."""
        for attempt in range(1, self._attempts + 1):
            last = attempt == self._attempts
            pause = min(0.2 * 2**attempt, 10.0)
            try:
                answer = self._client.request(method, address, content=content, headers=headers, follow_redirects=True)
            except httpx.TransportError:
                if last:
                    raise
            else:
                if answer.is_success:
                    return answer
                if last or not _may_pass(answer):
                    raise Refused(_read_problem(answer))
                pause = float(answer.headers.get("retry-after", pause))
            time.sleep(pause)
        raise AssertionError("an attempt returns or raises")


class Copy:
    """A copy of everything, kept by following the changes: `records` by collection and id, up to change `seq`."""

    def __init__(self) -> None:
        self.seq = 0
        self.records: dict[tuple[str, str], Record] = {}

    def follow(self, tracker: Tracker) -> int:
        """Take in every change since; how many there were."""
        before = self.seq
        for change in tracker.changes(after=self.seq):
            place = (change.collection, change.id)
            if change.action in ("deleted", "merged"):
                del self.records[place]
            else:
                self.records[place] = change.record
            self.seq = change.seq
        return self.seq - before


def _spell(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(map(str, value)) if isinstance(value, list | tuple | set) else str(value)


def _may_pass(answer: httpx.Response) -> bool:
    """A conflict passes only where it says when: the same request is still running."""
    status = answer.status_code
    return status in PASSING or (status == httpx.codes.CONFLICT and "retry-after" in answer.headers)


def _read_problem(answer: httpx.Response) -> Problem:
    try:
        return Problem.model_validate_json(answer.content)
    except ValueError:
        text = f"answered without a reason: {answer.text[:200]}"
        status = answer.status_code
        faults = (Fault(in_="path", message=text),)
        return Problem(type="about:blank", title="Refused", status=status, detail=text, instance="", errors=faults)
