"""Views of proposals: all that an editor sees of one, read in one go."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from app.collecting.feeds import find_feeds
from app.collecting.shown import find_stories
from app.desk.queue.choices import Choice
from app.desk.queue.excerpts import Excerpt, Piece, cut_excerpt, cut_pieces
from app.proposing.choosing import count_proposals
from app.proposing.deciding import find_proposal, show_proposal
from app.store import texts
from app.store.metadata import columns_of
from app.store.read import ANY_NUMBER, documents_of
from app.store.tables import ActorVersion, DevelopmentVersion, SourceVersion
from app.writing import keys
from schemas import FeedsQuery, Proposal, ProposalsQuery, StoriesQuery, StorySource

MOST_UNDONE = 20
"""How many of the last decisions are looked through for one that can be taken back."""
MOST_NAMES_OFFERED = 300
"""How many names of actors a page offers to whoever types; with the script, whatever is typed is looked up."""
_actors = columns_of(ActorVersion)


@dataclass(frozen=True)
class ProposalView:
    """A proposal with its source, the text around it, what it is near to, its reprints, and whose names it needs.

    `pieces` are its words as they are marked; `outcome` is the record that it became, where it stands. `names` are
    those of the actors in its draft, by id; `reasons` say why of each thing that was read, by the field that it is in.
    """

    proposal: Proposal
    source: Mapping[str, Any] | None
    excerpt: Excerpt | None
    pieces: tuple[Piece, ...]
    near: Mapping[str, Any] | None
    outcome: Mapping[str, Any] | None
    reprints: tuple[StorySource, ...]
    names: Mapping[str, str]
    reasons: Mapping[str, list[str]]


@dataclass(frozen=True)
class Shift:
    """How far the work has come: what was decided in the session, what is open, and of that what is chosen.

    `feeds` and `actors` are offered for choosing; `last` is the proposal that was decided last, and `persons` are the
    full names of those who have keys, by the keys' names.
    """

    decided: int
    open: int
    chosen: int
    feeds: tuple[tuple[str, str], ...]
    actors: tuple[str, ...]
    last: Proposal | None
    persons: Mapping[str, str]


def read_view(connection: Connection, proposal: Proposal) -> ProposalView:
    """All that is shown of a proposal."""
    start, end = proposal.selector.start, proposal.selector.end
    text = texts.text_of(connection, proposal.source)
    drafted = proposal.draft.get("actors")
    actors = [each.get("id") for each in drafted if isinstance(each, dict)] if isinstance(drafted, list) else []
    story = next(iter(find_stories(connection, StoriesQuery(source=proposal.source, limit=1))), None)
    outcome = proposal.outcome.partition("/")[2] if proposal.outcome is not None else None
    return ProposalView(
        proposal=proposal,
        source=_read_one(connection, SourceVersion, proposal.source),
        excerpt=cut_excerpt(text, start=start, end=end, exact=proposal.exact, parts=proposal.parts),
        pieces=cut_pieces(proposal.exact, start, proposal.parts),
        near=_read_one(connection, DevelopmentVersion, proposal.near),
        outcome=_read_one(connection, DevelopmentVersion, outcome),
        reprints=tuple(each for each in story.sources if each.id != proposal.source) if story is not None else (),
        names=_read_names(connection, [each for each in actors if isinstance(each, str)]),
        reasons=_find_reasons(proposal),
    )


def read_shift(connection: Connection, choice: Choice, decided: tuple[int, ...]) -> Shift:
    """How far the work has come in a session in which these were decided."""
    query = (
        select(_actors.document).where(_actors.until.is_(None)).order_by(_actors.title_key).limit(MOST_NAMES_OFFERED)
    )
    done = (show_proposal(find_proposal(connection, str(number))) for number in reversed(decided[-MOST_UNDONE:]))
    last = next((each for each in done if each.state in ("accepted", "rejected")), None)
    return Shift(
        decided=len(decided),
        open=count_proposals(connection, ProposalsQuery()),
        chosen=count_proposals(connection, choice.query),
        feeds=tuple((feed.id, feed.title or feed.publisher) for feed in find_feeds(connection, FeedsQuery(limit=200))),
        actors=tuple(json.loads(each)["name"] for each in connection.execute(query).scalars()),
        last=last,
        persons=keys.find_persons(connection),
    )


def _find_reasons(proposal: Proposal) -> dict[str, list[str]]:
    """Why each thing is proposed, by the field that it is in; by the value too, where a field has several."""
    reasons: dict[str, list[str]] = {}
    for part in proposal.parts:
        value = (part.value or "").partition(" (")[0]
        for place in (part.kind, f"{part.kind} {value}"):
            told = reasons.setdefault(place, [])
            if part.reason not in told:
                told.append(part.reason)
    return reasons


def _read_one(connection: Connection, table: Any, record_id: str | None) -> Mapping[str, Any] | None:
    if record_id is None:
        return None
    found = documents_of(connection, table, [record_id], seq=ANY_NUMBER)
    return json.loads(found[record_id]) if record_id in found else None


def _read_names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of actors by id."""
    found = documents_of(connection, ActorVersion, ids, seq=ANY_NUMBER)
    return {record_id: json.loads(document)["name"] for record_id, document in found.items()}
