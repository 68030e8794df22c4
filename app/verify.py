"""Verifying: whether the passages that records select from a source's text are the ones that stand there."""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import Connection, select

from app.resources import COLLECTIONS
from app.store.clock import standing
from app.store.grounds import evidence_in
from app.store.metadata import columns_of


@dataclass(frozen=True)
class Passage:
    """One selector: the record (`collection/id`), the place in it (RFC 6901), and the characters that it selects."""

    record: str
    pointer: str
    start: int
    end: int
    sha256: str


def passages_in(connection: Connection, source: str, *, seq: int) -> list[Passage]:
    """Every passage that the records standing after a change select from a source's text."""
    passages = []
    for collection in sorted(COLLECTIONS.values(), key=lambda collection: collection.name):
        columns = columns_of(collection.table)
        query = select(columns.document).where(standing(collection.table, seq)).order_by(columns.id)
        for document in connection.execute(query).scalars():
            record = collection.record.model_validate_json(document)
            name = f"{collection.name}/{record.id}"
            passages += [
                Passage(name, pointer, ground.selector.start, ground.selector.end, ground.selector.sha256)
                for pointer, ground in evidence_in(record)
                if ground.selector is not None and (ground.via or ground.source) == source
            ]
    return passages


def check(passages: Iterable[Passage], text: str) -> dict[Passage, bool]:
    """Whether each passage stands in the text."""
    return {
        passage: passage.end <= len(text)
        and sha256(text[passage.start : passage.end].encode()).hexdigest() == passage.sha256
        for passage in passages
    }
