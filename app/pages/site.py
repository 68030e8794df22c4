"""The site: which pages there are, and how each is answered: validated by its snapshot, refused in HTML."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from fastapi import APIRouter, Request, Response

from app.errors import Gone, Invalid, MethodNotAllowed, Moved, NotFound, Refusal
from app.http import answering, negotiation
from app.http.reading import Reading
from app.pages import views
from app.pages.asking import Asking
from app.pages.links import pairs_of
from app.pages.rendering import DIGEST, EMBEDDED, HTML, POLICY, STYLE, STYLE_PATH, rendered
from app.reading.answer.listing import with_query
from app.reading.formats import FORMATS, JSON_TYPE
from app.store import clock
from schemas import Fault

Make = Callable[[Asking, Request], bytes]
TYPES = (JSON_TYPE, *(form.media_type.partition(";")[0] for form in FORMATS.values()), "text/html")
"""What is at an unversioned address, the first where a client likes several best."""
AT_MOMENT = ("as_of",)
"""The parameters of pages that are no list."""


def wants_page(accept: str | None, query: bytes) -> bool:
    """Whether a client would rather have a page than what the API answers: browsers would."""
    if b"format=" in query:
        return False
    try:
        return negotiation.preferred(accept, TYPES) == "text/html"
    except Refusal:
        return False


def add_routes(router: APIRouter, reading: Reading) -> None:
    """Give the service its pages; the edge hands on to them what would rather be read."""
    pages: dict[str, tuple[Make, bool]] = {
        "/conditions": (views.board, False),
        "/timeline": (views.timeline, False),
        "/developments": (views.developments, True),
        "/actors": (views.actors, True),
        "/sources": (views.sources, True),
        "/briefings": (views.briefings, True),
        "/briefings/latest": (views.latest, False),
        "/briefings/{id}": (views.briefing, False),
        "/conditions/{id}": (views.condition, False),
        "/developments/{id}": (views.development, False),
        "/actors/{id}": (views.actor, False),
        "/sources/{id}": (views.source, False),
    }
    for path, (make, is_list) in pages.items():
        router.add_api_route(path, page(reading, make, is_list=is_list), methods=["GET"], include_in_schema=False)
    card = page(reading, views.card, headers=EMBEDDED)
    router.add_api_route("/embed/conditions/{id}", card, methods=["GET"], include_in_schema=False)

    @router.get(STYLE_PATH, include_in_schema=False)
    def style() -> Response:
        headers = {"Cache-Control": answering.FIXED, "ETag": f'"{DIGEST}"'}
        return Response(STYLE, media_type="text/css", headers=headers)


def page(
    reading: Reading, make: Make, *, is_list: bool = False, headers: dict[str, str] | None = None
) -> Callable[[Request], Response]:
    """A route that answers with a page, or with what is wrong, in HTML."""
    policy = headers or POLICY

    def answer(request: Request) -> Response:
        try:
            return _answered(reading, make, request, is_list=is_list, headers=policy)
        except Moved as moved:
            path = moved.location.removeprefix("/v1").partition("?")[0]
            location = with_query(path, request.scope["query_string"].decode("latin-1"))
            return Response(status_code=308, headers={"Location": location, "Cache-Control": "no-cache", **policy})
        except Refusal as refusal:
            return refused(refusal, policy)

    return answer


def refused(refusal: Refusal, policy: Mapping[str, str] = POLICY) -> Response:
    """A refusal as a page."""
    body = rendered("refusal.html", refusal=refusal, title=refusal.title)
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **refusal.headers, **policy}
    return Response(body, status_code=refusal.status, media_type=HTML, headers=headers)


def page_of(error: Exception) -> Response | None:
    """What people see where there is nothing for them at an address: nowhere a page, and no list to be mended."""
    return refused(error) if isinstance(error, NotFound | Gone | MethodNotAllowed) else None


def _answered(reading: Reading, make: Make, request: Request, *, is_list: bool, headers: dict[str, str]) -> Response:
    pairs = pairs_of(request.scope["query_string"])
    if not is_list:
        _check(pairs)
    as_of = next((value for name, value in pairs if name == "as_of"), None)
    address = f"{DIGEST} {with_query(request.scope['path'], request.scope['query_string'].decode('latin-1'))}"
    with reading.database.read() as connection:
        snapshot = clock.newest(connection)
    tag = answering.entity_tag(snapshot, address)
    if answering.matches(answering.known(request.headers), tag):
        return answering.not_modified(tag=tag, snapshot=snapshot, headers=headers)
    asking = Asking(reading, as_of=as_of)
    body = make(asking, request)
    if as_of is None and asking.seq is not None and asking.seq > snapshot.seq:
        snapshot = replace(snapshot, seq=asking.seq, newest=asking.seq)
        tag = answering.entity_tag(snapshot, address)
    return answering.answer(body, tag=tag, snapshot=snapshot, headers=headers, media_type=HTML)


def _check(pairs: list[tuple[str, str]]) -> None:
    """Refuse parameters that a page without a list does not take."""
    unknown = [name for name, _ in pairs if name not in AT_MOMENT]
    if unknown or len(pairs) > 1:
        names = unknown or [pairs[1][0]]
        faults = [Fault(in_="query", name=name[:80], message="is not taken here; as_of is, once") for name in names]
        raise Invalid(f"wrong in the query: {', '.join(names)[:200]}", faults=faults)


def home(reading: Reading) -> Callable[[Request], Response | None]:
    """The page at `/`, for those who would rather read; None for all others."""
    answer = page(reading, views.home)

    def read(request: Request) -> Response | None:
        accept = negotiation.accept_of(request.scope["headers"])
        return answer(request) if wants_page(accept, request.scope["query_string"]) else None

    return read
