"""Requests: what a write was sent with, and the precondition that it sets."""

import re
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from fastapi import Request

from app.errors import Invalid, UnsupportedMediaType
from app.http.clients import address_of
from app.reading.question import parameters
from app.writing.bodies import BOM, read_object
from app.writing.precondition import ANY_REVISION, UNSTATED, Precondition
from app.writing.retries import Retry
from schemas import Contract, CreationQuery, Fault, NamingQuery

JSON_TYPES = ("application/json",)
TEXT_TYPES = ("text/plain",)
PATCH_TYPES = ("application/merge-patch+json", "application/json")
CHARSETS = ("", "utf-8", "utf8", "us-ascii")
"""What a content type may say of the characters."""
WEAK = "a weak tag (W/) never matches, and a proxy that compresses answers makes tags weak"
UNQUOTED = "a tag stands between quotation marks, as ETag gives it, and this one does not"

_TAG = re.compile(r'(W/)?"([^"]*)"')
_UNQUOTED = re.compile(r'[^",]*|"[^"]*|[^"]*"')
_REVISION = re.compile(r"r([0-9]{1,18})-.*")
_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")


@dataclass(frozen=True)
class Sent:
    """A write as it was sent, and from which address; `query` is its validated parameters."""

    path: str
    query: Any
    token: str | None
    address: str | None
    content_type: str
    charset: str
    body: bytes
    precondition: Precondition
    idempotency_key: str | None
    wants_little: bool

    @property
    def shares_names(self) -> bool:
        """Whether a record may take a name that another one has."""
        return isinstance(self.query, NamingQuery) and self.query.shared_names

    @property
    def looks_for_similar(self) -> bool:
        """Whether others that may be the same as a new record are to be named."""
        return isinstance(self.query, CreationQuery) and self.query.similar

    @property
    def is_json(self) -> bool:
        """Whether the body is JSON, if there is any."""
        return self.content_type in JSON_TYPES or not self.body.strip()

    @property
    def retry(self) -> Retry | None:
        """Under which name the request can be sent again, told from all others by what it says; None without one."""
        if self.idempotency_key is None:
            return None
        # What was sent before there was this parameter can still be sent again.
        asked = self.query.model_dump_json(by_alias=True, exclude={"similar"} if self.looks_for_similar else None)
        digest = sha256(f"{self.content_type}\n{asked}\n".encode() + self.body).hexdigest()
        return Retry(self.idempotency_key, self.path, digest)

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


async def read_sent(request: Request, query: type[Contract]) -> Sent:
    """Read a write's request whole. Raises `Invalid` for a parameter or an idempotency key that is wrong."""
    parsed = parameters.read_query(query, request.scope["query_string"])
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
        token=token_of(request.headers.get("authorization")),
        address=address_of(request.scope),
        content_type=request.headers.get("content-type", "").partition(";")[0].strip().lower(),
        charset=_charset(request.headers.get("content-type", "")),
        body=await request.body(),
        precondition=_precondition_of(request.headers.getlist("if-match")),
        idempotency_key=key,
        wants_little="return=minimal" in [each.strip() for each in re.split("[,;]", prefer)],
    )


def token_of(authorization: str | None) -> str | None:
    """The token of an Authorization header (RFC 6750, section 2.1); None where it has none of ours."""
    scheme, _, token = (authorization or "").partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None


def _charset(content_type: str) -> str:
    """What a Content-Type says of the characters; nothing, where it does not."""
    found = re.search(r';\s*charset\s*=\s*"?([^";\s]*)', content_type, re.IGNORECASE)
    return found[1].lower() if found else ""


def _precondition_of(lines: list[str]) -> Precondition:
    """What If-Match says; several header lines are one list (RFC 9110, section 5.3)."""
    if not lines:
        return UNSTATED
    if_match = ", ".join(lines)
    if if_match.strip() == "*":
        return ANY_REVISION
    strong, weak = _revisions_in(if_match)
    flaw = UNQUOTED if not strong | weak and _UNQUOTED.fullmatch(if_match.strip()) else None
    return Precondition(frozenset(strong), in_vain=dict.fromkeys(weak, WEAK), flaw=flaw)


def _revisions_in(if_match: str) -> tuple[set[int], set[int]]:
    """The revisions that strong and weak tags of an If-Match name; none where it is no list of tags."""
    revisions: tuple[set[int], set[int]] = set(), set()
    around = _TAG.sub("", if_match)
    if around.strip(" \t,") or len(_TAG.findall(if_match)) > around.count(",") + 1:
        return revisions
    for tag in _TAG.finditer(if_match):
        if named := _REVISION.fullmatch(tag[2]):
            revisions[tag[1] is not None].add(int(named[1]))
    return revisions
