"""The walk: which rows a list is read from, and what they must meet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, bindparam, select
from sqlalchemy.sql import visitors
from sqlalchemy.sql.selectable import NamedFromClause, ScalarSelect

from app.reading.plan.scope import Scope, scope_of
from app.reading.question.question import Question
from app.search.matching import matching
from app.store.clock import stands
from app.store.index import IndexRows
from app.store.metadata import table_of

AT: Any = bindparam("at")
"""The change number that a statement is asked with."""


class Lead(NamedTuple):
    """The term that leads to all records that are wanted: the parameter whose first value it is, and its field."""

    parameter: str
    field: str


class Opened(NamedTuple):
    """A question with its values left open.

    The `lead` is the term that every record has, None where there is none. The `shape`, which all questions have that
    one statement answers, is None where the question is one of a kind.
    """

    question: Question
    values: Mapping[str, Any]
    lead: Lead | None
    shape: tuple[Any, ...] | None


@dataclass(frozen=True)
class Walk:
    """The rows that a list is read from, and the clauses that they meet.

    They are versions; or, where every one that is wanted has a certain term, those terms, `walked` in the order of
    their index. They are `narrowed` where a filter asks anything of them: not every parameter that is given does.
    """

    scope: Scope
    met: list[ColumnElement[bool]]
    walked: NamedFromClause[Any] | None
    narrowed: bool

    def select(self, *columns: Any) -> Select[Any]:
        """These columns of the rows; versions are only read where something is asked of them that the terms lack."""
        versions = table_of(self.scope.collection.storage.table)
        statement = select(*columns).where(*self.met)
        if self.walked is None:
            return statement.select_from(versions)
        asked = (each for clause in (*columns, *self.met) for each in visitors.iterate(clause))
        if all(getattr(each, "table", None) is not versions for each in asked):
            return statement.select_from(self.walked)
        return statement.select_from(self.walked.join(versions, versions.c.seq == self.walked.c.seq))


def walk(
    opened: Opened,
    *,
    of_terms: bool = False,
    each_term: bool = False,
    within: IndexRows | None = None,
    is_ranked: bool = False,
) -> Walk:
    """The walk through the records of a question.

    With `of_terms` a table of terms is walked where one leads: then the order of the answer must be one that they
    carry. A term `leads` where it is the first of its version with that field and value, so that a record with two
    roles is met once. With `each_term` all terms of the records are walked. A search looks only `within` rows of its
    index, and not at all for what is known to be found as it `is_ranked`.
    """
    question, narrowed = opened.question, False
    collection = question.resource.collection
    lead = opened.lead if of_terms and question.terms is None else None
    is_of_terms = each_term or lead is not None
    walked = table_of(collection.storage.terms_table).alias("walked") if is_of_terms else None
    scope = scope_of(collection, AT, question.filters, by_value=question.resource.by_value, walked=walked)
    met = [stands(walked.c if walked is not None else table_of(collection.storage.table).c, AT)]
    if question.terms is not None and not is_ranked:
        met.append(matching(collection.storage.table, question.terms, within or collection.index_rows))
    for name, operand in scope.given.items():
        meant, values = question.resource.filters[name], operand
        if lead is not None and walked is not None and name == lead.parameter and isinstance(operand, list):
            met += [walked.c.field == lead.field, walked.c.value == operand[0], walked.c.leads]
            values, narrowed = operand[1:], True
        clause = meant.clause(scope, values) if meant.clause is not None and values != [] else None
        if clause is not None:
            met.append(clause)
            narrowed = True
    return Walk(scope, met, walked, narrowed)


def walk_each_term(opened: Opened) -> Walk | None:
    """The walk through all terms of a question's records, each by itself: None where one does not say what is asked."""
    if opened.question.terms is not None:
        return None
    rows = walk(opened, each_term=True)
    versions = table_of(rows.scope.collection.storage.table)
    asked = [each for clause in rows.met for each in visitors.iterate(clause)]
    is_said = all(not isinstance(each, ScalarSelect) and getattr(each, "table", None) is not versions for each in asked)
    return rows if is_said else None
