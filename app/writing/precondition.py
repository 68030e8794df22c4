"""Preconditions: at which revision a record must stand for a write to be carried out, so that no edit is lost."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from app.errors import PreconditionRequired, Stale
from schemas import Fault


class Revised(Protocol):
    """What has an id, and a revision that grows with every change of it."""

    @property
    def id(self) -> str | int:
        """What it is called."""
        ...

    @property
    def revision(self) -> int:
        """How often it was written."""
        ...


@dataclass(frozen=True)
class Precondition:
    """The revisions that a writer may have read; a record that stands at another one has changed since.

    `revisions` is None where any will do, and `is_stated` false where the writer has said nothing. `in_vain` are
    revisions that were named in a way that does not count, each with the reason; `flaw` is what is wrong with a
    statement that names none.
    """

    revisions: frozenset[int] | None
    is_stated: bool = True
    in_vain: Mapping[int, str] = field(default_factory=dict)
    flaw: str | None = None

    def check(self, there: Revised) -> None:
        """Raises `Stale` where what is there stands at another revision.

        Only its own revision counts (RFC 9110, section 13.1.1, with a validator whose first part is of the record
        alone): a change elsewhere does not make an edit stale.
        """
        if self.revisions is None or there.revision in self.revisions:
            return
        reason = self.in_vain.get(there.revision, self.flaw)
        raise Stale(f"{there.id} is at revision {there.revision} now" + (f"; {reason}" if reason else ""))

    def require(self, there: Revised) -> None:
        """Raises `PreconditionRequired` where the writer has said nothing, `Stale` as `check` does."""
        if not self.is_stated:
            fault = Fault(in_="header", name="If-Match", message="is needed: the ETag that the record was read with")
            raise PreconditionRequired("send If-Match with the ETag that the record was read with", faults=[fault])
        self.check(there)

    def check_new(self) -> None:
        """Raises `Stale` where a revision is named of what is yet to be made."""
        if self.revisions is not None:
            raise Stale("there is nothing yet that it could name: leave it out")


UNSTATED = Precondition(revisions=None, is_stated=False)
"""Of a writer who says nothing of what they have read."""
ANY_REVISION = Precondition(revisions=None)
"""Of a writer to whom any revision is right."""
