"""Visits: a request to the desk, who is signed in, what they typed, and which pages there are for them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from app.desk.frame.forms import MOST_FORM_BYTES, Typed, read_query_fields
from app.desk.frame.sessions import DeskSession
from app.errors import NotFound
from app.http.addresses import Addresses
from app.http.endpoint import Endpoint, WriteEndpoint
from app.http.parts import Service
from app.reading.question.addresses import with_query
from app.writing.keys import Key

PageAct = Callable[["Visit"], Response]


@dataclass(frozen=True)
class Row:
    """A page of the desk: its address, its method, the scopes of which a key needs one, and what answers.

    Where a key allows it, what has a `link` stands at the top of every page, and in the list of what there is to do
    with what it `tells`. What takes a form has what `shows` it again with what was typed, for those whose session ended
    meanwhile; without, that is shown field by field. What `is_open` answers those who are not signed in. A form may
    have `most_bytes`; where it `stores_nothing`, it is counted and answered as what is read.
    """

    address: str
    method: str
    scopes: Sequence[str]
    act: PageAct
    link: str = ""
    shows: PageAct | None = None
    is_open: bool = False
    most_bytes: int = MOST_FORM_BYTES
    stores_nothing: bool = False
    tells: Callable[[Connection], str] = lambda _: ""


@dataclass(frozen=True)
class Kept:
    """A form that was not carried out: where it was to go, and what was typed."""

    to: str
    fields: tuple[tuple[str, str], ...]


class Desk:
    """Which pages the desk has, and which writes the API."""

    def __init__(self, rows: Sequence[Row], api: Iterable[Endpoint]) -> None:
        self.rows = rows
        self._addresses = Addresses(())
        self._by_place = {(row.method, row.address): row for row in rows}
        self._api = Addresses(api)

    def know(self, pages: Iterable[Endpoint]) -> None:
        """Be told what answers at the rows' addresses."""
        self._addresses = Addresses(pages)

    def find_row(self, method: str, path: str) -> tuple[Row, Mapping[str, str]] | None:
        """The page at a path, with what stands in its address's braces."""
        for endpoint, place in self._addresses.at(path):
            if endpoint.method == method:
                return self._by_place[method, endpoint.address], place
        return None

    def find_write(self, method: str, path: str) -> tuple[WriteEndpoint, Mapping[str, str]]:
        """The write of the API at a path, with what stands in its address's braces.

        Raises `NotFound` where there is none, as where an id is a word of the API.
        """
        for endpoint, place in self._api.at(path):
            if isinstance(endpoint, WriteEndpoint) and endpoint.method == method:
                return endpoint, place
        raise NotFound("there is nothing at this address that could be written")


@dataclass(frozen=True)
class Visit:
    """A request to the desk: `place` is what stands in the address's braces, `typed` what a form sends.

    `session` is None where nobody is signed in. `again` is where a form was to go that is shown once more with what was
    typed, nothing of which was done; empty where it is none.
    """

    desk: Desk
    service: Service
    request: Request
    session: DeskSession | None
    place: Mapping[str, str] = field(default_factory=dict)
    typed: Typed = field(default_factory=Typed)
    again: str = ""

    @property
    def path(self) -> str:
        """The address without its query."""
        path: str = self.request.scope["path"]
        return path

    @property
    def asked(self) -> Typed:
        """What the address says behind its question mark. Raises `Invalid` for more than it may."""
        return Typed(tuple(read_query_fields(self.request.scope["query_string"].decode("latin-1"))))

    @property
    def signed(self) -> DeskSession:
        """The session; asked for where somebody is signed in."""
        assert self.session is not None  # noqa: S101  # else the page would not be reached
        return self.session

    @property
    def key(self) -> Key:
        """The key that they are signed in with."""
        return self.signed.key

    def links(self) -> Iterator[tuple[str, str]]:
        """The (address, label) of each page at the top that the key allows."""
        if self.session is not None:
            yield from ((row.address, row.link) for row in self.desk.rows if row.link and self.may(row))

    def may(self, row: Row) -> bool:
        """Whether the key allows a page."""
        return not row.scopes or self.key.allows(*row.scopes)

    def keep(self) -> Kept | None:
        """What was typed, to be kept until it can be carried out; None where nothing was."""
        found = self.desk.find_row("POST", self.path) if self.request.method == "POST" else None
        if found is None:
            return None
        earlier = self.typed.kept()
        if earlier.fields:
            return Kept(self.typed.value("to"), earlier.fields)
        # What signs in was typed to be forgotten.
        is_form = not found[0].is_open and self.typed.fields
        return Kept(self.path, self.typed.fields) if is_form else None

    def target(self) -> str:
        """Where the visit leads, with its query."""
        return with_query(self.path, self.request.scope["query_string"].decode("latin-1"))
