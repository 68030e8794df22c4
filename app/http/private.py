"""What is beside the record and not public: read with a key, answered with a tag, kept by nobody."""

import json
from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from typing import Any

from fastapi import Request, Response
from sqlalchemy import Connection, Row

from app.http.clients import address_of
from app.http.parts import Service
from app.http.sent import Sent, token_of
from app.http.writing import BODY_TYPE, CREATED, NO_CONTENT, NOT_KEPT, Write
from app.reading.question.addresses import with_query
from app.reading.question.parameters import Parsed
from app.writing import keys
from app.writing.keys import Key
from app.writing.outcome import Outcome
from app.writing.precondition import Revised
from app.writing.retries import KeptAnswer
from schemas import (
    AccessKey,
    Contract,
    DraftEdition,
    Feed,
    Links,
    ListLinks,
    Meta,
    NewAccessKey,
    NewWebhook,
    Proposal,
    Webhook,
)


def reading_key(service: Service, connection: Connection, *, request: Request, scopes: Sequence[str]) -> Key:
    """The key of a read, whose use is noted. Raises `Unauthorized`, `Forbidden` where it has none of the scopes."""
    token = token_of(request.headers.get("authorization"))
    key = keys.key_of(connection, token, address=address_of(request.scope))
    service.uses.note(key)
    key.require(*scopes)
    return key


def find_as_read(
    write: Write, find: Callable[[Connection, str], Row[Any]], *, show: Callable[[Row[Any]], Revised]
) -> Row[Any]:
    """The row of what the address of a write names, as `find` finds it and `show` shows it.

    Raises `NotFound`, and `Stale` where it is not as it was read.
    """
    row = find(write.writer.connection, write.id)
    write.sent.precondition.check(show(row))
    return row


def answer_private(
    item: Webhook | Feed | Proposal | DraftEdition | AccessKey, path: str, newest: int, *, status: int = 200
) -> KeptAnswer:
    """The answer with one item of the list at a path; its ETag begins with the revision that If-Match is held to."""
    links = Links(self=f"{path}/{item.id}")
    body = json.dumps(
        {"data": item.model_dump(mode="json"), "meta": {"snapshot": newest}, "links": links.model_dump()},
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()
    headers = {**NOT_KEPT, "ETag": f'"r{item.revision}-{sha256(body).hexdigest()[:12]}"'}
    if status == CREATED:
        headers["Location"] = links.self
    headers["Content-Type"] = BODY_TYPE
    if isinstance(item, NewAccessKey):
        return KeptAnswer(status, headers, body, sealed="always")
    return KeptAnswer(status, headers, body, sealed="as the database" if isinstance(item, NewWebhook) else "never")


def respond_page(
    model: type[Contract],
    found: Sequence[Any],
    path: str,
    parsed: Parsed[Any],
    *,
    newest: int,
    behind: Callable[[Any], Mapping[str, str]],
) -> Response:
    """A page of a list at a path, of what was found, which has one more where another page follows.

    `behind` says by which parameter the page after an item is asked for.
    """
    shown, following = found[: parsed.query.limit], None
    if len(found) > len(shown):
        following = with_query(path, parsed.spelled(**behind(shown[-1])))
    links = ListLinks(self=with_query(path, parsed.canonical), next=following)
    page = model.model_validate({"data": tuple(shown), "meta": Meta(snapshot=newest), "links": links})
    return Response(page.model_dump_json(), media_type=BODY_TYPE, headers=NOT_KEPT)


def answer_written(
    outcome: Outcome[Webhook | Feed | Proposal | DraftEdition | AccessKey], _: Sent, *, path: str, status: int = 200
) -> KeptAnswer:
    """The answer with one item of the list at a path, as a write has left it."""
    return answer_private(outcome.done, path, outcome.snapshot.seq, status=status)


def answer_nothing(_: Outcome[None], __: Sent) -> KeptAnswer:
    """The answer where nothing is left to be shown."""
    return KeptAnswer(NO_CONTENT, NOT_KEPT)
