"""The service, put together."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.metadata import version

import structlog
from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.changes.stream import Newest
from app.commands import cli
from app.editions import publishing
from app.evidence import assessing, texts
from app.http import deliveries as delivery_log
from app.http import documentation, editions, negotiation, openapi, problems
from app.http import webhooks as webhook_routes
from app.http import writing as writing_routes
from app.http.addresses import Addresses
from app.http.assets import Assets
from app.http.endpoint import Endpoint
from app.http.front import logs
from app.http.front.cache import AnswerCache
from app.http.front.edge import Edge
from app.http.front.metrics import Metrics
from app.http.front.shortcut import ShortCut
from app.http.parts import Service
from app.http.reading import Reading
from app.http.surface import surface
from app.http.whereabouts import Whereabouts, hosts_in
from app.pages import site
from app.pages.editions import forms
from app.resources import BRIEFINGS, COLLECTIONS, RESOURCES
from app.settings import Settings, of_environment
from app.store.database import Database
from app.store.watch import Watch
from app.webhooks.worker import Worker
from app.writing import batch
from app.writing.transaction import MOST_WAITING, Transactions
from schemas import RECORDS, AssessmentDraft, BriefingRequest, Contract, Merge, PassageQuote, WebhookDraft

TITLE = "UK Security Policy Tracker"
VERSION = version("uk-security-policy-tracker")
DESCRIPTION = f"""\
The public record of what is demanded of Russia for peace, and of what is done about European security.

Every answer is complete and exact: names match whole, `total` is what a walk through `links.next` returns, and an
unknown parameter or value is refused with what is allowed. Every read takes `as_of`: nothing that was recorded is
overwritten. Every claim carries its evidence: the source, the passage, and what is doubtful about it.

An answer without `fields` has every member of its records: what is called `Partial…` here is then whole.
{documentation.LIMITS}"""

EXPOSED = (
    "Allow",
    "Content-Disposition",
    "Content-Location",
    "Dry-Run",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "Preference-Applied",
    "Retry-After",
    "WWW-Authenticate",
    "X-Request-ID",
    "X-Snapshot",
    "X-Total-Count",
)
BATCHED = [resource for resource in RESOURCES if resource.takes_batches]
DRAFTS: tuple[type[Contract], ...] = (
    *(resource.collection.draft for resource in RESOURCES),
    AssessmentDraft,
    BriefingRequest,
    Merge,
    PassageQuote,
    WebhookDraft,
)
FURTHER_TAGS = ("search", "quality", "changes", "webhooks", "webhook-receiver", "export", "reconciliation", "service")
TAGS = (*(resource.name for resource in RESOURCES), *FURTHER_TAGS)

log = structlog.get_logger()


class Application(FastAPI):
    """FastAPI behind the answers that are kept: what can be given again passes nothing else."""

    front: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one ASGI connection."""
        await self.front(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """The service on the settings' database, which must have been migrated; closed at shutdown."""
    database = Database(settings.database_url, pool_size=settings.pool_size, read_url=settings.read_database_url)
    whereabouts = Whereabouts(settings.public_url, hosts_in(settings.allowed_hosts))
    edition_forms = forms(settings.public_url)
    reading = Reading(database, RESOURCES, whereabouts, forms={BRIEFINGS.name: edition_forms})
    watch, metrics = Watch(database), Metrics()
    endpoints = (*surface(RESOURCES, [form.media_type for form in edition_forms.values()]), *site.pages())
    addresses = Addresses(endpoints)
    service = Service(
        title=TITLE,
        reading=reading,
        transactions=Transactions(database, COLLECTIONS),
        metrics=metrics,
        newest=Newest(database),
        assets=Assets(TITLE),
        home=site.home,
        offers=documentation.offers(
            TITLE, VERSION, [each.name for each in RESOURCES], {each.rel: each.address for each in endpoints}
        ),
        document=cache(lambda: documentation.compact(app.openapi()).encode()),
        allow_private=settings.webhook_allow_private,
    )

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # Waiting writes have threads of their own beside those of the reads.
        current_default_thread_limiter().total_tokens += MOST_WAITING
        if warning := database.warning():
            log.warning("database", warning=warning)
        async with delivering(database, settings):
            yield
        watch.close()
        database.close()

    app = Application(
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=[{"name": name} for name in TAGS],
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        middleware=_middleware(settings, addresses, service),
    )
    routed = partial(FastAPI.__call__, app)
    app.front = AnswerCache(
        routed, watch=watch, metrics=metrics, most_bytes=settings.cache_bytes, whereabouts=whereabouts
    )
    problems.add_handlers(app, addresses)
    app.include_router(_routes(endpoints, service))
    app.openapi = lambda: openapi.document(app, RECORDS.values(), DRAFTS, webhooks=webhook_routes.DOCUMENT)  # type: ignore[method-assign]  # FastAPI's own way to change it
    return app


@asynccontextmanager
async def delivering(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Deliver to webhooks meanwhile, on SQLite; on PostgreSQL `tracker work` does, apart from the servers."""
    if not database.is_sqlite:
        yield
        return
    worker = Worker(database, allow_private=settings.webhook_allow_private)
    running = asyncio.create_task(worker.run())
    yield
    worker.stop()
    await running


def _routes(endpoints: Iterable[Endpoint], service: Service) -> APIRouter:
    """Every route."""
    router = APIRouter()
    for endpoint in endpoints:
        router.add_api_route(**endpoint.route(service))
    transactions = service.transactions
    editions.add_draft(router, transactions)
    publishing.add_route(router, transactions)
    for resource in sorted(RESOURCES, key=lambda resource: resource.name):
        if resource in BATCHED:
            batch.add_route(router, resource, transactions)
        writing_routes.add_routes(router, resource, transactions)
    assessing.add_routes(router, transactions)
    texts.add_routes(router, transactions)
    webhook_routes.add_routes(router, service.database, transactions, allow_private=service.allow_private)
    delivery_log.add_routes(router, service.database, transactions)
    return router


def is_for_people(scope: Scope) -> bool:
    """Whether a request would rather have a page than what the API answers."""
    if scope["method"] != "GET":
        return False
    return site.wants_page(negotiation.accept_of(scope["headers"]), scope["query_string"])


def _middleware(settings: Settings, addresses: Addresses, service: Service) -> list[Middleware]:
    """What every request passes, the outermost first."""
    return [
        Middleware(logs.RequestLog, metrics=service.metrics),
        Middleware(
            CORSMiddleware,
            allow_origins=[origin.strip() for origin in settings.cors_origins.split(",")],
            allow_methods=["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
            allow_headers=["*"],
            expose_headers=EXPOSED,
        ),
        Middleware(
            Edge,
            collections=[resource.name for resource in RESOURCES],
            is_for_people=is_for_people,
            page_of=site.page_of,
            bodies={
                **{re.escape(batch.path_of(resource)): batch.MOST_BYTES for resource in BATCHED},
                texts.ADDRESSES: texts.MOST_BYTES,
            },
        ),
        Middleware(ShortCut, addresses=addresses, service=service),
    ]


def from_environment() -> FastAPI:
    """The service on the settings of the environment, for a server that starts several processes."""
    settings = of_environment()
    logs.configure(settings.log_level)
    return create_app(settings)


def tracker() -> None:
    """Run the command line."""
    cli.run(create_app)


if __name__ == "__main__":
    tracker()
