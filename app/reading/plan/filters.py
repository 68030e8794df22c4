"""The vocabulary of filters: what a parameter's values mean in SQL, said once for all collections."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from app.reading.plan.scope import Scope, Value
from app.store.among import among, has
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import TermRow, Version

Clause = Callable[[Scope, Any], ColumnElement[bool] | None]
"""From the scope and what the parameter is given to a clause; None where another parameter's clause says it already."""
LeadingField = Callable[[Mapping[str, Value], Any], str | None]
"""From what all parameters are given, and this one, to a field: the first value is a term of it in every record that
meets the clause. None where no single term is."""


@dataclass(frozen=True)
class Filter:
    """What a parameter means.

    `clause` is made of values that are yet to be bound, so that a statement can be kept for others of the same number;
    where it depends on what the values are, it is made `by_value`, of the values themselves. Without one the parameter
    only says how others are meant. `lead` tells which term leads to the records, if one does. The value is the least
    that a column may have, or the most, where the filter says `least` or `most` of one.
    """

    clause: Clause | None
    by_value: bool = False
    lead: LeadingField | None = None
    least: str | None = None
    most: str | None = None


def one_of(column: str) -> Filter:
    """The column is any of the values."""
    return Filter(lambda scope, values: scope.columns[column].in_(list(values)))


def equal(column: str) -> Filter:
    """The column is the value."""
    return Filter(lambda scope, value: scope.columns[column] == value)


def at_least(column: str) -> Filter:
    """The column is the value or more; null is not."""
    return Filter(lambda scope, value: scope.columns[column] >= value, least=column)


def at_most(column: str) -> Filter:
    """The column is the value or less; null is not."""
    return Filter(lambda scope, value: scope.columns[column] <= value, most=column)


@dataclass(frozen=True)
class More:
    """What a term counts for besides its own value: the `value` of each row of another table that is `of` its own.

    Of rows that are `there` at all, those count `when` they are of the term's day.
    """

    value: ColumnElement[str]
    of: ColumnElement[str]
    there: ColumnElement[bool]
    when: ColumnElement[bool]


@dataclass(frozen=True)
class Wider:
    """Where a parameter has a certain value, a term counts for `more` than its own, by the scope and its columns."""

    parameter: str
    value: str
    more: Callable[[Scope, Any], More]


@dataclass(frozen=True)
class OfTerms:
    """Clauses about a field's terms, in one of the roles that the parameter `role` asks for.

    `wider` says what else a term counts for; with `every`, all of several values are wanted.
    """

    field: str
    role: str | None = None
    wider: Wider | None = None
    every: bool = False

    def any(self, scope: Scope, values: Iterable[Any]) -> ColumnElement[bool]:
        """A term that is in one of the roles is one of the values, or counts for one.

        What counts for one is asked of the other table first, then of the terms by their index: neither engine needs
        statistics for that, nor goes through the terms of each version.
        """
        terms, wanted = scope.terms, list(values)
        roles: Any = scope.given.get(self.role) if self.role is not None else None
        in_role = [terms.role.in_(list(roles))] if roles else []
        meets = [terms.field == self.field, *in_role]
        own = select(terms.seq).where(terms.value.in_(wanted), *meets)
        if self.wider is None or scope.given.get(self.wider.parameter) != self.wider.value:
            return has(own.where(terms.seq == scope.columns["seq"]))
        more, stood = self.wider.more(scope, terms), standing(scope.collection.storage.terms_table, scope.seq)
        asked = more.value.in_(wanted) & more.there
        on_the_day = exists(select(more.value).where(more.of == terms.value, more.when, asked))
        through = select(terms.seq).where(terms.value.in_(select(more.of).where(asked)), on_the_day, *meets)
        return among(scope.columns["seq"], own.where(stood).union_all(through.where(stood)))

    def each(self, scope: Scope, values: Iterable[Any]) -> ColumnElement[bool]:
        """The same of each of the values."""
        return and_(*(self.any(scope, [value]) for value in values))

    def none(self, scope: Scope, values: Iterable[Any]) -> ColumnElement[bool]:
        """No term is one of the values, or counts for one."""
        return ~self.any(scope, values)

    def lead(self, given: Mapping[str, Value], values: Any) -> str | None:
        """The field, where the first value is a term in every record: in any role, and counting for itself alone."""
        is_one_of_several = len(values) > 1 and not self.every
        is_wider = self.wider is not None and given.get(self.wider.parameter) == self.wider.value
        return None if is_one_of_several or is_wider or given.get(self.role or "") else self.field


def any_term(field: str, *, role: str | None = None, wider: Wider | None = None) -> Filter:
    """Any of the values is among the field's terms, in one of the roles that the parameter `role` asks for."""
    terms = OfTerms(field, role, wider)
    return Filter(terms.any, lead=terms.lead)


def all_terms(field: str, *, role: str | None = None, wider: Wider | None = None) -> Filter:
    """Each of the values is among the field's terms, in one of the roles that the parameter `role` asks for."""
    terms = OfTerms(field, role, wider, every=True)
    return Filter(terms.each, lead=terms.lead)


def no_term(field: str, *, wider: Wider | None = None) -> Filter:
    """None of the values is among the field's terms."""
    return Filter(OfTerms(field, wider=wider).none)


def with_term(field: str) -> Filter:
    """`true`: the field has a term; `false`: it has none."""

    def clause(scope: Scope, wanted: bool) -> ColumnElement[bool]:
        return scope.has_term(field) if wanted else ~scope.has_term(field)

    return Filter(clause, by_value=True)


def role_of(field: str, *, unless: tuple[str, ...]) -> Filter:
    """The field has a term in any of the roles, unless one of those parameters is given, whose clause then says it."""

    def clause(scope: Scope, roles: Iterable[Any]) -> ColumnElement[bool] | None:
        if any(parameter in scope.given for parameter in unless):
            return None
        return scope.has_term(field, scope.terms.role.in_(list(roles)))

    return Filter(clause)


def setting() -> Filter:
    """Nothing by itself: it says how other parameters are meant."""
    return Filter(None, by_value=True)


def caveats() -> Filter:
    """`true`: any caveat; `false`: none; else one of the kinds; several mean any of them."""

    def clause(scope: Scope, values: Iterable[str]) -> ColumnElement[bool]:
        wanted = set(values)
        some = scope.has_term("caveat")
        alternatives = [some] if "true" in wanted else []
        if "false" in wanted:
            alternatives.append(~some)
        if kinds := sorted(wanted - {"true", "false"}):
            alternatives.append(scope.has_term("caveat", scope.terms.value.in_(kinds)))
        return or_(*alternatives)

    return Filter(clause, by_value=True)


def grades_from(column: str) -> Filter:
    """The column is a grade of reliability that is the value or better."""
    return Filter(lambda scope, least: scope.columns[column].in_(_grades(least)), by_value=True)


def term_through(field: str, table: type[Version], column: str) -> Filter:
    """The field names a record of another collection whose column is any of the values."""
    return Filter(lambda scope, values: _reaching(scope, field, _names(scope, table, column, list(values))))


def term_through_graded(field: str, table: type[Version], column: str) -> Filter:
    """The field names a record of another collection whose column is a grade that is the value or better."""
    return Filter(
        lambda scope, least: _reaching(scope, field, _names(scope, table, column, _grades(least))), by_value=True
    )


def terms_through(
    fields: Mapping[str, type[TermRow]], inner: str, scope: Scope, values: list[Any]
) -> ColumnElement[bool]:
    """One of the fields names a record that has any of the values among its own terms of the field `inner`."""

    def reaches(field: str, table: type[TermRow]) -> ColumnElement[bool]:
        other = columns_of(table)
        having = (other.field == inner) & other.value.in_(values) & standing(table, scope.seq)
        return _reaching(scope, field, select(other.id).where(having))

    return or_(*(reaches(field, table) for field, table in fields.items()))


def _grades(least: str) -> list[str]:
    """The grades of reliability from the best to the least one that is wanted."""
    return [grade for grade in "ABCDE" if grade <= least]


def _names(scope: Scope, table: type[Version], column: str, values: list[Any]) -> Select[Any]:
    """The ids of the records of another collection whose column is any of the values."""
    other = columns_of(table)
    return select(other.id).where(other[column].in_(values), standing(table, scope.seq))


def _reaching(scope: Scope, field: str, named: Select[Any]) -> ColumnElement[bool]:
    """A term of the field is among the ids; asked of the terms first, as each id is few versions' term."""
    terms = scope.terms
    meets = (terms.field == field, terms.value.in_(named), standing(scope.collection.storage.terms_table, scope.seq))
    return among(scope.columns["seq"], select(terms.seq).where(*meets))
