"""Passages: what records select from the texts of sources, and how it follows its words into the next text."""

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select

from app.rules.finding import Quote, find_again, quote_at
from app.rules.grounds import PassagePlace, evidence_in, move_passages, orphans_in, passage_of
from app.store.current import Current
from app.store.metadata import columns_of
from app.store.pending import Pending
from app.store.service_tables import LostPassageRow
from schemas import Record, RecordKey, Selector

_lost = columns_of(LostPassageRow)


class Passages:
    """Follows passages for the holder of the clock, and keeps the words of those that a new text has lost.

    `name` is the collection of the sources, to which texts are attached.
    """

    def __init__(self, pending: Pending, current: Current, name: str) -> None:
        self._pending = pending
        self._current = current
        self._name = name
        self._dropped: set[PassagePlace] = set()

    def followed(self, source_id: str, text: str | None) -> dict[RecordKey, Record]:
        """The records whose passages stand elsewhere in the text that is to be a source's, each selecting them there.

        The words of passages that it has lost are kept, so that a later text may have them again; without a text, none.
        """
        if text is None:
            self._keep(source_id, {})
            return {}
        old, lost, records = self._current.text(source_id) or "", self._lost(source_id), self._selecting(source_id)
        passages = {selector: quote_at(old, selector) or lost.get(selector) for selector in _select(records, source_id)}
        places = find_again(text, passages)
        nowhere = ((selector, quote) for selector, quote in passages.items() if selector not in places)
        self._keep(source_id, {selector: quote for selector, quote in nowhere if quote is not None})
        moves = {
            PassagePlace(source_id, selector): Selector(
                start=place, end=place + selector.end - selector.start, sha256=selector.sha256
            )
            for selector, place in places.items()
            if place != selector.start
        }
        moved = {key: move_passages(record, moves.get) for key, record in records.items()}
        return {key: record for key, record in moved.items() if record is not records[key]}

    def attach(self, source_id: str, text: str | None) -> dict[RecordKey, Record]:
        """Keep a source's text, or keep it no longer; the records that are to be changed to follow their passages."""
        followed = self.followed(source_id, text)
        self._current.keep_text(source_id, text)
        return followed

    def note(self, old: Record | None, new: Record | None) -> None:
        """Take note of what a record selects no longer, of the passages that its text has lost."""
        if orphans := orphans_in(old):
            self._dropped |= orphans - orphans_in(new)

    def tidy(self) -> None:
        """Keep no words of passages that no record selects any more."""
        for source_id in sorted({source_id for source_id, _ in self._dropped}):
            if lost := self._lost(source_id):
                selected = _select(self._selecting(source_id), source_id)
                self._keep(source_id, {selector: quote for selector, quote in lost.items() if selector in selected})
        self._dropped = set()

    def _selecting(self, source_id: str) -> dict[RecordKey, Record]:
        """The standing records that name a source."""
        keys = self._current.naming(self._name, source_id)
        self._current.read(keys)
        return {key: self._current.existing(*key) for key in keys}

    def _lost(self, source_id: str) -> dict[Selector, Quote]:
        return find_lost(self._pending.open(), source_id)

    def _keep(self, source_id: str, quotes: Mapping[Selector, Quote]) -> None:
        """Keep these words of lost passages of a source's text, and no others."""
        connection = self._pending.open()
        connection.execute(delete(LostPassageRow).where(_lost.id == source_id))
        rows = [
            {"id": source_id, "start": selector.start, "sha256": selector.sha256, **vars(quote)}
            for selector, quote in quotes.items()
        ]
        if rows:
            connection.execute(insert(LostPassageRow), rows)


def find_lost(connection: Connection, source_id: str) -> dict[Selector, Quote]:
    """The words of the passages that a source's text has lost, as the last text that had them had them."""
    rows = connection.execute(select(*_lost).where(_lost.id == source_id))
    return {
        Selector(start=row.start, end=row.start + len(row.exact), sha256=row.sha256): Quote(
            row.exact, row.prefix, row.suffix
        )
        for row in rows
    }


def _select(records: Mapping[RecordKey, Record], source_id: str) -> set[Selector]:
    """The passages that records select from a source's text."""
    places = (passage_of(ground) for record in records.values() for _, ground in evidence_in(record))
    return {selector for place in places if place is not None for source, selector in [place] if source == source_id}
