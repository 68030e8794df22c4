"""What all tables share: their base, the names of their constraints, and the types of text and of change numbers."""

from typing import Any, ClassVar

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy import Table as SqlTable
from sqlalchemy import Text as SqlText
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


def table_of(table: type[Table]) -> SqlTable:
    """A table as Core knows it; statements that write to it go past the ORM."""
    found: SqlTable = table.__table__  # type: ignore[attr-defined]  # hidden
    return found


def columns_of(table: type[Table]) -> ReadOnlyColumnCollection[str, Any]:
    """A table's columns, for building statements with."""
    return table_of(table).c
