"""The schema of both databases: whether it is this version's, and bringing it there."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files

from sqlalchemy import Connection, inspect, text

from app.store.database import Database

LOCK = 7_251_942_026
"""PostgreSQL's advisory lock of this service's migrations, so that processes that start together migrate in turn."""
REVISION = re.compile(r"\d+(_\d+)?(?=_)")
"""What the name of a step's file begins with."""


class UnknownRevision(Exception):
    """The database is at a revision that this version does not know: a newer one has made its tables."""


def migrate(database: Database, revision: str = "head", *, fill: Callable[[Connection], object] | None = None) -> None:
    """Bring the schema up to a revision, in one transaction; records from before it are rendered and derived again.

    A database that is made by it is filled in the same transaction: whoever is killed meanwhile leaves nothing. Does
    nothing where the schema can be served already. Raises `UnknownRevision`.
    """
    with database.write() as connection:
        take_turn(connection)
        if revision == "head" and can_serve(connection):
            return
        from app.migrations.steps import upgrade  # noqa: PLC0415  # needs Alembic, which few starts have work for

        is_new = not find_schema_revisions(connection)
        upgrade(connection, revision)
        if is_new and fill is not None:
            fill(connection)
    database.count_rows()


def take_turn(connection: Connection) -> None:
    """Wait for a migration that another process runs, however long it takes; SQLite's writers queue by themselves."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))


def is_current(connection: Connection) -> bool:
    """Whether the schema is the one that this version of the service makes."""
    return find_schema_revisions(connection) == {newest_revision()}


def can_serve(connection: Connection) -> bool:
    """Whether this version of the service can work with the schema: its own, or one that has only more."""
    found = find_schema_revisions(connection)
    return bool(found) and all(is_only_more(revision, than=newest_revision()) for revision in found)


def is_only_more(revision: str, *, than: str) -> bool:
    """Whether the steps to a revision only add: they are numbered within the one before, as `0022_1` within `0022`.

    Who needs the older one can work with such a schema, and no record is rendered or derived otherwise.
    """
    return order_of(revision)[0] == order_of(than)[0] and order_of(revision) >= order_of(than)


def order_of(revision: str) -> tuple[int, ...]:
    """A revision's numbers, in the order of revisions: `(22, 1)` of `0022_1`."""
    return tuple(map(int, revision.split("_")))


def find_schema_revisions(connection: Connection) -> set[str]:
    """The revisions that the schema is at, as Alembic keeps them: one, or none where nothing was made yet."""
    if not inspect(connection).has_table("alembic_version"):
        return set()
    return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """Leave out of comparisons what the migrations make by hand: the index of search, and what SQLite keeps for it."""
    return kind != "table" or not (name or "").startswith("search_index")


@cache
def newest_revision() -> str:
    """The revision that this version makes: the files of the steps begin with their revisions."""
    names = (REVISION.match(each.name) for each in (files(__name__) / "versions").iterdir())
    return max((name[0] for name in names if name), key=order_of)
