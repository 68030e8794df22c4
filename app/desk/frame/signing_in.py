"""Signing in and out, and what somebody had typed when their session ended."""

from starlette.responses import Response

from app.desk.frame.endpoint import COOKIE, ask_to_sign_in
from app.desk.frame.forms import KEPT_MARK, Typed
from app.desk.frame.framing import go_to, show_page
from app.desk.frame.sessions import SESSION_HOURS, begin_session, end_session, find_session
from app.desk.frame.visits import Visit
from app.errors import Forbidden, Gone, MovedTo, NotFound, Unauthorized
from app.http.clients import address_of
from app.resources import COLLECTIONS
from app.writing import keys

DESK_SCOPES = (*(f"{name}:write" for name in COLLECTIONS), *(each for each in keys.BESIDE if each != "text:read"))
"""The scopes of which a key needs one to be at the desk."""
NOT_GOOD = "No key is this one, or it was revoked or has expired. Paste the whole key: it begins with trk_."
NOT_ENOUGH = "The key is good, but allows nothing that is done at the desk. Ask whoever runs the tracker for another."
NOT_FOR_THIS = (
    "The key is good, but does not allow what you were about to do. Sign in with one that does: nothing is lost."
)
NOT_FROM_HERE = "The key may not be used from this address. Ask whoever runs the tracker."


def show_home(visit: Visit) -> Response:
    """What can be done at the desk; for those who are not signed in, where they can be."""
    if visit.session is None:
        return ask_to_sign_in(visit, status=200)
    with visit.service.database.read_primary() as connection:
        rows = [(row, row.tells(connection)) for row in visit.desk.rows if row.link and visit.may(row)]
    return show_page(visit, "home.html", rows=rows)


def sign_in(visit: Visit) -> Response:
    """Sign in with a key: the page that was wanted follows, or the form that was kept, to be looked at again."""
    token, address = visit.typed.value("key"), address_of(visit.request.scope)
    database = visit.service.database
    try:
        with database.read_primary() as connection:
            key = keys.key_of(connection, token or None, address=address)
        if not key.allows(*DESK_SCOPES):
            return ask_to_sign_in(visit, fault=NOT_ENOUGH, status=403)
    except Unauthorized:
        return ask_to_sign_in(visit, fault=NOT_GOOD)
    except Forbidden:
        return ask_to_sign_in(visit, fault=NOT_FROM_HERE, status=403)
    kept, to = visit.typed.kept(), visit.typed.value("to")
    found = visit.desk.find_row("POST", to) if kept.fields else None
    if found is not None and not key.allows(*found[0].scopes):
        return ask_to_sign_in(visit, fault=NOT_FOR_THIS, status=403)
    with database.write() as connection:
        if visit.session is not None:
            end_session(connection, visit.session.digest)
        drawn = begin_session(connection, key, token)
    with database.read_primary() as connection:
        session = find_session(connection, drawn, address=address)
    signed = Visit(visit.desk, visit.service, visit.request, session, typed=visit.typed)
    response = _show_kept(signed, to, kept) if kept.fields else go_to(_find_way(signed, to))
    response.headers["Set-Cookie"] = _cookie(visit, drawn, seconds=SESSION_HOURS * 3600)
    return response


def sign_out(visit: Visit) -> Response:
    """Sign out."""
    with visit.service.database.write() as connection:
        end_session(connection, visit.signed.digest)
    return go_to("/desk", {"Set-Cookie": _cookie(visit, "", seconds=0)})


def show_again(visit: Visit) -> Response:
    """Show a form that was kept again."""
    return _show_kept(visit, visit.typed.value("to"), visit.typed.kept())


def _show_kept(visit: Visit, to: str, kept: Typed) -> Response:
    """A form with what was typed, to be sent by whoever has seen it: nothing of it was done."""
    found = visit.desk.find_row("POST", to)
    if found is None:
        return go_to(_find_way(visit, ""))
    row, place = found
    visit.key.require(*row.scopes)
    again = Visit(visit.desk, visit.service, visit.request, visit.session, place, kept, to)
    if row.shows is not None:
        try:
            return row.shows(again)
        except (Gone, MovedTo, NotFound):
            pass  # what it was a form of has ended: what was typed is shown by itself
    return show_page(again, "again.html", to=to, fields=kept.fields, mark=KEPT_MARK)


def _find_way(visit: Visit, to: str) -> str:
    """Where somebody goes who has signed in: to the page that they wanted, else to the first that they may see."""
    if visit.desk.find_row("GET", to.partition("?")[0]) is not None:
        return to
    return next((address for address, _ in visit.links()), "/desk")


def _cookie(visit: Visit, value: str, *, seconds: int) -> str:
    """The cookie of a session, for the desk alone; secure where people come by HTTPS."""
    is_secure = visit.service.whereabouts.base(visit.request.scope).startswith("https:")
    shown = f"{COOKIE}={value}; Path=/desk; Max-Age={seconds}; HttpOnly; SameSite=Strict"
    return f"{shown}; Secure" if is_secure else shown
