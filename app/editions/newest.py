"""The newest edition."""

from sqlalchemy import Connection, func, select

from app.errors import NotFound
from app.store.metadata import columns_of
from app.store.tables import BriefingVersion


def newest_edition(connection: Connection, *, seq: int) -> str:
    """The id of the newest published edition: of one day's, that which was published last. Raises `NotFound`."""
    columns = columns_of(BriefingVersion)
    # All versions, of which an edition that was superseded has several: the first of them is its publication.
    editions = select(columns.id).where(columns.state == "published", columns.seq <= seq)
    editions = editions.group_by(columns.id, columns.published_on)
    newest_first = editions.order_by(columns.published_on.desc(), func.min(columns.seq).desc())
    found = connection.execute(newest_first.limit(1)).scalar()
    if found is None:
        raise NotFound("no briefing was published", about="path")
    return str(found)
