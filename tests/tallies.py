"""Tallies, counted anew from the terms that stand."""

from collections import Counter

from sqlalchemy import select

from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import DevelopmentTallyRow, DevelopmentTermRow


def check_tallies(database: Database) -> None:
    """Hold what is tallied against a count of all terms."""
    kept, terms = columns_of(DevelopmentTallyRow), columns_of(DevelopmentTermRow)
    of_days = select(terms.field, terms.value, terms.first_day, terms.last_day)
    with database.read() as connection:
        rows = connection.execute(select(kept.field, kept.value, kept.first_day, kept.last_day, kept.records)).all()
        standing = connection.execute(of_days.where(terms.leads, terms.until.is_(None))).all()
    assert {tuple(row[:4]): row.records for row in rows} == Counter(map(tuple, standing))
