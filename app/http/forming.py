"""Forming: a list in a form other than JSON, as it is answered."""

from sqlalchemy import Connection
from starlette.responses import Response

from app.http import answering
from app.reading.answer import listing
from app.reading.answer.forming import file_name, is_whole, links, page_of
from app.reading.answer.listing import Asked
from app.reading.formats import FORMATS
from app.store.database import Database


def formed(
    database: Database, connection: Connection, asked: Asked, base: str, *, tag: str, bodiless: bool
) -> Response:
    """The list in a form other than JSON; what JSON says beside the records is said in headers."""
    form = FORMATS[asked.form]
    if is_whole(asked.form, asked.parsed):
        page = listing.whole(database, connection, asked)
    else:
        page = listing.listed(connection, asked, {}, None)
    headers = {"X-Total-Count": str(page.meta["total"])} if "total" in page.meta else {}
    headers |= {"X-Snapshot": str(asked.seq), **links(asked, page)}
    if not form.is_feed:
        headers["Content-Disposition"] = f'attachment; filename="{file_name(asked, page)}"'
    body = iter(()) if bodiless else form.write(page_of(connection, asked, page, base))
    return answering.streamed(body, media_type=form.media_type, tag=tag, snapshot=asked.snapshot, headers=headers)
