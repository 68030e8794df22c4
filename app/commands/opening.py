"""Opening: the settings and the database, as every command begins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.commands.terminal import MISUSED, end, warn
from app.http.front import logs
from app.migrations import UnknownRevision, migrate
from app.reading.question.messages import message_of
from app.settings import Settings, Unknown, of_environment, secrets_in, without_password
from app.store.connections import BULK_CACHE
from app.store.database import Database
from app.store.recognising import Unusable, recognise


def read_settings() -> Settings:
    """The settings of the environment; a wrong one ends the command with a line that names it."""
    try:
        settings = of_environment()
    except Unknown as error:
        end(*error.sentences, status=MISUSED)
    except ValidationError as error:
        faults = [(each["loc"], message_of([each])) for each in error.errors()]
        end(*(f"TRACKER_{str(place[0]).upper()}: {why}" if place else why for place, why in faults), status=MISUSED)
    logs.configure(settings.log_level)
    return settings


@contextmanager
def open_database(
    settings: Settings, *, fill: Callable[[Connection], object] | None = None, begins_anew: bool = False
) -> Iterator[Database]:
    """The settings' database with this version's schema, closed after the block; one that is made is filled.

    Where it cannot be used, the command ends with a line that says why: also where it was there before and is gone,
    unless it `begins_anew`.
    """
    database = Database(settings.database_url, write_cache=BULK_CACHE)
    try:
        if database.file is not None:
            for sentence in recognise(database.file.path, begins_anew=begins_anew):
                warn(sentence)
        migrate(database, fill=fill)
        database.mark_open()
        yield database
    except Unusable as error:
        end(*error.sentences)
    except UnknownRevision:
        shown = without_password(database.url)
        end(f"The database {shown} cannot be used: a newer version of the tracker has made its tables.")
    except (DBAPIError, PoolTimeout) as error:
        shown = without_password(database.url)
        end(f"The database {shown} cannot be used: {_cause(error, database.url)}.", _hint(database.url))
    finally:
        database.close()


@contextmanager
def prepare_database(settings: Settings, *, begins_anew: bool = False) -> Iterator[Database]:
    """The settings' database as `open_database` gives it; one that did not exist is made with the seed in it."""
    with open_database(settings, fill=_seed, begins_anew=begins_anew) as database:
        if database.is_sqlite:
            database.count_rows()
        yield database


def _seed(connection: Connection) -> None:
    from seed.loader import fill  # noqa: PLC0415  # needs most of the service, for the first start alone

    fill(connection)


def _cause(error: DBAPIError | PoolTimeout, url: URL) -> str:
    """What the driver says, on one line and without the password."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0].rstrip(".")
    for secret in filter(None, (url.password, *(url.query[name] for name in secrets_in(url)))):
        said = said.replace(str(secret), "***")
    return said


def _hint(url: URL) -> str:
    place = "folder" if url.get_backend_name() == "sqlite" else "server"
    return f"TRACKER_DATABASE_URL names the database; is its {place} there, and may it be used?"
