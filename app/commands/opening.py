"""Opening: the settings and the database, as every command begins."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.commands.terminal import FAILED, MISUSED, end, warn
from app.http.front import logs
from app.migrations import UnknownRevision, migrate
from app.reading.question.messages import message_of
from app.settings import Settings, Unknown, of_environment, secrets_in, without_password
from app.store.connections import BULK_CACHE
from app.store.database import Database
from app.store.one_state import leave
from app.store.recognising import Unusable, recognise
from app.store.vault import Locked, Vault


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
    with open_made(settings, "used", begins_anew=begins_anew) as database:
        migrate(database, fill=fill)
        database.mark_open()
        yield database


@contextmanager
def open_made(settings: Settings, done: str, *, begins_anew: bool = False) -> Iterator[Database]:
    """The settings' database as it is, made where there is none, to be written to; closed after the block.

    Where that cannot be, the command ends with a line that says why it cannot be `done`: also where it was there before
    and is gone, unless it `begins_anew`.
    """
    database = Database(settings.database_url, write_cache=BULK_CACHE)
    begin = f"The database {without_password(database.url)} cannot be {done}"
    try:
        if database.file is not None:
            for sentence in recognise(database.file.path, begins_anew=begins_anew):
                warn(sentence)
        yield database
    except Unusable as error:
        end(*error.sentences)
    except UnknownRevision:
        end(f"{begin}: a newer version of the tracker has made its tables.")
    except (DBAPIError, PoolTimeout) as error:
        end(f"{begin}: {describe_failure(error, database.url)}.", _hint(database.url))
    finally:
        database.close()


@contextmanager
def open_unchanged(settings: Settings, done: str, *, status: int = FAILED) -> Iterator[Database]:
    """The settings' database as it is, whatever its schema, to which nothing is written; closed after the block.

    Where it cannot be read, the command ends with a status, and a line that says why it cannot be `done`.
    """
    database = Database(settings.database_url)
    begin = f"The database {without_password(database.url)} cannot be {done}"
    try:
        if database.is_sqlite and not Path(str(database.url.database)).is_file():
            end(f"{begin}: there is no such file.", _hint(database.url), status=status)
        yield database
    except (DBAPIError, PoolTimeout) as error:
        end(f"{begin}: {describe_failure(error, database.url)}.", _hint(database.url), status=status)
    finally:
        leave(database)


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


def seal_secrets(database: Database, settings: Settings, *, forget: bool = False) -> None:
    """Have every secret in the database sealed as the settings say.

    Where one was sealed with what they do not have, the command ends with a line that says so, unless those are to be
    forgotten.
    """
    from app.webhooks import sealing  # noqa: PLC0415  # few commands need it

    vault = Vault(settings.secrets)
    with database.read_primary() as connection:
        stale = sealing.find_stale(connection, vault)
    if not stale:
        return
    try:
        with database.write() as connection:
            sealing.seal_again(connection, vault, stale, forget=forget)
    except Locked as error:
        lost = "If it is lost, `tracker migrate --forget-secrets` has every webhook that it sealed begin anew."
        end(str(error), lost, status=MISUSED)


def describe_failure(error: DBAPIError | PoolTimeout, url: URL) -> str:
    """What the driver says, on one line and without the password."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).strip().partition("\n")[0].rstrip(".")
    for secret in filter(None, (url.password, *(url.query[name] for name in secrets_in(url)))):
        said = said.replace(str(secret), "***")
    return said


def _hint(url: URL) -> str:
    place = "folder" if url.get_backend_name() == "sqlite" else "server"
    return f"TRACKER_DATABASE_URL names the database; is its {place} there, and may it be used?"
