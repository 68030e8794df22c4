"""Dialects: what search asks of the engines, and each says in its own words."""

from sqlalchemy import BigInteger, Integer

from app.store.engines import InWords
from app.store.index import CHANGES


class Holds(InWords):
    """The index's own predicate; its two arguments say the same to SQLite's FTS5 and to PostgreSQL."""

    inherit_cache = True
    sqlite = "search_index MATCH {0}"
    postgresql = "search_index.lexemes @@ CAST({1} AS tsquery)"


class Seq(InWords):
    """The change number of a row of the index."""

    type = BigInteger()
    inherit_cache = True
    sqlite = f"search_index.rowid & {CHANGES - 1}"
    postgresql = "search_index.rowid"


class Greatest(InWords):
    """The greatest of several numbers."""

    type = Integer()
    inherit_cache = True
    sqlite = "max({all})"
    postgresql = "greatest({all})"
