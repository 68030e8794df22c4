"""Dialects: what search asks of the engines, and each says in its own words."""

from sqlalchemy import BigInteger, Integer

from app.language.lexemes import ZERO
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


class Often(InWords):
    """How often a stem stands in a version: its arguments are the counts, the stem as it stands there, and its length.

    The count is the character behind the stem (`app.language.lexemes`).
    """

    type = Integer()
    inherit_cache = True
    sqlite = f"unicode(substr({{0}}, instr({{0}}, {{1}}) + {{2}}, 1)) - {ZERO}"
    postgresql = f"ascii(substr({{0}}, strpos({{0}}, {{1}}) + {{2}}, 1)) - {ZERO}"


class Greatest(InWords):
    """The greatest of several numbers."""

    type = Integer()
    inherit_cache = True
    sqlite = "max({all})"
    postgresql = "greatest({all})"
