"""The parts of the service: what its endpoints work with, made once in `wiring`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection
from starlette.responses import Response
from starlette.types import Scope

from app.changes.stream import Newest
from app.http import negotiation
from app.http.answering import Get, Representation
from app.http.assets import Assets
from app.http.bodies import Bodies
from app.http.front.metrics import Metrics
from app.http.quotas import Quotas
from app.http.threads import SharedThreads, Threads
from app.http.whereabouts import Whereabouts
from app.reading.archive import Archive
from app.store.clock import Snapshot
from app.store.database import Database
from app.store.readiness import Start
from app.store.vault import Vault
from app.store.watch import Watch
from app.writing.transaction import Transactions
from app.writing.uses import Uses

Home = Callable[["Service", Get], Representation | Response | None]
"""What answers those who would rather read a page at `/`; None for all others."""


@dataclass(frozen=True)
class DetailForm:
    """A form of a detail other than JSON: what it is called, and how a record's document is written in it."""

    media_type: str
    write: Callable[[Connection, str, Snapshot], bytes]
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Pages:
    """What people are shown where they would rather read: which requests those are, and what they see of a refusal."""

    wanted: Callable[[str | None, bytes], bool]
    of_refusal: Callable[[Exception], Response | None]

    def are_wanted(self, scope: Scope) -> bool:
        """Whether a request would rather have a page than what the API answers."""
        accept = negotiation.accept_of(scope["headers"])
        return scope["method"] == "GET" and self.wanted(accept, scope["query_string"])


@dataclass(frozen=True)
class Service:
    """The service; `title` is what it calls itself, `offers` the service document, `document` the OpenAPI document.

    `whereabouts` tell where clients find it, for the forms that need absolute addresses. `forms` are those of details
    besides JSON, by collection and by name.

    Reads that never take long are answered in `quick` threads, and do not wait for the `costly` ones. `quotas` bound
    what each client may ask for, `bodies` what all send at once.

    `uses` notes when a key was last used. `vault` seals the secrets of webhooks, and `allow_private` lets these lead to
    addresses that are not public, `collects_private` feeds. Where it
    `takes_two` people, nobody accepts or publishes what they have drafted. `metrics_key` is what `/metrics` needs.
    """

    title: str
    archive: Archive
    whereabouts: Whereabouts
    forms: Mapping[str, Mapping[str, DetailForm]]
    transactions: Transactions
    quick: Threads
    costly: SharedThreads
    writers: Threads
    bodies: Bodies
    quotas: Quotas
    watch: Watch
    metrics: Metrics
    newest: Newest
    assets: Assets
    home: Home
    offers: Mapping[str, Any]
    document: Callable[[], bytes]
    uses: Uses
    vault: Vault
    allow_private: bool
    collects_private: bool
    takes_two: bool
    metrics_key: str | None
    start: Start = field(default_factory=Start)

    @property
    def database(self) -> Database:
        """The database that is read and written."""
        return self.archive.database
