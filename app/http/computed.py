"""Computed: reads of what is worked out at a moment: the parameters, the moment, and the envelope around it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection

from app.http.answering import Get, Representation, represent
from app.http.parts import Service
from app.reading.answer.computing import compute
from app.reading.question.addresses import with_query
from app.reading.question.parameters import Parsed
from app.store.clock import Snapshot
from schemas import AtMoment, Contract, Links, Meta

Q = TypeVar("Q", bound=AtMoment)


@dataclass(frozen=True)
class Moment(Generic[Q]):
    """What an answer is worked out from: the state that is read, and what was asked of it."""

    connection: Connection
    snapshot: Snapshot
    parsed: Parsed[Q]
    path: str

    @property
    def query(self) -> Q:
        """The parameters."""
        return self.parsed.query

    @property
    def seq(self) -> int:
        """The change number that is read at."""
        return self.snapshot.seq

    @property
    def address(self) -> str:
        """The answer's own address."""
        return with_query(self.path, self.parsed.canonical)

    @property
    def meta(self) -> Meta:
        """What is true of the answer."""
        return Meta(snapshot=self.snapshot.seq)

    @property
    def links(self) -> Links:
        """Where the answer is found."""
        return Links(self=self.address)


def represent_computed(
    service: Service, get: Get, model: type[Q], make: Callable[[Moment[Q]], Contract]
) -> Representation:
    """What `make` works out at the moment that the parameters ask for, in JSON."""
    parsed = get.read(model)
    get.check_accept()
    answer = compute(
        service.database,
        parsed.query,
        made_of=with_query(get.path, parsed.canonical),
        known=get.known(),
        make=lambda connection, snapshot: make(Moment(connection, snapshot, parsed, get.path)),
    )
    return represent(answer)
