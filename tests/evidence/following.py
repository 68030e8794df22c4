"""Texts that take the place of others, and what becomes of their passages."""

from sqlalchemy import select

from app.store.database import Database
from app.store.service_tables import LostPassageRow

PAGE = (
    "Minutes of the meeting\n\nThe parties met in Strelsau on the first day of the month, in the great hall.\n"
    "Nobody came to Zenda, for the road was closed.\n\nA joint statement\n\nThe ministers agreed on nothing at all, "
    "and said so.\nThe clerk counted 45 delegates.\n\nAnnex\n\nThe ministers agreed on the date of another meeting.\n"
)
PASSAGES = ("met in Strelsau", "Nobody came to Zenda", "counted 45 delegates", "on the date of another meeting")


def lost(database: Database) -> set[tuple[str, str]]:
    with database.read() as connection:
        columns = LostPassageRow.__table__.c  # type: ignore[attr-defined]  # hidden
        return {(row.id, row.exact) for row in connection.execute(select(columns.id, columns.exact))}
