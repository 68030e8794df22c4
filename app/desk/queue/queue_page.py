"""The page of the queue: a proposal beside the text that it was read from, with all that can be done with it."""

import secrets
from collections import defaultdict
from collections.abc import Mapping
from typing import Any, get_args

from starlette.responses import Response

from app.desk.frame.api_writes import was_sent_before
from app.desk.frame.forms import Typed
from app.desk.frame.framing import show_page
from app.desk.frame.visits import Visit
from app.desk.queue.choices import Choice
from app.desk.queue.drafts import BLANK_ROWS, TABLES, list_fields, sum_up
from app.desk.queue.evidence_search import FoundDevelopments
from app.desk.queue.proposal_views import ProposalView, read_shift, read_view
from app.errors import Conflict, Forbidden, Refusal, Stale
from app.language.wording import label
from app.writing.keys import are_one_person
from schemas import DevelopmentKind, Precision, Proposal, Role, Stance, Theme, Verdict

CONFLICTING = (Conflict, Stale)
"""How a form is refused that was made from what has changed since."""
WORDS: Mapping[str, Any] = {
    "kinds": DevelopmentKind,
    "roles": Role,
    "themes": Theme,
    "precisions": Precision,
    "stances": Stance,
    "verdicts": Verdict,
}
REJECTIONS = (
    "Not about security policy.",
    "An opinion, and nothing that happened.",
    "It is known, and older.",
    "The sentence says too little by itself.",
    "It was read wrongly.",
)
"""Reasons that are offered to whoever types one."""


def show_on_page(
    visit: Visit,
    choice: Choice,
    proposal: Proposal | None,
    *,
    refusal: Refusal | None = None,
    faults: Mapping[str, list[str]] | None = None,
    found: FoundDevelopments | None = None,
) -> Response:
    """A proposal, None where no other is open; with what was typed, and what is wrong beside it."""
    with visit.service.database.read_primary() as connection:
        shift = read_shift(connection, choice, visit.signed.decided)
        view = read_view(connection, proposal) if proposal is not None else None
        drafted_by = proposal.drafted_by if proposal is not None else None
        is_own = visit.service.takes_two and are_one_person(connection, drafted_by, visit.key.name)
    values = {**_list_means(visit), "choice": choice, "choice_faults": defaultdict(list, choice.faults), "shift": shift}
    if view is None:
        return show_page(visit, "queue-done.html", **values)
    is_conflict = isinstance(refusal, CONFLICTING) or was_sent_before(refusal)
    is_typed = visit.typed.has("title")
    typed = visit.typed if is_typed else Typed(tuple(list_fields(view.proposal.draft, view.names)))
    values |= {
        "view": view,
        "proposal": view.proposal,
        "typed": typed,
        "is_typed": is_typed,
        "sent": visit.typed,
        "rows": {name: _rows(typed, name, parts) for name, parts in TABLES.values()},
        "found": found,
        "refusal": refusal,
        "is_own": is_own,
        "faults": defaultdict(list, faults or {}),
        "versions": (_hold_against(view, typed) if is_typed else []) if is_conflict else None,
    }
    is_refused = 409 if is_conflict else 403 if isinstance(refusal, Forbidden) else 422
    status = 200 if refusal is None and not faults else is_refused
    return show_page(visit, "queue.html", status=status, **values)


def _list_means(visit: Visit) -> dict[str, Any]:
    """What can be done with a proposal with the key, and the words that are chosen from."""
    can_decide = visit.key.allows("proposals:write")
    return {
        "can_decide": can_decide,
        "can_write": can_decide and visit.key.allows("developments:write"),
        "words": {name: [(word, label(word)) for word in get_args(each)] for name, each in WORDS.items()},
        "rejections": REJECTIONS,
        "once": secrets.token_urlsafe(16),
    }


def _rows(typed: Typed, name: str, parts: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """The rows of a table of fields, with empty ones behind them."""
    filled = [(number, row) for number, row in typed.rows(name, parts) if any(row.values())]
    after = max((number for number, _ in filled), default=-1) + 1
    return filled + [(after + more, dict.fromkeys(parts, "")) for more in range(BLANK_ROWS)]


def _hold_against(view: ProposalView, typed: Typed) -> list[tuple[str, str, str]]:
    """What is there by now and what was typed, each thing that differs; of a record, where it has become one."""
    there = view.outcome if view.outcome is not None else view.proposal.draft
    now, mine = sum_up(Typed(tuple(list_fields(there, view.names)))), sum_up(typed)
    return [(name, now[name], mine[name]) for name in now if now[name] != mine[name]]
