"""The service, put together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache, partial

import structlog
from fastapi import FastAPI

from app.changes.stream import Newest
from app.desk.pages import make_pages
from app.http import batches, descriptions, documentation, openapi, webhooks
from app.http.application import Application, make_application
from app.http.assets import Assets
from app.http.bodies import Bodies
from app.http.endpoint import WriteEndpoint
from app.http.front.metrics import Metrics
from app.http.parts import DetailForm, Pages, Service
from app.http.surface import surface
from app.http.threads import SharedThreads, Threads
from app.http.validators import VERSION
from app.http.whereabouts import Whereabouts
from app.pages import site
from app.pages.editions import forms
from app.reading.archive import Archive
from app.resources import BRIEFINGS, COLLECTIONS, RESOURCES
from app.rules.hosts import hosts_in
from app.settings import Settings
from app.store.database import Database
from app.store.vault import Vault
from app.store.watch import Watch
from app.webhooks.worker import Worker
from app.wiring.limiting import make_quotas
from app.writing.transaction import MOST_WAITING, Transactions
from app.writing.uses import Uses
from schemas import RECORDS

TITLE = "UK Security Policy Tracker"
DESCRIPTION = f"""\
The public record of what is demanded of Russia for peace, and of what is done about European security.

Every answer is complete and exact: names match whole, `total` is what a walk through `links.next` returns, and an
unknown parameter or value is refused with what is allowed. Every read takes `as_of`: nothing that was recorded is
overwritten. Every claim carries its evidence: the source, the passage, and what is doubtful about it.

An answer without `fields` has every member of its records: what is called `Partial…` here is then whole.
{documentation.LIMITS}"""

FURTHER_TAGS = (
    "search",
    "quality",
    "changes",
    "drafts",
    "webhooks",
    "webhook-receiver",
    "feeds",
    "stories",
    "proposals",
    "keys",
    "export",
    "reconciliation",
    "service",
)
TAGS = (*(resource.name for resource in RESOURCES), *FURTHER_TAGS)

QUICK = 3
"""How many threads answer what never takes long: more of them only wait for each other (`docs/costs.md`)."""
COSTLY_THREADS = 2
"""How many threads answer what may take long, at most: more answer no more, and hold up what never does."""
MOST_REFUSING = 8
"""How many threads tell writes at once that too many wait."""

log = structlog.get_logger()


def put_together(settings: Settings) -> Application:
    """The service on the settings' database, which must have been migrated; closed at shutdown."""
    edition_forms = forms(settings.public_url)
    api = surface(RESOURCES, {BRIEFINGS.name: [form.media_type for form in edition_forms.values()]})
    endpoints = (*api, *site.pages(), *make_pages(api))
    drafts = dict.fromkeys(each.body for each in endpoints if isinstance(each, WriteEndpoint) and each.body is not None)
    service = make_service(
        settings,
        edition_forms=edition_forms,
        links={endpoint.rel: endpoint.address for endpoint in endpoints},
        document=cache(lambda: documentation.compact(application.openapi()).encode()),
    )
    application = make_application(
        service,
        endpoints,
        settings=settings,
        pages=Pages(site.wants_page, site.page_of),
        document=partial(
            openapi.document,
            records=RECORDS.values(),
            drafts=tuple(drafts),
            further=batches.SCHEMAS | descriptions.FORM_SCHEMAS,
            webhooks=webhooks.DOCUMENT,
        ),
        lifespan=partial(living, service=service, settings=settings),
        title=TITLE,
        version=VERSION,
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        openapi_tags=[{"name": name} for name in TAGS],
    )
    return application


def make_service(
    settings: Settings,
    *,
    edition_forms: Mapping[str, DetailForm],
    links: Mapping[str, str],
    document: Callable[[], bytes],
) -> Service:
    """The parts of the service; `links` are addresses by what the service document links them as."""
    database = Database(settings.database_url, pool_size=settings.pool_size, read_url=settings.read_database_url)
    metrics, vault, uses = Metrics(), Vault(settings.secrets), Uses(database)
    service = Service(
        title=TITLE,
        archive=Archive(database, RESOURCES),
        whereabouts=Whereabouts(settings.public_url, hosts_in(settings.allowed_hosts)),
        forms={BRIEFINGS.name: edition_forms},
        transactions=Transactions(database, COLLECTIONS, vault=vault, uses=uses),
        quick=Threads(min(QUICK, settings.pool_size), kind="read"),
        costly=SharedThreads(max(1, min(COSTLY_THREADS, settings.pool_size - QUICK)), kind="read"),
        writers=Threads(MOST_WAITING + MOST_REFUSING, kind="write"),
        bodies=Bodies(),
        quotas=make_quotas(settings, metrics.refuse),
        watch=Watch(database),
        metrics=metrics,
        newest=Newest(database),
        assets=Assets(TITLE),
        home=site.represent_home,
        offers=documentation.offers(TITLE, VERSION, [each.name for each in RESOURCES], links),
        document=document,
        uses=uses,
        vault=vault,
        allow_private=settings.webhook_allow_private,
        collects_private=settings.collect_allow_private,
        takes_two=settings.two_people,
        metrics_key=settings.metrics_key.get_secret_value() if settings.metrics_key else None,
    )
    metrics.watch_queues(
        {"quick": service.quick, "costly": service.costly, "writes": service.writers, "bodies": service.bodies}
    )
    return service


@asynccontextmanager
async def living(_: FastAPI, *, service: Service, settings: Settings) -> AsyncIterator[None]:
    """From the start of the service to its end."""
    if warning := service.database.warning():
        log.warning("database", warning=warning)
    await asyncio.to_thread(service.database.mark_open)
    async with (
        delivering(service.database, service.vault, allow_private=service.allow_private),
        collecting(service.database, settings),
    ):
        yield
    for threads in (service.quick, service.costly, service.writers):
        await threads.close()
    await asyncio.to_thread(service.uses.close)
    await service.watch.close()
    await service.quotas.close()
    service.database.close()


@asynccontextmanager
async def delivering(database: Database, vault: Vault, *, allow_private: bool) -> AsyncIterator[None]:
    """Deliver to webhooks meanwhile, on SQLite; on PostgreSQL `tracker work` does, apart from the servers."""
    if not database.is_sqlite:
        yield
        return
    worker = Worker(database, vault=vault, allow_private=allow_private)
    running = asyncio.create_task(worker.run())
    yield
    worker.stop()
    await running


@asynccontextmanager
async def collecting(database: Database, settings: Settings) -> AsyncIterator[None]:
    """Poll feeds meanwhile, where that was asked for, on SQLite; on PostgreSQL `tracker work` does."""
    if not (settings.collect and database.is_sqlite):
        yield
        return
    from app.wiring.collecting import make_collector  # noqa: PLC0415  # reading feeds takes long to import

    collector = make_collector(database, settings)
    running = asyncio.create_task(collector.run())
    yield
    collector.stop()
    await running
