"""Known: the ordinary words of the newest records, by which a word that begins a sentence is told from a name."""

import json
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from app.language.tokens import stem_of
from app.rules.mentions import words_of
from app.store.metadata import columns_of
from app.store.tables import ConditionVersion, DevelopmentVersion

MOST_RECORDS_READ = 2_000
"""How many developments, and how many conditions, are read: those that were written last."""


def ordinary_words(connection: Connection, texts: Iterable[str]) -> frozenset[str]:
    """The stems of the words that stand without a capital in texts or in the newest records."""
    every = (word for text in (*texts, *_read(connection)) for word in words_of(text))
    return frozenset({stem_of(word.folded) for word in every if not word.is_capital})


def _read(connection: Connection) -> Iterator[str]:
    """The titles and the prose of the records that are read."""
    for table, prose in ((DevelopmentVersion, "summary"), (ConditionVersion, "demand")):
        columns = columns_of(table)
        query = (
            select(columns.document)
            .where(columns.until.is_(None))
            .order_by(columns.seq.desc())
            .limit(MOST_RECORDS_READ)
        )
        for document in connection.execute(query).scalars():
            record = json.loads(document)
            yield from (record["title"], record[prose])
