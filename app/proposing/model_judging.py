"""Judging what a model drafts: taken where the words that it quotes carry all of it, else dropped."""

from collections.abc import Mapping, Sequence
from math import hypot
from operator import mul
from typing import Any, NamedTuple

from app.proposing.actors import ActorRegister
from app.proposing.guarding import QuotedWords, find_invented, find_quoted
from app.proposing.model_endpoint import ModelDraft
from app.proposing.neighbours import KnownDevelopment
from schemas import ModelOutcome, ProposedPart

MOST_NEAR = 5
"""How many developments that a model finds near are shown."""
LONGEST_ID = 60


class DueProposal(NamedTuple):
    """A proposal of whose sentence a model is to be asked, whom texts may name, and what it is ranked against."""

    id: int
    start: int
    exact: str
    heading: str | None
    parts: Sequence[ProposedPart]
    draft: Mapping[str, Any]
    revision: int
    tries: int
    register: ActorRegister
    candidates: Sequence[KnownDevelopment]


class Judged(NamedTuple):
    """What came of asking: what it changes in the draft, and the parts that say so; or why there is nothing.

    The outcome is None where it is to be asked again.
    """

    outcome: ModelOutcome | None
    reason: str | None = None
    draft: Mapping[str, Any] = {}
    parts: Sequence[ProposedPart] = ()


def judge_draft(answer: ModelDraft, due: DueProposal, near: Sequence[ProposedPart], *, model: str) -> Judged:
    """A model's draft as a change of the proposal's; dropped where anything that it names is not in its quotation."""
    at = find_quoted(answer.quote, due.exact)
    if at is None:
        return Judged("dropped", "the words that it quotes do not stand in the sentence", parts=near)
    quoted = QuotedWords.of(answer.quote)
    for field, text in (("title", answer.title), ("summary", answer.summary)):
        for invented in find_invented(text, quoted, due.register.names):
            return Judged("dropped", f"{field}: {invented}", parts=near)
    start, end = due.start + at, due.start + at + len(answer.quote)
    named = {_id_of(each) for each in due.parts if each.kind == "actor" and _is_between(each, start, end)}
    for role in answer.roles:
        if role.actor not in named:
            reason = f"roles: “{role.actor[:LONGEST_ID]}” is no actor whom the words that it quotes name"
            return Judged("dropped", reason, parts=near)
    roles = {each.actor: each.role for each in answer.roles}
    actors = [{**each, "role": roles.get(each["id"], each["role"])} for each in due.draft.get("actors", ())]
    reason = f"title, summary and roles were drafted by the model {model}; the words that it quotes name all of it"
    part = ProposedPart(kind="model", start=start, end=end, words=answer.quote, value=answer.title, reason=reason)
    changed = {"title": answer.title, "summary": answer.summary, "actors": actors}
    return Judged("drafted", draft=changed, parts=[*near, part])


def rank_candidates(
    vectors: Sequence[Sequence[float]], candidates: Sequence[KnownDevelopment], *, model: str
) -> list[ProposedPart]:
    """The developments that a model finds nearest, nearest first, each as a part of the proposal.

    The first vector is that of the sentence, the others those of the candidates; nearness is the cosine.
    """
    mine, *theirs = vectors
    ranked = sorted(
        ((_cosine(mine, each), known.id) for each, known in zip(theirs, candidates, strict=True)),
        key=lambda each: (-each[0], each[1]),
    )
    return [
        ProposedPart(
            kind="near",
            start=None,
            end=None,
            words=None,
            value=id_,
            reason=f"the model {model} finds it near, by {cosine:.2f} of 1",
        )
        for cosine, id_ in ranked[:MOST_NEAR]
    ]


def _id_of(part: ProposedPart) -> str:
    return str(part.value).partition(" ")[0]


def _is_between(part: ProposedPart, start: int, end: int) -> bool:
    return part.start is not None and part.end is not None and start <= part.start and part.end <= end


def _cosine(one: Sequence[float], other: Sequence[float]) -> float:
    lengths = hypot(*one) * hypot(*other)
    return sum(map(mul, one, other)) / lengths if lengths else 0.0
