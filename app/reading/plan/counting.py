"""Counting: the statements of facets."""

from collections.abc import Sequence
from typing import Any, NamedTuple

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


class TermCount(NamedTuple):
    """How many records have a value as a term of a field."""

    field: str
    value: str
    records: int


class ValueCount(NamedTuple):
    """How many records have a value."""

    value: Any
    records: int


class SpanCount(NamedTuple):
    """How many records begin and end with two values."""

    first: Any
    last: Any
    records: int


def select_term_counts(opened: Opened, *, fields: Sequence[str], few: bool) -> Select[Any]:
    """How many of few or of many records have each term, for several fields in one pass."""
    question = opened.question
    wanted, each = [literal(field) for field in fields], walk_each_term(opened)
    if each is not None and each.walked is not None:
        terms: Any = each.walked.c
        met = [terms.field.in_(wanted), terms.leads, *each.met]
    else:
        terms = columns_of(question.resource.collection.storage.terms_table)
        if few:
            met = [unsought(terms.field).in_(wanted), _of_records(opened, few=True)]
            counted = func.count(terms.seq.distinct())
            return select(terms.field, terms.value, counted).where(*met).group_by(terms.field, terms.value)
        met = [terms.field.in_(wanted), terms.leads, _of_records(opened, few=False)]
    return select(terms.field, terms.value, func.count()).where(*met).group_by(terms.field, terms.value)


def select_facet_counts(opened: Opened, *, name: str, few: bool) -> Select[Any]:
    """How many of few or of many records have each value of a facet, which may be one of several columns."""
    facet = opened.question.resource.facets[name]
    if facet.columns is None:
        return _count_in_roles(opened, facet, few=few)
    rows = walk(opened, of_terms=True)
    columns = facet.columns(rows.scope)
    return rows.select(*columns, func.count()).where(*(each.is_not(None) for each in columns)).group_by(*columns)


def _count_in_roles(opened: Opened, facet: Facet, *, few: bool) -> Select[Any]:
    resource = opened.question.resource
    scope = scope_of(resource.collection, AT, opened.question.filters, by_value=resource.by_value)
    terms = scope.terms
    met = [terms.field == facet.field, _of_records(opened, few=few)]
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


def _of_records(opened: Opened, *, few: bool) -> ColumnElement[bool]:
    """Whether a term is of one of a question's records."""
    rows = walk(opened, of_terms=True)
    found = rows.select(rows.scope.columns["seq"])
    seq = columns_of(opened.question.resource.collection.storage.terms_table).seq
    return only(seq, found) if few else among(seq, found)
