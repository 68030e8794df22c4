"""Distance: which records a statement cites although others are nearer to its words."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from heapq import nlargest

from app.language.nearness import Nearness, stems_of
from app.rules.facts import Facts
from app.rules.references import mentions_in
from schemas import Condition, Development, Record, StatementDraft, StatementNote

COMPARED = ("conditions", "developments")
"""The collections whose records have a title and prose to be held against."""
MOST_COMPARED = 2_000
"""How many of their records a statement is held against beside those that it cites: those that were written last."""
NEAREST = 5
"""As one of how many records that are nearest to it by words a record is near to a statement."""


class Distance:
    """How far the records that an edition cites are from its statements; others are only read where that is needed."""

    def __init__(self, records: Mapping[str, Record | None], facts: Facts) -> None:
        self._records = {
            cited: record for cited, record in records.items() if isinstance(record, Condition | Development)
        }
        self._facts = facts

    def notes(self, statement: StatementDraft) -> Iterator[StatementNote]:
        """A note on each cited record that is far from the statement.

        It is far where as many records as count as near are nearer, unless the statement cites a near one that names
        it, or that it names. A statement in a record's own words is near to it.
        """
        cited = {each: self._records[each] for each in statement.cites if each in self._records}
        near = {each for each, record in cited.items() if _has_words_of(statement.text, record)}
        if near == cited.keys():
            return
        scores = self._nearness.of(statement.text)
        others = nlargest(NEAREST, ((score, each) for each, score in scores.items() if each not in cited))
        if len(others) < NEAREST:
            return
        # Equal words are equally near, however their weights were rounded.
        near |= {each for each in cited if scores.get(each, 0.0) > others[-1][0] - 1e-9}
        for each in cited:
            if each not in near and not any(self._are_related(each, other) for other in near):
                text = f"Five other records are nearer to the statement by their words, {others[0][1]} most of all."
                yield StatementNote(record=each, kind="far", text=text)

    @cached_property
    def _nearness(self) -> Nearness:
        newest = self._facts.newest(COMPARED, MOST_COMPARED)
        own = {cited: stems_of(*_words_of(record)) for cited, record in self._records.items() if cited not in newest}
        return Nearness({**newest, **own})

    def _are_related(self, one: str, other: str) -> bool:
        return other in self._named[one] or one in self._named[other]

    @cached_property
    def _named(self) -> dict[str, set[str]]:
        return {cited: {str(named.key) for named in mentions_in(record)} for cited, record in self._records.items()}


def _words_of(record: Condition | Development) -> tuple[str, str]:
    return record.title, record.demand if isinstance(record, Condition) else record.summary


def _has_words_of(text: str, record: Condition | Development) -> bool:
    """Whether a statement repeats a record's title, prose or measures, as a draft made of the records does."""
    measures = record.measures if isinstance(record, Development) else ()
    return any(words in text for words in _words_of(record)) or any(f"{each.name}: " in text for each in measures)
