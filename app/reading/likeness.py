"""Likeness: which older records a new one is held against, to tell what it may be the same as, and by which words."""

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from app.language import lexemes
from app.language.folding import fold, fold_name
from app.store.metadata import columns_of
from app.store.tables import SearchTokensRow, TermRow, Version
from app.store.versions import SORTED_BY

MOST_HELD = 200
"""How many records a new one is held against, the newest first."""
MOST_NAMES = 1_000
"""Against how many names."""
LONGEST_COMPARED = 400
"""How many characters of a text are compared."""


@dataclass(frozen=True)
class Likeness:
    """What a new record of a collection is held against.

    `key` is what the older ones are narrowed by. `older` selects with it (seq, id, text, …) of those that stand, the
    newest first, and `most` of its rows are compared; `texts` are the new record's own, in the same form. A copy is the
    same but for fields that set records `apart`.

    `is_near` tells whether a record of another key is among those that `older` selects, with its own `texts` for the
    selected ones: then what was selected can be kept up. None where it is to be selected again.
    """

    key: Callable[[Any], Hashable]
    older: Callable[[Any], Select[Any]]
    texts: Callable[[Any], Iterable[str]]
    most: int = MOST_HELD
    apart: frozenset[str] = frozenset({"id"})
    is_near: Callable[[Any, Any], bool] | None = None


def of_titles(
    table: type[Version],
    title: Callable[[Any], str],
    key: Callable[[Any], Hashable],
    near: Callable[[Any, Any], ColumnElement[bool]],
    is_near: Callable[[Any, Any], bool],
) -> Likeness:
    """Like titles, among the records whose columns are `near` to the key, as one `is_near` to another."""
    columns = columns_of(table)

    def older(value: Any) -> Select[Any]:
        standing = select(columns.seq, columns.id, columns.title_key).where(columns.until.is_(None))
        return standing.where(near(columns, value)).order_by(columns.seq.desc())

    return Likeness(key, older, lambda record: [fold(title(record))[:SORTED_BY]], is_near=is_near)


def of_texts(
    table: type[Version], texts: Callable[[Any], Iterable[tuple[str, str]]], *, apart: Iterable[str] = ()
) -> Likeness:
    """A like title, or a like rest of what is searched."""
    columns, tokens = columns_of(table), columns_of(SearchTokensRow)

    def older(_: Any) -> Select[Any]:
        cut = func.substr(tokens.body, 1, LONGEST_COMPARED)
        query = select(columns.seq, columns.id, tokens.title, cut).join_from(
            columns.seq.table, tokens.seq.table, columns.seq == tokens.seq
        )
        return query.where(columns.until.is_(None)).order_by(columns.seq.desc())

    def own(record: Any) -> list[str]:
        found = lexemes.texts_of(texts(record))
        return [found.title, found.body[:LONGEST_COMPARED]]

    return Likeness(lambda _: None, older, own, apart=frozenset({"id", *apart}), is_near=lambda *_: True)


def of_names(table: type[TermRow], field: str, names: Callable[[Any], Iterable[str]]) -> Likeness:
    """A like name, of all that stand in a field of terms."""
    terms = columns_of(table)

    def older(_: Any) -> Select[Any]:
        # The sum of texts keeps planners from reading all names by value, only to sort them by number.
        query = select(terms.seq, terms.id, terms.value).where(terms.field + "" == field, terms.until.is_(None))
        return query.order_by(terms.seq.desc())

    return Likeness(lambda _: None, older, lambda record: map(fold_name, names(record)), most=MOST_NAMES)
