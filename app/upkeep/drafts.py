"""Drafts: that each can be read as what it is a draft of, under its own id, which no record has that stands."""

from collections.abc import Callable

from pydantic import ValidationError
from sqlalchemy import Connection, select

from app.store import read
from app.store.collection import Collections
from app.store.draft_tables import DraftRow
from app.store.metadata import columns_of
from app.upkeep.findings import Findings

_drafts = columns_of(DraftRow)


def check_drafts(
    connection: Connection, collections: Collections, findings: Findings, advance: Callable[[int], None]
) -> None:
    """Each draft is one, says the id that it is kept under, and is no record that stands."""
    for collection in (each for each in collections.values() if each.begins_as_draft):
        for row in connection.execute(select(_drafts.id, _drafts.document).order_by(_drafts.id)):
            try:
                draft = collection.draft.model_validate_json(row.document)
            except ValidationError as error:
                findings.note(f"The draft {row.id} cannot be read: {error.errors()[0]['msg']}.")
            else:
                if draft.id != row.id:
                    findings.note(f"The draft {row.id} says that its id is {draft.id}.")
            if read.document_of(connection, collection.table, row.id, seq=read.ANY_NUMBER) is not None:
                findings.note(f"{collection.name}/{row.id} is a record that stands, and a draft too.")
            advance(1)
