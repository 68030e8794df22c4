"""Texts: what sources say in full, kept privately; only passages of them are ever shown."""

from sqlalchemy import Connection, delete, insert, select

from app.store.metadata import columns_of
from app.store.service_tables import SourceTextRow

_texts = columns_of(SourceTextRow)


def text_of(connection: Connection, source_id: str) -> str | None:
    """The text attached to a source."""
    return connection.execute(select(_texts.text).where(_texts.id == source_id)).scalar_one_or_none()


def keep(connection: Connection, source_id: str, text: str | None) -> None:
    """Keep a source's text in the place of any that it had; with None, keep none."""
    connection.execute(delete(SourceTextRow).where(_texts.id == source_id))
    if text is not None:
        connection.execute(insert(SourceTextRow), {"id": source_id, "text": text})
