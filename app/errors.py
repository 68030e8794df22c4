"""Every way in which the service refuses a request: one tree of statuses and lasting codes."""

from collections.abc import Sequence
from copy import copy
from typing import Literal, Self

from schemas import Fault, Problem

MOST_FAULTS = 100  # that a refusal lists
LONGEST_TARGET = 4096
"""How many bytes the path and query of a request may have together."""


class Refusal(Exception):
    """A request that is not carried out; `code` ends the problem's type, and `meaning` explains it for ever."""

    about: tuple[Literal["query", "body", "header", "path"], str] = ("path", "path")
    """The part of the request, and the name or the pointer there, that it is about where no fault says it."""
    status = 500
    code = "internal"
    title = "The service failed"
    meaning = "The fault is the service's. The request may be tried again."

    def __init__(
        self,
        detail: str,
        *,
        faults: Sequence[Fault] = (),
        headers: dict[str, str] | None = None,
        about: str | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.faults = tuple(faults)
        self.headers = headers or {}
        self.about = (self.about[0], about) if about is not None else self.about

    def saying(self, faults: Sequence[Fault]) -> Self:
        """The same refusal with its faults told otherwise."""
        other = copy(self)
        other.faults = tuple(faults)
        return other

    def problem(self, instance: str) -> Problem:
        """The RFC 9457 problem details of this refusal; `instance` is the path that was asked."""
        part, name = self.about
        place = {"pointer" if part == "body" else "name": name}
        return Problem(
            type=f"/problems/{self.code}",
            title=self.title,
            status=self.status,
            detail=self.detail,
            instance=instance,
            errors=self.faults or (Fault(in_=part, message=self.detail, **place),),
        )


class Malformed(Refusal):
    """400."""

    about = ("header", "Host")
    status = 400
    code = "malformed-request"
    title = "The request is not well-formed HTTP"
    meaning = "The request breaks a rule of HTTP itself, such as having exactly one Host header."


class Unauthorized(Refusal):
    """401."""

    about = ("header", "Authorization")
    status = 401
    code = "unauthorized"
    title = "A key is needed"
    meaning = "Writing needs `Authorization: Bearer KEY` with a key that is known, not revoked and not expired."


class Forbidden(Refusal):
    """403."""

    about = ("header", "Authorization")
    status = 403
    code = "forbidden"
    title = "The key does not allow this"
    meaning = "The key is good, but has not the scope that the detail names, or is not for the client's network."


class NotFound(Refusal):
    """404."""

    about = ("path", "id")
    status = 404
    code = "not-found"
    title = "There is nothing at this address"
    meaning = "No route has this path, or no record had this id at the moment asked for."


class MethodNotAllowed(Refusal):
    """405."""

    status = 405
    code = "method-not-allowed"
    title = "This address does not take that method"
    meaning = "The Allow header names the methods that the address takes."


class NotAcceptable(Refusal):
    """406."""

    about = ("header", "Accept")
    status = 406
    code = "not-acceptable"
    title = "The answer has no form that the request accepts"
    meaning = (
        "The detail names the media types that this address can answer with; the parameter `format` needs no header."
    )


class Conflict(Refusal):
    """409."""

    about = ("path", "id")
    status = 409
    code = "conflict"
    title = "The tracker's state does not allow this"
    meaning = (
        "The request is right in itself, but not now: an id, an address or a name is another record's, or other "
        "records rest on this one."
    )


class Gone(Refusal):
    """410."""

    about = ("path", "id")
    status = 410
    code = "deleted"
    title = "The record was deleted"
    meaning = "The record was deleted; `as_of` with an earlier change number still reads it, `restore` brings it back."


class Stale(Refusal):
    """412."""

    about = ("header", "If-Match")
    status = 412
    code = "stale"
    title = "The record has changed since"
    meaning = "If-Match does not name the record's present revision: read it again, and decide again."


class BodyTooLarge(Refusal):
    """413."""

    about = ("body", "")
    status = 413
    code = "body-too-large"
    title = "The body is too large"
    meaning = "The body is over the limit that the detail names."


class TargetTooLong(Refusal):
    """414."""

    about = ("query", "cursor")
    status = 414
    code = "target-too-long"
    title = "The request target is too long"
    meaning = "Path and query together are over 4096 bytes."


class UnsupportedMediaType(Refusal):
    """415."""

    about = ("header", "Content-Type")
    status = 415
    code = "unsupported-media-type"
    title = "The body has a form that is not taken here"
    meaning = "The detail names the content types that this address takes."


class Invalid(Refusal):
    """422."""

    about = ("body", "")
    status = 422
    code = "invalid"
    title = "The request cannot be understood as it stands"
    meaning = (
        "`errors` names each parameter or field that is wrong, says what is allowed, and suggests the nearest values."
    )


class PreconditionRequired(Refusal):
    """428."""

    about = ("header", "If-Match")
    status = 428
    code = "precondition-required"
    title = "If-Match is needed"
    meaning = "Changing or deleting a record needs If-Match with the ETag it was read with, so that no edit is lost."


class TooManyRequests(Refusal):
    """429."""

    status = 429
    code = "too-many-requests"
    title = "More was asked for than one client may"
    meaning = (
        "RateLimit-Policy says how much that is, Retry-After in how many seconds all of it can be asked for again."
    )


class HeadersTooLarge(Refusal):
    """431."""

    about = ("header", "*")
    status = 431
    code = "headers-too-large"
    title = "The headers are too large"
    meaning = "There are over 100 header fields, or they are over 32 KiB together."


class Unavailable(Refusal):
    """503."""

    status = 503
    code = "unavailable"
    title = "The service cannot answer now"
    meaning = (
        "Too much is waiting, or the database is down, locked or not migrated. Try again after the seconds that "
        "Retry-After names."
    )


class MovedTo(Exception):
    """A record that was merged: its address leads to the survivor's (308), until it is split off again."""

    def __init__(self, location: str) -> None:
        super().__init__(location)
        self.location = location


REFUSALS: tuple[type[Refusal], ...] = (*Refusal.__subclasses__(), Refusal)
"""Every kind of refusal."""
