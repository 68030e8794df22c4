"""Choosing: which proposals a query asks for, how many, and which comes next."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from app.proposing.deciding import show_proposal
from app.store.feed_tables import FeedItemRow
from app.store.metadata import columns_of
from app.store.proposal_tables import ProposalRow
from app.store.tables import SourceVersion
from schemas import Proposal, ProposalsQuery

_proposals = columns_of(ProposalRow)
_items = columns_of(FeedItemRow)
_sources = columns_of(SourceVersion)


def find_proposals(connection: Connection, query: ProposalsQuery) -> list[Proposal]:
    """The proposals that a query asks for, the newest first, and one more where there are more."""
    found = select(*_proposals).where(*_list_conditions(query))
    rows = connection.execute(found.order_by(_proposals.id.desc()).limit(query.limit + 1))
    return [show_proposal(row) for row in rows]


def count_proposals(connection: Connection, query: ProposalsQuery) -> int:
    """How many proposals a query asks for, whatever its limit."""
    counted = select(func.count()).select_from(ProposalRow).where(*_list_conditions(query))
    return connection.execute(counted).scalar_one()


def find_next(connection: Connection, query: ProposalsQuery, *, later: Sequence[int] = ()) -> Proposal | None:
    """The first of the proposals that a query asks for; those that come `later`, in their order, where no other is."""
    others = select(*_proposals).where(*_list_conditions(query), _proposals.id.not_in(later))
    row = connection.execute(others.order_by(_proposals.id.desc()).limit(1)).one_or_none()
    if row is None and later:
        rows = connection.execute(select(*_proposals).where(*_list_conditions(query), _proposals.id.in_(later))).all()
        row = min(rows, key=lambda each: later.index(each.id), default=None)
    return None if row is None else show_proposal(row)


def _list_conditions(query: ProposalsQuery) -> list[ColumnElement[bool]]:
    """What a query asks of proposals."""
    asked: list[ColumnElement[bool]] = [_proposals.state.in_(query.state)]
    if query.before is not None:
        asked.append(_proposals.id < query.before)
    for column, values in ((_proposals.source, query.source), (_proposals.verdict, query.verdict)):
        if values is not None:
            asked.append(column.in_(values))
    for column, words in ((_proposals.actors, query.actor), (_proposals.themes, query.theme)):
        if words is not None:
            asked.append(or_(*(column.contains(f" {word} ", autoescape=True) for word in words)))
    if query.feed is not None:
        asked.append(_proposals.source.in_(select(_items.source).where(_items.feed.in_(query.feed))))
    if (days := _within_days(query)) is not None:
        asked.append(_proposals.source.in_(days))
    return asked


def _within_days(query: ProposalsQuery) -> object | None:
    """The sources that were published within the days of a query; None where it names none."""
    if query.from_ is None and query.to is None:
        return None
    within = select(_sources.id).where(_sources.until.is_(None))
    if query.from_ is not None:
        within = within.where(_sources.last_day >= query.from_)
    return within if query.to is None else within.where(_sources.first_day <= query.to)
