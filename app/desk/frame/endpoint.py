"""The endpoint of a page of the desk: who asks is known, and what they send is theirs, before anything is done."""

from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from app.desk.frame.forgery import Forged, check_site, check_token
from app.desk.frame.forms import MOST_SHORT_BYTES, read_form
from app.desk.frame.framing import go_to, show_page, show_refusal
from app.desk.frame.sessions import DeskSession, find_session
from app.desk.frame.visits import Desk, Row, Visit
from app.errors import Conflict, Forbidden, MovedTo, NotFound, Refusal
from app.http.bodies import length_of
from app.http.clients import address_of
from app.http.descriptions import Responses
from app.http.endpoint import Endpoint
from app.http.parts import Service
from app.http.quotas import REQUESTS, WRITES, Caller

COOKIE = "tracker_desk"
"""The cookie with the token of a session."""
NOBODY = "nobody at the desk"
"""As whom all those are counted who send long forms and are not signed in."""
SESSION_ENDED = "You are not signed in, or your session has ended. Sign in to go on."


@dataclass(frozen=True, kw_only=True)
class DeskEndpoint(Endpoint):
    """What answers at a row of the desk."""

    row: Row
    desk: Desk

    async def serve(self, service: Service, request: Request, caller: Caller) -> Response:
        """Answer a request with a page, also where it is refused."""
        visit = Visit(self.desk, service, request, None, request.path_params)
        try:
            session = await self._find_session(service, request, caller)
            visit = replace(visit, session=session)
            await _count(visit, caller, is_write=request.method == "POST" and not self.row.stores_nothing)
            if any("\0" in each for each in visit.place.values()):
                raise NotFound("there is nothing at this address: no name has such a character")
            if request.method != "POST":
                return await self._answer(visit)
            check_site(request, service.whereabouts)
            visit = await self._read(visit, caller)
            if session is not None and not self.row.is_open:
                check_token(visit.typed.token, session.secret)
            return await self._answer(visit)
        except Forged as refusal:
            return await run_in_threadpool(show_refusal, visit, refusal)
        except Refusal as refusal:
            return await run_in_threadpool(show_refusal, await self._keep_typed(visit, caller), refusal)
        except MovedTo as moved:
            goes_on = moved.location.replace("/v1/", "/desk/", 1)
            if request.method != "POST":
                return go_to(goes_on)
            merged = Conflict(f"what this is a form of was merged meanwhile, and goes on at {goes_on}")
            return await run_in_threadpool(show_refusal, visit, merged)

    async def _read(self, visit: Visit, caller: Caller) -> Visit:
        """The visit with what its form sends. Raises what is wrong with the form, and `Unavailable`."""
        request = visit.request
        length = length_of(request)
        is_long = length is None or length > MOST_SHORT_BYTES
        # Those who are not signed in share the room for long forms, so that they leave some to others.
        client = NOBODY if visit.session is None and is_long else caller.name
        async with visit.service.bodies.hold(request, most=self.row.most_bytes, client=client):
            kind, body = request.headers.get("content-type", ""), await request.body()
            typed = await run_in_threadpool(read_form, kind, body)  # a long one takes seconds
        return replace(visit, typed=typed)

    async def _keep_typed(self, visit: Visit, caller: Caller) -> Visit:
        """The visit with what was typed by somebody who is refused before it was read, so that it is not lost."""
        if visit.session is None or visit.request.method != "POST" or visit.typed.fields:
            return visit
        try:
            check_site(visit.request, visit.service.whereabouts)
            return await self._read(visit, caller)
        except Refusal:
            return visit

    async def _find_session(self, service: Service, request: Request, caller: Caller) -> DeskSession | None:
        """Who asks; where their key may not be used from here, nobody, as they may sign in with another."""
        try:
            return await service.quick.run(_find_session, service, request)
        except Forbidden:
            if self.row.is_open:
                return None
            await caller.count(REQUESTS)
            raise

    async def _answer(self, visit: Visit) -> Response:
        """The page, for those who may see it; for those who are not signed in, where they can be."""
        if visit.session is None and not self.row.is_open:
            return await run_in_threadpool(ask_to_sign_in, visit)
        if self.row.scopes and not self.row.is_open:
            visit.key.require(*self.row.scopes)
        if visit.request.method == "POST" and not self.row.stores_nothing:
            return await visit.service.writers.run(self.row.act, visit)
        return await run_in_threadpool(self.row.act, visit)

    def responses(self) -> Responses:
        """Nothing: it is for browsers."""
        return {}


def ask_to_sign_in(visit: Visit, *, fault: str = "", status: int = 401) -> Response:
    """The page on which somebody signs in, which keeps what they typed, and goes on to where they were."""
    kept = visit.keep()
    to = kept.to if kept is not None else visit.typed.value("to") or (visit.target() if visit.path != "/desk" else "")
    response = show_page(
        visit, "sign-in.html", status=status, fault=fault, kept=kept, to=to, told=SESSION_ENDED if to else ""
    )
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="tracker"'
    return response


def _find_session(service: Service, request: Request) -> DeskSession | None:
    """Who asks; the use of their key is noted."""
    cookie = request.cookies.get(COOKIE)
    if cookie is None:
        return None
    with service.database.read_primary() as connection:
        session = find_session(connection, cookie, address=address_of(request.scope))
    if session is not None:
        service.uses.note(session.key)
    return session


async def _count(visit: Visit, caller: Caller, *, is_write: bool) -> None:
    """Count it: what is written for the key, as over the API, and all else for the address."""
    if visit.session is not None and is_write:
        await caller.count(WRITES, who=visit.key.prefix)
    else:
        await caller.count(REQUESTS)
