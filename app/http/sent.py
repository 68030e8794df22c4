"""Requests: what a write was sent with, and the conditions that it sets."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from fastapi import Request

from app.errors import Invalid, PreconditionRequired, Stale, UnsupportedMediaType
from app.reading.question import parameters
from app.writing.bodies import read_object
from schemas import Contract, Fault, NamingQuery, Record, Webhook

JSON_TYPES = ("application/json",)
TEXT_TYPES = ("text/plain",)
PATCH_TYPES = ("application/merge-patch+json", "application/json")
BOM = "\ufeff"
"""The byte order mark that some programs put before UTF-8, and that says nothing."""
CHARSETS = ("", "utf-8", "utf8", "us-ascii")
"""What a content type may say of the characters."""

_TAG = re.compile(r'(W/)?"([^"]*)"')
_UNQUOTED = re.compile(r'[^",]*|"[^"]*|[^"]*"')
_REVISION = re.compile(r"r([0-9]{1,18})-.*")
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Sent:
    """A write as it was sent; `query` is its validated parameters."""

    path: str
    query: Any
    authorization: str | None
    content_type: str
    charset: str
    body: bytes
    if_match: str | None
    idempotency_key: str | None
    wants_little: bool

    @property
    def shares_names(self) -> bool:
        """Whether a record may take a name that another one has."""
        return isinstance(self.query, NamingQuery) and self.query.shared_names

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, if there is any."""
        return self.content_type in JSON_TYPES or not self.body.strip()

    @property
    def digest(self) -> str:
        """What tells this request from another one under the same idempotency key."""
        asked = self.query.model_dump_json(by_alias=True)
        return sha256(f"{self.content_type}\n{asked}\n".encode() + self.body).hexdigest()

    def text(self, types: tuple[str, ...]) -> str:
        """The body as text, without a byte order mark.

        Raises `UnsupportedMediaType` for a body of another type, `Invalid` for no UTF-8.
        """
        self.check_type(types)
        try:
            return self.body.decode("utf-8").removeprefix(BOM)
        except UnicodeDecodeError as error:
            fault = Fault(in_="body", pointer="", message=f"is no UTF-8 from byte {error.start}")
            raise Invalid("the body must be UTF-8", faults=[fault]) from None

    def check_type(self, types: tuple[str, ...]) -> None:
        """Raises `UnsupportedMediaType` for a body of another type, or said to be in another character set."""
        if self.content_type not in types:
            raise UnsupportedMediaType(f"the body is taken as {' or '.join(types)}")
        if self.charset not in CHARSETS:
            raise UnsupportedMediaType("the body is taken in UTF-8")

    def check_empty(self) -> None:
        """Raises `Invalid` for a body that says anything."""
        if self.body.strip() and read_object(self.text(JSON_TYPES)):
            raise Invalid("this address takes no body", faults=[Fault(in_="body", pointer="", message="must be empty")])

    def check_match(self, record: Record | Webhook | None) -> None:
        """Raises `Stale` where If-Match was sent and does not name the record's revision.

        Only the revision counts (RFC 9110, section 13.1.1, with a validator whose first part is of the record alone):
        a change elsewhere does not make an edit stale. What is yet to be made (None) has none that could be named.
        """
        if self.if_match is None or self.if_match.strip() == "*":
            return
        if record is None:
            raise _stale("there is nothing yet that it could name: leave it out")
        strong, weak = _revisions(self.if_match)
        if record.revision in strong:
            return
        message = f"{record.id} is at revision {record.revision} now"
        if record.revision in weak:
            message += "; a weak tag (W/) never matches, and a proxy that compresses answers makes tags weak"
        elif not strong | weak and _UNQUOTED.fullmatch(self.if_match.strip()):
            message += "; a tag stands between quotation marks, as ETag gives it, and this one does not"
        raise _stale(message)

    def require_match(self, record: Record) -> None:
        """Raises `PreconditionRequired` without If-Match, `Stale` as `check_match` does."""
        if self.if_match is None:
            message = "send If-Match with the ETag that the record was read with"
            fault = Fault(in_="header", name="If-Match", message="is needed: the ETag that the record was read with")
            raise PreconditionRequired(message, faults=[fault])
        self.check_match(record)


async def sent(request: Request, query: type[Contract]) -> Sent:
    """Read a write's request whole. Raises `Invalid` for a parameter or an idempotency key that is wrong."""
    parsed = parameters.read(query, request.scope["query_string"])
    if request.headers.get("content-encoding", "identity").strip().lower() not in ("", "identity"):
        raise UnsupportedMediaType("a body is taken without a Content-Encoding", about="Content-Encoding")
    key = request.headers.get("idempotency-key")
    if key is not None and not _IDEMPOTENCY_KEY.fullmatch(key):
        fault = Fault(in_="header", name="Idempotency-Key", message="must be 1 to 255 visible ASCII characters")
        raise Invalid("the idempotency key cannot be taken", faults=[fault])
    prefer = request.headers.get("prefer", "")
    return Sent(
        path=request.scope["path"],
        query=parsed.query,
        authorization=request.headers.get("authorization"),
        content_type=request.headers.get("content-type", "").partition(";")[0].strip().lower(),
        charset=_charset(request.headers.get("content-type", "")),
        body=await request.body(),
        if_match=", ".join(lines) if (lines := request.headers.getlist("if-match")) else None,
        idempotency_key=key,
        wants_little="return=minimal" in [each.strip() for each in re.split("[,;]", prefer)],
    )


def _charset(content_type: str) -> str:
    """What a Content-Type says of the characters; nothing, where it does not."""
    found = re.search(r';\s*charset\s*=\s*"?([^";\s]*)', content_type, re.IGNORECASE)
    return found[1].lower() if found else ""


def _revisions(if_match: str) -> tuple[set[int], set[int]]:
    """The revisions that strong and weak tags of an If-Match name; none where it is no list of tags."""
    revisions: tuple[set[int], set[int]] = set(), set()
    around = _TAG.sub("", if_match)
    if around.strip(" \t,") or len(_TAG.findall(if_match)) > around.count(",") + 1:
        return revisions
    for tag in _TAG.finditer(if_match):
        if named := _REVISION.fullmatch(tag[2]):
            revisions[tag[1] is not None].add(int(named[1]))
    return revisions


def _stale(message: str) -> Stale:
    return Stale(message, faults=[Fault(in_="header", name="If-Match", message=message)])
