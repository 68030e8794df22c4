"""Guarding: a model's draft is taken only where the words that it quotes carry all of it."""

import time
from typing import Any

import pytest
from pydantic import ValidationError

from app.proposing.drafting import list_parts
from app.proposing.model.endpoint import ModelDraft
from app.proposing.model.judging import DueProposal, judge_draft
from tests import draws
from tests.proposing.cuts import CUTS, LAVROV
from tests.proposing.lying import HONEST, LIES, Honest, tell_honestly
from tests.proposing.paraphrases import PARAPHRASES, SHAPES
from tests.proposing.readings import read_one, seed_register
from tests.proposing.twists import list_twists


def due(sentence: str) -> DueProposal:
    """A sentence as a model is asked of it."""
    read = read_one(sentence)
    actors = [{"id": actor, "role": "participant"} for actor in read.actor_ids]
    start, parts = read.sentence.start, tuple(list_parts(read))
    return DueProposal(1, start, sentence, None, parts, {"actors": actors}, 1, 1, seed_register(), ())


@pytest.mark.parametrize("honest", [*HONEST, *SHAPES], ids=lambda each: each.title)
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


@pytest.mark.parametrize(("sentence", "texts"), list_twists(), ids=lambda each: str(each)[:30])
def test_no_twist_of_the_words_of_a_sentence_is_taken(sentence: str, texts: list[str]) -> None:
    asked = due(sentence)
    for text in texts:
        answer = ModelDraft(quote=sentence, title=text, summary=text, roles=())
        assert judge_draft(answer, asked, (), model="drafty").outcome == "dropped", text


@pytest.mark.parametrize(("sentence", "quote"), CUTS)
def test_no_quotation_is_taken_that_is_cut_out_of_what_the_sentence_says(sentence: str, quote: str) -> None:
    answer = ModelDraft.model_validate({"quote": quote, "title": quote, "summary": quote, "roles": ()})
    assert judge_draft(answer, due(sentence), (), model="drafty").outcome == "dropped"


def test_most_of_what_a_good_model_writes_is_taken() -> None:
    taken = [
        judge_draft(ModelDraft.model_validate(tell_honestly(each)), due(each.sentence), (), model="drafty").outcome
        for each in PARAPHRASES
    ].count("drafted")
    assert (taken, len(PARAPHRASES)) == (35, 40)  # as docs/proposals.md has it


@pytest.mark.parametrize(
    "words",
    [LAVROV, "1 ", "A.", "a-", "A.B.C.D. ", "n't ", "3-4 March 2026 ", "A-1-B-2 ", "e\u0301", "twenty-one million "],
)
def test_the_longest_draft_of_the_longest_quotation_is_judged_at_once(words: str) -> None:
    quote = (words * 2_000)[:2_000].strip()
    answer = ModelDraft.model_validate({"quote": quote, "title": quote[:290], "summary": quote[:1_000], "roles": ()})
    asked = due("Poland left.")._replace(exact=quote)
    seconds = []
    for _ in range(3):
        begun = time.process_time()
        judge_draft(answer, asked, (), model="drafty")
        seconds.append(time.process_time() - begun)
    assert min(seconds) < 0.2  # 0.05 on a machine that does nothing else


def test_a_part_is_only_given_to_who_is_named_in_the_quoted_words() -> None:
    sentence = "Germany and France agreed on 24 February 2026 to buy 1,500 vehicles; Italy did not join them."
    first = "Germany and France agreed on 24 February 2026 to buy 1,500 vehicles"
    given: dict[str, Any] = {"quote": first, "title": "Germany and France agreed", "summary": first}
    for actor, outcome in (("france", "drafted"), ("italy", "dropped")):
        answer = ModelDraft.model_validate({**given, "roles": [{"actor": actor, "role": "initiator"}]})
        judged = judge_draft(answer, due(sentence), (), model="drafty")
        assert judged.outcome == outcome
    assert "“italy” is no actor" in str(judged.reason)
