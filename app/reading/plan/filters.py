"""The vocabulary of filters: what a parameter's values mean in SQL, said once for all collections."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from app.reading.plan.scope import Asked, Scope
from app.store.among import among
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import Term, Version

Filter = Callable[[Scope, Any], ColumnElement[bool] | None]
"""From the scope and the parameter's value to a clause; None where another parameter's clause says it already."""


def reads_values(make: Filter) -> bool:
    """Whether a filter's clause depends on what the values are, and not only on how many there are."""
    return bool(getattr(make, "reads_values", False))


def reading(make: Filter) -> Filter:
    """A filter whose clause depends on what the values are."""
    make.reads_values = True  # type: ignore[attr-defined]  # read by `reads_values`
    return make


def one_of(column: str) -> Filter:
    """The column is any of the values."""
    return lambda scope, values: scope.columns[column].in_(list(values))


def equal(column: str) -> Filter:
    """The column is the value."""
    return lambda scope, value: scope.columns[column] == value


def at_least(column: str) -> Filter:
    """The column is the value or more; null is not."""
    return lambda scope, value: scope.columns[column] >= value


def at_most(column: str) -> Filter:
    """The column is the value or less; null is not."""
    return lambda scope, value: scope.columns[column] <= value


@dataclass(frozen=True)
class More:
    """What a term counts for besides its own value: the `value` of each row of another table that is `of` its own.

    Of rows that are `there` at all, those count `when` they are of the term's day.
    """

    value: ColumnElement[str]
    of: ColumnElement[str]
    there: ColumnElement[bool]
    when: ColumnElement[bool]


Wider = Callable[[Scope, Any], More | None]
"""From the scope and a term's columns to what else the term counts for; None where nothing was asked for."""


@dataclass(frozen=True)
class OfTerms:
    """A filter by a field's terms, in one of the roles that the parameter `role` asks for.

    Any of the values must be among them, or with `every` each; `wider` says what else a term counts for.
    """

    field: str
    role: str | None = None
    wider: Wider | None = None
    every: bool = False

    def __call__(self, scope: Scope, values: Iterable[str]) -> ColumnElement[bool]:
        """The clause."""
        wanted = [[value] for value in values] if self.every else [list(values)]
        roles = self.in_role(scope.asked)
        return and_(*(_has_one_of(scope, self.field, some, self.wider, *roles) for some in wanted))

    def leads_to(self, scope: Scope, values: Iterable[Any]) -> Any:
        """A value that every record which meets it has as a term; None where no single one is."""
        first, *others = values
        widened = self.wider is not None and self.wider(scope, columns_of(scope.collection.terms_table)) is not None
        return None if widened or (others and not self.every) else first

    def in_role(self, asked: Asked) -> list[Callable[[Any], ColumnElement[bool]]]:
        """The condition on a term's role, where one is asked for."""
        roles = asked.get(self.role) if self.role is not None else None
        return [lambda terms: terms.role.in_(list(roles))] if roles else []


def any_term(field: str, *, role: str | None = None, wider: Wider | None = None) -> OfTerms:
    """Any of the values is among the field's terms, in one of the roles that the parameter `role` asks for."""
    return OfTerms(field, role, wider)


def all_terms(field: str, *, role: str | None = None, wider: Wider | None = None) -> OfTerms:
    """Each of the values is among the field's terms, in one of the roles that the parameter `role` asks for."""
    return OfTerms(field, role, wider, every=True)


def no_term(field: str, *, wider: Wider | None = None) -> Filter:
    """None of the values is among the field's terms."""

    def clause(scope: Scope, values: Iterable[str]) -> ColumnElement[bool]:
        return ~_has_one_of(scope, field, list(values), wider)

    return clause


def role_of(field: str, *, unless: tuple[str, ...]) -> Filter:
    """The field has a term in any of the roles, unless one of those parameters is given, whose clause then says it."""

    def clause(scope: Scope, roles: Iterable[str]) -> ColumnElement[bool] | None:
        if any(parameter in scope.asked for parameter in unless):
            return None
        wanted = list(roles)
        return scope.has_term(field, lambda terms: terms.role.in_(wanted))

    return clause


def setting() -> Filter:
    """Nothing by itself: it says how other parameters are meant."""
    return reading(lambda _scope, _value: None)


def caveats() -> Filter:
    """`true`: any caveat; `false`: none; else one of the kinds; several mean any of them."""

    def clause(scope: Scope, values: Iterable[str]) -> ColumnElement[bool]:
        wanted = set(values)
        some = scope.has_term("caveat")
        alternatives = [some] if "true" in wanted else []
        if "false" in wanted:
            alternatives.append(~some)
        if kinds := sorted(wanted - {"true", "false"}):
            alternatives.append(scope.has_term("caveat", lambda terms: terms.value.in_(kinds)))
        return or_(*alternatives)

    return reading(clause)


def graded(least: str) -> list[str]:
    """The grades of reliability from the best to the least one that is wanted."""
    return [grade for grade in "ABCDE" if grade <= least]


def term_through(
    field: str, table: type[Version], column: str, *, key: Callable[[Any], Iterable[str]] = list
) -> Filter:
    """The field names a record of another collection whose column is any of the values, as `key` reads them."""

    def clause(scope: Scope, values: Any) -> ColumnElement[bool]:
        other = columns_of(table)
        named = select(other.id).where(other[column].in_(list(key(values))), standing(table, scope.seq))
        return _reaching(scope, field, named)

    return clause if key is list else reading(clause)


def terms_through(fields: Mapping[str, type[Term]], inner: str, scope: Scope, values: list[str]) -> ColumnElement[bool]:
    """One of the fields names a record that has any of the values among its own terms of the field `inner`."""

    def reaches(field: str, table: type[Term]) -> ColumnElement[bool]:
        other = columns_of(table)
        having = (other.field == inner) & other.value.in_(values) & standing(table, scope.seq)
        return _reaching(scope, field, select(other.id).where(having))

    return or_(*(reaches(field, table) for field, table in fields.items()))


def _reaching(scope: Scope, field: str, named: Select[Any]) -> ColumnElement[bool]:
    """A term of the field is among the ids; asked of the terms first, as each id is few versions' term."""
    terms = columns_of(scope.collection.terms_table)
    meets = (terms.field == field, terms.value.in_(named), standing(scope.collection.terms_table, scope.seq))
    return among(scope.columns.seq, select(terms.seq).where(*meets))


def _has_one_of(
    scope: Scope, field: str, wanted: list[str], wider: Wider | None, *conditions: Callable[[Any], ColumnElement[bool]]
) -> ColumnElement[bool]:
    """A term of the field that meets the conditions is one of the values, or counts for one.

    What counts for one is asked of the other table first, then of the terms by their index: neither engine needs
    statistics for that, nor goes through the terms of each version.
    """
    terms = columns_of(scope.collection.terms_table)
    more = wider(scope, terms) if wider is not None else None
    if more is None:
        return scope.has_term(field, lambda terms: terms.value.in_(wanted), *conditions)
    meets = [standing(scope.collection.terms_table, scope.seq), *(condition(terms) for condition in conditions)]
    asked = more.value.in_(wanted) & more.there
    own = select(terms.seq).where(terms.field == field, terms.value.in_(wanted), *meets)
    on_the_day = exists(select(more.value).where(more.of == terms.value, more.when, asked))
    through = select(terms.seq).where(terms.field == field, terms.value.in_(select(more.of).where(asked)), on_the_day)
    return among(scope.columns.seq, own.union_all(through.where(*meets)))
