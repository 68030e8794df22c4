"""Guarding: a model's draft is taken only where the words that it quotes carry all of it."""

from typing import Any

import pytest
from pydantic import ValidationError

from app.proposing.drafting import list_parts
from app.proposing.model_endpoint import ModelDraft
from app.proposing.model_judging import DueProposal, judge_draft
from tests import draws
from tests.proposing.lying import HONEST, LIES, Honest, tell_honestly
from tests.proposing.readings import read_one, seed_register


def due(sentence: str) -> DueProposal:
    """A sentence as a model is asked of it."""
    read = read_one(sentence)
    actors = [{"id": actor, "role": "participant"} for actor in read.actor_ids]
    start, parts = read.sentence.start, tuple(list_parts(read))
    return DueProposal(1, start, sentence, None, parts, {"actors": actors}, 1, 1, seed_register(), ())


@pytest.mark.parametrize("honest", HONEST, ids=lambda each: each.title)
def test_a_draft_that_names_what_the_sentence_names_is_taken(honest: Honest) -> None:
    answer = ModelDraft.model_validate(tell_honestly(honest))
    judged = judge_draft(answer, due(honest.sentence), (), model="drafty")
    assert (judged.outcome, judged.reason) == ("drafted", None)


@pytest.mark.parametrize("kind", LIES)
def test_each_kind_of_lie_is_dropped_however_it_is_told(kind: str) -> None:
    for number in range(draws.many(100)):
        drawn = draws.of(f"{kind} {number}")
        honest = drawn.choice(HONEST)
        try:
            answer = ModelDraft.model_validate(LIES[kind](drawn, honest))
        except ValidationError:
            continue  # so it would be refused when it is read
        judged = judge_draft(answer, due(honest.sentence), (), model="drafty")
        assert judged.outcome == "dropped", answer


def test_a_part_is_only_given_to_who_is_named_in_the_quoted_words() -> None:
    sentence = "Germany and France agreed on 24 February 2026 to buy 1,500 vehicles; Italy did not join them."
    first = "Germany and France agreed on 24 February 2026 to buy 1,500 vehicles"
    given: dict[str, Any] = {"quote": first, "title": "Germany and France agreed", "summary": first}
    for actor, outcome in (("france", "drafted"), ("italy", "dropped")):
        answer = ModelDraft.model_validate({**given, "roles": [{"actor": actor, "role": "initiator"}]})
        judged = judge_draft(answer, due(sentence), (), model="drafty")
        assert judged.outcome == outcome
    assert "“italy” is no actor" in str(judged.reason)
