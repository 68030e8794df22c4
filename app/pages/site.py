"""The site: which pages there are, and how each is answered: validated by its snapshot, refused in HTML."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial

from starlette.requests import Request
from starlette.responses import Response

from app.errors import Gone, Invalid, MethodNotAllowed, MovedTo, NotFound, Refusal
from app.http import negotiation, validators
from app.http.answering import Act, Get, Representation
from app.http.endpoint import Endpoint, OtherEndpoint, ReadEndpoint
from app.http.parts import Service
from app.pages import views
from app.pages.asking import Asking
from app.pages.corrections import CORRECTIONS_PATH, show_corrections
from app.pages.links import pairs_of
from app.pages.rendering import DIGEST, EMBEDDED, HTML_TYPE, PAGE_POLICY, STYLE, STYLE_PATH, render
from app.pages.views import View
from app.reading.answer.basis import Basis
from app.reading.archive import Archive
from app.reading.formats import FORMATS, JSON_TYPE
from app.reading.question.addresses import with_query
from app.resources import RESOURCES
from app.store import clock
from schemas import Fault

PAGE_TYPES = (JSON_TYPE, *(form.plain_type for form in FORMATS.values()), "text/html")
"""What is at an unversioned address, the first where a client likes several best."""
AT_MOMENT = ("as_of",)
"""The parameters of pages that are no list."""


def wants_page(accept: str | None, query: bytes) -> bool:
    """Whether a client would rather have a page than what the API answers: browsers would."""
    if any(pair.startswith(b"format=") for pair in query.split(b"&")):
        return False
    try:
        return negotiation.prefer(accept, PAGE_TYPES) == "text/html"
    except Refusal:
        return False


def pages() -> Iterator[Endpoint]:
    """Every page, a row each; the front hands on to them what would rather be read."""
    row = partial(ReadEndpoint, tag="pages", documented=False)
    yield row(address="/timeline", act=page(views.timeline))
    yield row(address="/briefings/latest", act=page(views.latest))
    yield row(address=CORRECTIONS_PATH, act=page(show_corrections, is_list=True))
    for resource in RESOURCES:
        of_all = page(views.list_view(resource), is_list=not resource.has_board)
        yield row(address=f"/{resource.name}", act=of_all)
        yield row(address=f"/{resource.name}/{{id}}", act=page(views.record_view(resource)))
    yield row(address="/embed/conditions/{id}", act=page(views.card, headers=EMBEDDED))
    yield OtherEndpoint(address=STYLE_PATH, act=style, tag="pages", documented=False)


def style(_service: Service, _request: Request) -> Response:
    """The style sheet, at an address that is made of its bytes."""
    headers = {"Cache-Control": validators.FIXED, "ETag": f'"{DIGEST}"'}
    return Response(STYLE, media_type="text/css", headers=headers)


def page(make: View, *, is_list: bool = False, headers: Mapping[str, str] = PAGE_POLICY) -> Act:
    """What answers with a page, or with what is wrong, in HTML."""

    def answer(service: Service, get: Get) -> Representation | Response:
        try:
            return _represent(service.archive, make, get, is_list=is_list, headers=headers)
        except MovedTo as moved:
            path = moved.location.removeprefix("/v1").partition("?")[0]
            location = with_query(path, get.scope["query_string"].decode("latin-1"))
            return Response(status_code=308, headers={"Location": location, "Cache-Control": "no-cache", **headers})
        except Refusal as refusal:
            return refuse_in_html(refusal, headers)

    return answer


def refuse_in_html(refusal: Refusal, policy: Mapping[str, str] = PAGE_POLICY) -> Response:
    """A refusal as a page."""
    body = render("refusal.html", refusal=refusal, title=refusal.title)
    headers = {"Cache-Control": "no-store", "Vary": "Accept", **refusal.headers, **policy}
    return Response(body, status_code=refusal.status, media_type=HTML_TYPE, headers=headers)


def page_of(error: Exception) -> Response | None:
    """What people see where there is nothing for them at an address: nowhere a page, and no list to be mended."""
    return refuse_in_html(error) if isinstance(error, NotFound | Gone | MethodNotAllowed) else None


def _represent(archive: Archive, make: View, get: Get, *, is_list: bool, headers: Mapping[str, str]) -> Representation:
    query = get.scope["query_string"]
    pairs = pairs_of(query)
    if not is_list:
        _check(pairs)
    as_of = next((value for name, value in pairs if name == "as_of"), None)
    with archive.database.read() as connection:
        basis = Basis(clock.newest(connection), f"{DIGEST} {with_query(get.path, query.decode('latin-1'))}")
    known = get.known()
    if known is not None and known(basis):
        return Representation(basis, None, headers=headers)
    asking = Asking(archive, as_of=as_of)
    body = make(asking, Request({**get.scope, "path_params": get.place}))
    if as_of is None and asking.seq is not None and asking.seq != basis.snapshot.seq:
        basis = replace(basis, snapshot=replace(basis.snapshot, seq=asking.seq, newest=asking.seq))
    return Representation(basis, body, HTML_TYPE, headers)


def _check(pairs: list[tuple[str, str]]) -> None:
    """Refuse parameters that a page without a list does not take."""
    unknown = [name for name, _ in pairs if name not in AT_MOMENT]
    if unknown or len(pairs) > 1:
        names = unknown or [pairs[1][0]]
        faults = [Fault(in_="query", name=name[:80], message="is not taken here; as_of is, once") for name in names]
        raise Invalid(f"wrong in the query: {', '.join(names)[:200]}", faults=faults)


def represent_home(service: Service, get: Get) -> Representation | Response | None:
    """The page at `/`, for those who would rather read; None for all others."""
    return page(views.home)(service, get) if wants_page(get.accept, get.scope["query_string"]) else None
