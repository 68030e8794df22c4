"""Similarity: other records that a new one may be the same as."""

from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz, process
from sqlalchemy import select

from app.pipeline.resource import Resource
from app.store.folding import fold
from app.store.metadata import columns_of
from app.store.versions import SORTED_BY
from app.store.write import Writer
from schemas import Record

MOST_COMPARED = 200
"""How many records a new one is held against, the newest first."""
LEAST_ALIKE = 85
"""How like their titles must be, of 100."""
MOST_NAMED = 5
"""How many similar records are named."""


def similar_to(writer: Writer, resource: Resource, records: Sequence[Record]) -> dict[str, tuple[str, ...]]:
    """The ids of older records that each may be the same as: like titles, and the same in what the resource names."""
    if resource.alike_in is None:
        return {}
    columns = columns_of(resource.collection.table)
    older: dict[Any, Sequence[Any]] = {}
    similar = {}
    for record in records:
        value = resource.collection.columns(record)[resource.alike_in]
        if value not in older:
            query = select(columns.seq, columns.id, columns.title_key)
            query = query.where(columns[resource.alike_in] == value, columns.until.is_(None))
            newest = query.order_by(columns.seq.desc()).limit(MOST_COMPARED + len(records))
            older[value] = writer.connection.execute(newest).all()
        made_by = writer.current.made_by(resource.name, record.id)
        others = [row for row in older[value] if row.seq < made_by][:MOST_COMPARED]
        title, titles = fold(resource.collection.title(record))[:SORTED_BY], [row.title_key for row in others]
        like = process.extract(title, titles, scorer=fuzz.token_sort_ratio, limit=MOST_NAMED, score_cutoff=LEAST_ALIKE)
        similar[record.id] = tuple(others[index].id for _, _, index in like)
    return similar
