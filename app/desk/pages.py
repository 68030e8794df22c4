"""The pages of the desk, a row each: address, method, scopes of which a key needs one, and what answers there."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote

from starlette.responses import Response

from app.desk.editions import edition_drafts, edition_reading
from app.desk.editions.draft_list import tell_drafted
from app.desk.frame.endpoint import DeskEndpoint
from app.desk.frame.forms import MOST_KEPT_BYTES
from app.desk.frame.framing import ASSET_PATHS, give_asset, go_to
from app.desk.frame.signing_in import DESK_SCOPES, show_again, show_home, sign_in, sign_out
from app.desk.frame.visits import Desk, Row, Visit
from app.desk.housekeeping.housekeeping_rows import list_housekeeping
from app.desk.queue import queue_acts
from app.desk.records.finding import give_found
from app.desk.records.record_rows import MADE_HERE, make_rows
from app.http.drafts import DRAFT_READERS, DRAFTING_SCOPE
from app.http.endpoint import Endpoint, OtherEndpoint
from app.http.proposals import DECIDING_SCOPE, READING_SCOPES

READING_DRAFTS, WRITING_DRAFTS = DRAFT_READERS, (DRAFTING_SCOPE,)
FORM_OF_EDITION: dict[str, Any] = {"shows": edition_drafts.show_edition_again}
TRYING: dict[str, Any] = {**FORM_OF_EDITION, "stores_nothing": True}
LOOKING, DECIDING = READING_SCOPES, (DECIDING_SCOPE,)

ROWS = (
    Row("/desk", "GET", DESK_SCOPES, show_home, is_open=True),
    Row("/desk", "POST", DESK_SCOPES, sign_in, is_open=True, most_bytes=MOST_KEPT_BYTES),
    Row("/desk/out", "POST", DESK_SCOPES, sign_out),
    Row("/desk/queue", "GET", LOOKING, queue_acts.show_queue, link="Queue", tells=queue_acts.tell_waiting),
    Row("/desk/queue/{id}", "GET", LOOKING, queue_acts.show_one),
    Row("/desk/queue/{id}/accept", "POST", DECIDING, queue_acts.accept_typed, shows=queue_acts.show_typed),
    Row("/desk/queue/{id}/draft", "POST", DECIDING, queue_acts.keep_draft, shows=queue_acts.show_typed),
    Row("/desk/queue/{id}/evidence", "POST", DECIDING, queue_acts.give_evidence, shows=queue_acts.show_typed),
    Row("/desk/queue/{id}/reject", "POST", DECIDING, queue_acts.reject_typed, shows=queue_acts.show_typed),
    Row("/desk/queue/{id}/later", "POST", LOOKING, queue_acts.put_aside, shows=queue_acts.show_typed),
    Row("/desk/queue/{id}/reopen", "POST", DECIDING, queue_acts.take_back, shows=queue_acts.show_typed),
    *(row for resource in MADE_HERE for row in make_rows(resource)),
    Row("/desk/find/{collection}", "GET", DESK_SCOPES, give_found),
    Row("/desk/drafts", "GET", READING_DRAFTS, edition_drafts.show_drafts, link="Drafts", tells=tell_drafted),
    Row("/desk/drafts", "POST", WRITING_DRAFTS, edition_drafts.make_draft, shows=edition_drafts.show_asked_again),
    Row("/desk/drafts/{id}", "GET", READING_DRAFTS, edition_drafts.show_draft_form),
    Row("/desk/drafts/{id}", "POST", WRITING_DRAFTS, edition_drafts.save_draft, **FORM_OF_EDITION),
    Row("/desk/drafts/{id}/arrange", "POST", WRITING_DRAFTS, edition_drafts.arrange_typed, **TRYING),
    Row("/desk/drafts/{id}/findings", "POST", WRITING_DRAFTS, edition_drafts.tell_typed, **TRYING),
    Row("/desk/drafts/{id}/delete", "POST", WRITING_DRAFTS, edition_drafts.delete_typed),
    Row("/desk/drafts/{id}/preview", "GET", READING_DRAFTS, edition_reading.show_preview),
    Row("/desk/drafts/{id}/publish", "GET", READING_DRAFTS, edition_reading.show_publication),
    Row("/desk/drafts/{id}/publish", "POST", WRITING_DRAFTS, edition_reading.publish_shown),
    Row("/desk/editions", "GET", READING_DRAFTS, edition_reading.show_editions, link="Editions"),
    Row("/desk/editions/{id}/correct", "POST", WRITING_DRAFTS, edition_reading.begin_correction),
    *list_housekeeping(),
    Row("/desk/again", "POST", DESK_SCOPES, show_again, most_bytes=MOST_KEPT_BYTES),
)
"""Every page."""


def make_pages(api: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """What answers at every row, and its style sheet and script; what is written is written by the `api`'s writes."""
    rows = (*ROWS, *_lead_up(ROWS))
    desk = Desk(rows, api)
    pages = tuple(
        DeskEndpoint(
            address=row.address,
            method=row.method,
            act=row.act,
            name=f"desk{number}",
            most_bytes=row.most_bytes if row.method == "POST" else None,  # what reads takes none
            row=row,
            desk=desk,
            tag="desk",
            documented=False,
        )
        for number, row in enumerate(rows)
    )
    desk.know(pages)
    assets = (
        OtherEndpoint(address=path, act=partial(give_asset, name), tag="desk", documented=False)
        for name, path in ASSET_PATHS.items()
    )
    return *pages, *assets


def _lead_up(rows: Sequence[Row]) -> Iterator[Row]:
    """What answers whoever opens an address that forms alone are sent to, as after going back, or from a copied one."""
    shown = {row.address: row.scopes for row in rows if row.method == "GET"}
    for row in rows:
        if row.address in shown:
            continue
        steps = row.address.split("/")
        most = next(most for most in range(len(steps), 0, -1) if "/".join(steps[:most]) in shown)
        yield Row(row.address, "GET", shown["/".join(steps[:most])], partial(_go_up, most))


def _go_up(most: int, visit: Visit) -> Response:
    """Lead to the page at the first steps of an address."""
    return go_to(quote("/".join(visit.path.split("/")[:most])))
