"""The pages about the service: what it offers, its interactive documentation, and what each problem means."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.responses import Response

from app.errors import LONGEST_TARGET, REFUSALS, NotFound
from app.evidence.texts import MOST_TEXT_BYTES
from app.http.answering import Get, Representation
from app.http.batches import MOST_BATCH_BYTES
from app.http.limits import MAX_BODY, MAX_HEADER_BYTES, MAX_HEADERS
from app.http.parts import Service
from app.reading.question import parameters
from app.reading.question.messages import quote
from app.search.terms import MOST_TERMS
from app.writing.bodies import DEEPEST

DOCS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Everything that the page loads comes from here."""
BATCH_MIB, TEXT_MIB = MOST_BATCH_BYTES // 1024**2, MOST_TEXT_BYTES // 1024**2
LIMITS = f"""
## Limits

Beyond a limit a request is refused with a problem that names it, and nothing is changed.

| What | Limit | Else |
| --- | --- | --- |
| path and query | {LONGEST_TARGET} bytes | 414 |
| header fields | {MAX_HEADERS}, {MAX_HEADER_BYTES // 1024} KiB together | 431 |
| body | {MAX_BODY // 1024} KiB; of a batch {BATCH_MIB} MiB, of a source's text {TEXT_MIB} MiB | 413 |
| JSON | nested {DEEPEST} deep; no name twice in an object | 422 |
| `q` | 200 characters, {MOST_TERMS} terms | 422 |
| title, prose, URL | 300, 10,000 and 2,048 characters | 422 |
| a list in a record | 100 items | 422 |
| days | 1800-01-01 to two years ahead | 422 |
| numbers | finite, within ±1e15 | 422 |
| text | UTF-8, kept as NFC; no control characters but white space, no non-characters, no lone surrogates | 422 |
| URLs | http or https, no credentials, the port 80, 443 or one from 1024 on, a host with a full name or a public \
address | 422 |"""
"""What the OpenAPI document says of every request."""
CODE = {"name": "code", "in": "path", "required": True, "schema": {"enum": [refusal.code for refusal in REFUSALS]}}
TEMPLATES = {"search": "/v1/search?q={q}", "resolve": "/v1/actors/resolve?name={name}"}
LINKS = ("self", "latest", "changes", "export", "reconcile", "openapi", "docs", "health", "ready", "metrics")
"""What the service document links, in its order."""


def get_service(service: Service, get: Get) -> Representation | Response:
    """What the service offers."""
    page = service.home(service, get)
    if page is not None:
        return page
    get.read(parameters.Nothing)
    return Representation(None, json.dumps(service.offers).encode(), headers={"Vary": "Accept, Accept-Encoding"})


def get_problem(_: Service, get: Get) -> Representation:
    """What a problem type means."""
    get.read(parameters.Nothing)
    code = get.place["code"]
    for refusal in REFUSALS:
        if refusal.code == code:
            meaning = {"title": refusal.title, "status": refusal.status, "meaning": refusal.meaning}
            return Representation(None, json.dumps({"type": f"/problems/{code}", **meaning}).encode())
    raise NotFound(f"there is no problem type {quote(code)}", about="code")


def get_docs(service: Service, _: Get) -> Representation:
    """The interactive documentation."""
    return Representation(None, service.assets.page, "text/html", {"Content-Security-Policy": DOCS_POLICY})


def get_asset(service: Service, get: Get) -> Representation:
    """A file of the interactive documentation."""
    name = get.place["name"]
    if name not in service.assets.files:
        raise NotFound("the documentation has no such file", about="file")
    media_type, content = service.assets.files[name]
    return Representation(None, content, media_type)


def get_document(service: Service, get: Get) -> Representation:
    """The OpenAPI document."""
    get.read(parameters.Nothing)
    return Representation(None, service.document())


def offers(title: str, version: str, collections: Iterable[str], links: Mapping[str, str]) -> dict[str, Any]:
    """The service document; `links` are addresses by what they are called, and none may be missing."""
    return {
        "name": title,
        "version": version,
        "templates": TEMPLATES,
        "collections": {name: f"/v1/{name}" for name in collections},
        "links": {rel: links[rel] for rel in LINKS},
    }


def in_lines(document: dict[str, Any]) -> str:
    """The OpenAPI document as a file: a line for each operation and each component, so that changes can be read."""
    return _lines(document, deep=3) + "\n"


def _lines(value: Any, *, deep: int) -> str:
    if not deep or not isinstance(value, dict) or not value:
        return compact(value)
    lines = (f"{compact(key)}: {_lines(each, deep=deep - 1)}" for key, each in value.items())
    return "{\n" + ",\n".join(lines) + "\n}"


def compact(value: Any) -> str:
    """JSON without white space."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
