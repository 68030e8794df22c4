"""The parts of the service: what its endpoints work with, made once in `main`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from app.changes.stream import Newest
from app.http.answering import Get, Representation
from app.http.assets import Assets
from app.http.front.metrics import Metrics
from app.http.reading import Reading
from app.store.database import Database
from app.store.watch import Watch
from app.writing.transaction import Transactions

Home = Callable[["Service", Get], Representation | Response | None]
"""What answers those who would rather read a page at `/`; None for all others."""


@dataclass(frozen=True)
class Service:
    """The service; `title` is what it calls itself, `offers` the service document, `document` the OpenAPI document.

    `allow_private` lets webhooks lead to addresses that are not public.
    """

    title: str
    reading: Reading
    transactions: Transactions
    watch: Watch
    metrics: Metrics
    newest: Newest
    assets: Assets
    home: Home
    offers: Mapping[str, Any]
    document: Callable[[], bytes]
    allow_private: bool

    @property
    def database(self) -> Database:
        """The database that is read and written."""
        return self.reading.database
