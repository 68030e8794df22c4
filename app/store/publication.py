"""Publication: by which change an edition was published."""

from sqlalchemy import Connection, func, select

from app.store.metadata import columns_of
from app.store.tables import Briefing as BriefingTable


def published_by(connection: Connection, briefing_id: str, *, seq: int) -> int | None:
    """The number of the change that published a briefing; None where it was a draft after change `seq`."""
    columns = columns_of(BriefingTable)
    query = select(func.min(columns.seq)).where(columns.id == briefing_id, columns.state == "published")
    number: int | None = connection.execute(query.where(columns.seq <= seq)).scalar_one()
    return number
