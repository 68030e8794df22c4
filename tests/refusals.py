"""Refusals: what each must be, whichever test provokes it, held against every answer that the tests' clients get."""

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from fastapi import FastAPI
from httpx2 import Request, Response
from starlette.testclient import TestClient

from schemas import Fault, Problem

FOREIGN = re.compile(
    r"Input should|Value error|unhashable|Traceback|pydantic|constrained|function-|Error\b"
    r"|\b(None|NoneType|True|False|[Tt]uple|str|int|float|bool|dict|[Ll]iteral|validat\w+)\b"
)
"""Words of Python and its libraries, which nobody who sends a request should have to know."""
QUOTED = re.compile(r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"")
"""What a message repeats of what was sent."""
ESCAPED = re.compile(r"(?<!\\)\\u([0-9a-f]{4})")
PROBLEM = "application/problem+json"


def watching(request: Callable[..., Response]) -> Callable[..., Response]:
    """A client's way to send requests, with every refusal held against what refusals must be."""

    def watched(client: TestClient, *arguments: Any, **named: Any) -> Response:
        response = request(client, *arguments, **named)
        if response.status_code >= 400 and isinstance(client.app, FastAPI) and response.request.method != "HEAD":
            check(response, client)
        return response

    return watched


def check(response: Response, client: TestClient) -> None:
    """Fail unless a refusal is problem details in plain words, whose every fault has its place in what was sent."""
    media_type = response.headers["content-type"]
    prefers_pages = response.request.headers.get("accept", "").startswith("text/html")
    if media_type.startswith("text/html") and (prefers_pages or not response.request.url.path.startswith("/v1/")):
        return
    assert media_type == PROBLEM, media_type
    problem = Problem.model_validate_json(response.content)
    assert problem.status == response.status_code
    assert problem.errors, problem
    detail = problem.detail
    for name in filter(None, (fault.name for fault in problem.errors)):
        detail = detail.replace(name, "…")  # a parameter may be called `None` by whoever sends it
    for text in (detail, *(fault.message for fault in problem.errors)):
        check_words(text)
    for fault in problem.errors:
        check_place(fault, response.request, client)


def check_words(text: str) -> None:
    """Fail where a message has a word of Python outside of what it repeats, or hides what can be read."""
    found = FOREIGN.search(QUOTED.sub("", text))
    assert found is None, f"{found[0]!r} in {text!r}"
    hidden = [code for code in ESCAPED.findall(text) if chr(int(code, 16)).isprintable()]
    assert not hidden, text
    assert text.strip()


def check_place(fault: Fault, request: Request, client: TestClient) -> None:
    """Fail unless a fault says where it is, and its pointer leads there."""
    if fault.in_ == "body":
        assert fault.pointer is not None, fault
        inner = led(fault.pointer, sent(request))
        is_known = inner is not None and inner is not ANYTHING
        assert fault.message != "is needed" or not is_known or fault.name not in inner, fault
    else:
        assert fault.name is not None or fault.pointer is not None, fault
        if fault.pointer is not None:
            led(fault.pointer, last_state(request, client))


def sent(request: Request) -> Any:
    """The body of a request as a value: JSON, the lines of NDJSON, a place for each row of CSV."""
    media_type = request.headers.get("content-type", "").partition(";")[0]
    body = request.read()
    if media_type == "application/x-ndjson":
        return [read(line) for line in body.split(b"\n") if line.strip()]
    if media_type in ("text/csv", "text/tab-separated-values"):
        return [ANYTHING] * (body.count(b"\n") + body.count(b"\r"))  # a row may end with either
    return read(body)


def read(text: bytes) -> Any:
    """JSON; where a text is none, nothing has a place in it but the whole."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


class Anything(dict[str, Any]):
    """What has every place: the cells of a row are no JSON."""

    def __getitem__(self, name: str) -> Any:
        return self

    def __contains__(self, name: object) -> bool:
        return True


ANYTHING = Anything()


def led(pointer: str, value: Any) -> Any:
    """What a JSON pointer leads to (RFC 6901). Fails where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        assert isinstance(value, dict | list), pointer
        assert name in value if isinstance(value, dict) else int(name) < len(value), pointer
        value = value[name] if isinstance(value, dict) else value[int(name)]
    return value


def last_state(request: Request, client: TestClient) -> Any:
    """The record, or the draft of one, that a path names, as it last stood."""
    path = urlsplit(str(request.url)).path.split("/")
    if path[2] in ("briefings", "drafts"):
        drafted = client.get(
            f"/v1/drafts/{path[3]}", headers={"Authorization": request.headers.get("authorization", "")}
        )
        if drafted.status_code == 200:
            return drafted.json()["data"]
    changes = client.get("/".join([*path[:4], "revisions?limit=200"])).json()["data"]
    return changes[-1]["record"]
