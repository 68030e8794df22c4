"""Counting: the statements of facets."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, literal, select

from app.reading.plan.facets import Facet
from app.reading.plan.scope import scope_of
from app.reading.plan.walk import AT, Opened, walk, walk_each_term
from app.reading.question.question import Question
from app.store.among import among, only, unsought
from app.store.metadata import columns_of

PART = 8
"""Records that are less than one in so many changes are few: their terms are looked up by them."""


def plain_field_of(question: Question, facet: Facet) -> str | None:
    """The field whose terms count each for their own value in whatever role: None where a facet counts otherwise."""
    is_wider = facet.wider is not None and question.filters.get(facet.wider.parameter) == facet.wider.value
    return None if is_wider or question.filters.get(facet.role or "") else facet.field


def are_few(question: Question, total: int) -> bool:
    """Whether a question's records are so few that their terms are found by them, rather than passing by all terms.

    There are no more versions than changes, so that nothing else need be known of the others.
    """
    return total * PART <= question.snapshot.newest


def count_by_terms(question: Question, opened: Opened, fields: Sequence[str], *, few: bool) -> Select[Any]:
    """Rows of (field, value, how many records have it as a term), for several fields in one pass."""
    wanted, each = [literal(field) for field in fields], walk_each_term(question, opened)
    if each is not None and each.walked is not None:
        terms: Any = each.walked.c
        met = [terms.field.in_(wanted), terms.leads, *each.met]
    else:
        terms = columns_of(question.resource.collection.storage.terms_table)
        if few:
            met = [unsought(terms.field).in_(wanted), _of_records(question, opened, few=True)]
            counted = func.count(terms.seq.distinct())
            return select(terms.field, terms.value, counted).where(*met).group_by(terms.field, terms.value)
        met = [terms.field.in_(wanted), terms.leads, _of_records(question, opened, few=False)]
    return select(terms.field, terms.value, func.count()).where(*met).group_by(terms.field, terms.value)


def count_by_facet(question: Question, opened: Opened, facet: Facet, *, few: bool) -> Select[Any]:
    """Rows of (value, count) of a single facet, or of (column, …, count) where it counts by several columns."""
    if facet.columns is None:
        return _count_in_roles(question, opened, facet, few=few)
    rows = walk(question, opened, of_terms=True)
    columns = facet.columns(rows.scope)
    return rows.select(*columns, func.count()).where(*(each.is_not(None) for each in columns)).group_by(*columns)


def _count_in_roles(question: Question, opened: Opened, facet: Facet, *, few: bool) -> Select[Any]:
    scope = scope_of(question.resource.collection, AT, opened.given)
    terms = scope.terms
    met = [terms.field == facet.field, _of_records(question, opened, few=few)]
    roles: Any = scope.given.get(facet.role) if facet.role is not None else None
    if roles:
        met.append(terms.role.in_(list(roles)))
    direct = select(terms.seq, terms.value.label("value")).where(*met)
    if facet.wider is None or scope.given.get(facet.wider.parameter) != facet.wider.value:
        each = direct.subquery()
    else:
        more = facet.wider.more(scope, terms)
        through = select(terms.seq, more.value).where(*met, more.of == terms.value, more.there, more.when)
        each = direct.union(through).subquery()
    return select(each.c.value, func.count(each.c.seq.distinct())).group_by(each.c.value)


def _of_records(question: Question, opened: Opened, *, few: bool) -> ColumnElement[bool]:
    """Whether a term is of one of a question's records."""
    rows = walk(question, opened, of_terms=True)
    found = rows.select(rows.scope.columns["seq"])
    seq = columns_of(question.resource.collection.storage.terms_table).seq
    return only(seq, found) if few else among(seq, found)
