"""Asking: the pages ask what the API asks, so that a page shows what the API answers, and nothing else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from app.reading.answer.details import RecordAnswer, record_of
from app.reading.answer.lists import ListAnswer, list_of
from app.reading.archive import Archive
from app.reading.question import parameters
from app.reading.question.parameters import Parsed
from schemas import AsOf, AtMoment, ListQuery, Query

Q = TypeVar("Q", bound=AtMoment)
Shown = dict[str, Any]
"""A record as its JSON has it, which is how templates take it."""


@dataclass(frozen=True)
class Records:
    """The records of a list, those that they name by collection and id, and the answer that they are of."""

    records: Sequence[Shown]
    included: Mapping[str, Mapping[str, Shown]]
    answer: ListAnswer


@dataclass(frozen=True)
class One:
    """One record, those that it names by collection and id, and the answer that it is of."""

    record: Shown
    included: Mapping[str, Mapping[str, Shown]]
    answer: RecordAnswer


class Asking:
    """Asks for lists and records; every answer is of the moment of the first, or of the one that `as_of` names."""

    def __init__(self, archive: Archive, *, as_of: str | None = None) -> None:
        self.archive = archive
        self.seq: int | None = None
        self._as_of = as_of

    def list(self, name: str, query: ListQuery) -> Records:
        """A page of a list. Raises what the list raises."""
        return self._list(name, parameters.of_query(self._at_the_moment(query)))

    def list_as_sent(self, name: str, query: bytes) -> Records:
        """A page of a list by a query string, which says its moment itself. Raises what the list raises."""
        return self._list(name, parameters.parse(self.archive.by_name[name].query, query))

    def record(self, name: str, record_id: str, query: Query | None = None) -> One:
        """One record. Raises what the record raises."""
        resource = self.archive.by_name[name]
        parsed = parameters.of_query(self._at_the_moment(query or resource.detail()))
        answer = record_of(self.archive, resource, record_id, parsed)
        assert isinstance(answer, RecordAnswer)  # noqa: S101  # nothing was known
        self.seq = self.seq if self.seq is not None else answer.basis.snapshot.seq
        return One(json.loads(answer.document), _read_all(answer.included or {}), answer)

    @property
    def moment(self) -> int:
        """The change number that every answer shows; known after the first."""
        assert self.seq is not None  # noqa: S101  # asked for something before
        return self.seq

    @property
    def is_of_now(self) -> bool:
        """Whether the page shows the newest state, as it was when its first answer was given."""
        return self._as_of is None

    def _list(self, name: str, parsed: Parsed[Any]) -> Records:
        answer = list_of(self.archive, self.archive.by_name[name], parsed)
        assert isinstance(answer, ListAnswer)  # noqa: S101  # nothing was known
        self.seq = self.seq if self.seq is not None else answer.basis.snapshot.seq
        return Records([json.loads(each) for each in answer.documents], _read_all(answer.included or {}), answer)

    def _at_the_moment(self, query: Q) -> Q:
        """A query that is bound to the moment. Raises `Invalid` where `as_of` names none."""
        moment: AsOf | None = self.seq
        if self._as_of is not None:
            moment = parameters.read_query(AtMoment, urlencode({"as_of": self._as_of}).encode()).query.as_of
        return query if moment is None else query.model_copy(update={"as_of": moment})


def _read_all(included: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, Shown]]:
    return {
        name: {record_id: json.loads(document) for record_id, document in documents.items()}
        for name, documents in included.items()
    }
