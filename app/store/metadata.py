"""What all tables share: their base, the names of their constraints, and the types of text and of change numbers."""

import re
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Index, Integer, MetaData, text
from sqlalchemy import Table as SqlTable
from sqlalchemy import Text as SqlText
from sqlalchemy.orm import declared_attr
from sqlalchemy.sql.base import ReadOnlyColumnCollection
from sqlmodel import SQLModel

# Text sorts by code point on both engines: SQLite does so by default, PostgreSQL by the collation "C".
TEXT = SqlText().with_variant(SqlText(collation="C"), "postgresql")
# SQLite gives a rowid table its key only under the exact type INTEGER.
SEQ = BigInteger().with_variant(Integer(), "sqlite")

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """The base of all tables: their metadata, with names for every constraint."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805  # of the class
        """`actor` of `ActorVersion`, `actor_term` of `ActorTermRow`."""
        return re.sub("(?<=[a-z])(?=[A-Z])", "_", re.sub("(Row|Version)$", "", cls.__name__)).lower()


def table_of(table: type[Table]) -> SqlTable:
    """A table as Core knows it; statements that write to it go past the ORM."""
    found: SqlTable = table.__table__  # type: ignore[attr-defined]  # hidden
    return found


def columns_of(table: type[Table]) -> ReadOnlyColumnCollection[str, Any]:
    """A table's columns, for building statements with."""
    return table_of(table).c


def current_index(name: str, column: str) -> Index:
    """One current version for a value of a column."""
    current, label = text("until IS NULL"), f"uq_{name}_current" + (f"_{column}" if column != "id" else "")
    return Index(label, column, unique=True, sqlite_where=current, postgresql_where=current)


def version_indexes(name: str, *keys: str, also: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """One current version an id, the history of an id, and an index for each sort key or word that is looked up.

    The first of these carries `also` what lists ask of the versions, so that the wide rows need not be read for it.
    """
    return (
        current_index(name, "id"),
        Index(f"ix_{name}_history", "id", "seq"),
        *(
            Index(f"ix_{name}_{key}", key, "id", "seq", "until", *(also if key in keys[:1] else ()))
            for key in (*keys, "title_key", "created_at", "updated_at")
        ),
    )


def term_indexes(name: str, *keys: str, also: tuple[str, ...] = ()) -> tuple[Any, ...]:
    """An index from a value to its versions, in the order of a sort key, with what else lists ask of them."""
    return (Index(f"ix_{name}_value", "field", "value", "leads", *keys, "id", "seq", "until", *also),)
