"""Models: one may draft and rank; what it invents is dropped and counted, and what it breaks changes nothing else."""

from typing import Any

from app.proposing.deciding import edit_proposal, find_proposal, reject_proposal
from app.proposing.lag import measure_proposing
from app.store.database import Database
from tests import draws
from tests.proposing.asking import collect, honestly, make_due, proposals
from tests.proposing.lying import HONEST, LIES, TEXT
from tests.proposing.models import FakeModel
from tests.proposing.test_proposals import attach, read_all


def test_a_model_drafts_titles_summaries_and_roles(seeded: Database, model: FakeModel) -> None:
    attach(seeded, "One", TEXT)
    collect(seeded, None)
    before = proposals(seeded)
    role = [{"actor": "russia", "role": "mediator"}]
    model.tell = lambda sentence: {**honestly(sentence), "roles": role if sentence.startswith("Russia") else []}
    collect(seeded, model.endpoint())
    for read, drafted in zip(before, proposals(seeded), strict=True):
        honest = honestly(read.exact)
        assert (drafted.model, drafted.model_reason, drafted.drafted_by) == ("drafted", None, None)
        assert drafted.revision == read.revision + 1
        changed = {"title": honest["title"], "summary": honest["summary"], "actors": drafted.draft["actors"]}
        assert drafted.draft == {**read.draft, **changed}
        (part,) = (each for each in drafted.parts if each.kind == "model")
        assert "drafty" in part.reason
        assert (part.start, part.end, part.words) == (read.selector.start, read.selector.end, read.exact)
        assert [each for each in drafted.parts if each.kind not in ("model", "near")] == list(read.parts)
        roles = {each["id"]: each["role"] for each in read.draft["actors"]}
        given = {"russia": "mediator"} if read.exact.startswith("Russia") else {}
        assert {each["id"]: each["role"] for each in drafted.draft["actors"]} == {**roles, **given}
    assert {key for _, _, key in model.asked} == {"Bearer a key"}
    chats = [asked for path, asked, _ in model.asked if path.endswith("completions")]
    assert len(chats) == len(before)
    assert all(each["model"] == "drafty" and each["response_format"]["type"] == "json_schema" for each in chats)


def test_a_model_ranks_what_a_sentence_is_near_to(seeded: Database, model: FakeModel) -> None:
    attach(seeded, "One", "Macron said on Tuesday that the French carrier would sail to the Baltic Sea.")
    collect(seeded, None)
    (before,) = proposals(seeded)
    model.embed = lambda text: [1.0, 0.0 if text.startswith(("Macron said", "French carrier")) else 1.0]
    collect(seeded, model.endpoint())
    (after,) = proposals(seeded)
    (asked,) = (asked for path, asked, _ in model.asked if path.endswith("embeddings"))
    assert asked["model"] == "nearby"
    assert asked["input"][0] == before.exact
    near = [each for each in after.parts if each.kind == "near"]
    assert len(near) == 5
    first, second = near[:2]
    assert "nearby finds it near, by 1.00 of 1" in first.reason
    assert "by 0.71 of 1" in second.reason
    assert str(first.value).startswith("french-carrier")
    assert (after.verdict, after.near, after.nearness) == (before.verdict, before.near, before.nearness)


def test_nothing_that_a_model_invents_gets_through(seeded: Database, model: FakeModel) -> None:
    """Every kind of lie, told of sentences that a model can draft honestly."""
    for number in range(draws.many(30)):
        attach(seeded, f"Source {number}", TEXT)
    read_all(seeded)
    before = {each.id: each for each in proposals(seeded)}
    told: dict[str, int] = {}

    def lie(sentence: str) -> dict[str, Any]:
        kind = list(LIES)[sum(told.values()) % len(LIES)]
        told[kind] = told.get(kind, 0) + 1
        (honest,) = (each for each in HONEST if each.sentence == sentence)
        return LIES[kind](draws.of(f"{kind} {told[kind]}"), honest)

    model.tell = lie
    collect(seeded, model.endpoint())
    after = proposals(seeded)
    assert sum(told.values()) == len(after) == draws.many(30) * len(HONEST)
    assert set(told) == set(LIES)
    for each in after:
        assert each.model == "dropped", each
        assert each.model_reason
        assert [part for part in each.parts if part.kind != "near"] == list(before[each.id].parts)
        assert each.draft == before[each.id].draft
    with seeded.read() as connection:
        assert measure_proposing(connection)["model_drafts_dropped"] == len(after)


def test_what_an_editor_has_drafted_or_decided_no_model_drafts_again(seeded: Database, model: FakeModel) -> None:
    attach(seeded, "One", TEXT)
    read_all(seeded)
    first, second, *rest = (each.id for each in proposals(seeded))
    with seeded.write() as connection:
        edit_proposal(connection, find_proposal(connection, str(first)), {"draft": {"title": "Hers"}}, by="her")
        reject_proposal(connection, find_proposal(connection, str(second)), "old", by="her")
    interrupted: list[int] = []

    def edit_meanwhile(sentence: str) -> dict[str, Any]:
        if not interrupted:
            with seeded.write() as connection:
                edit_proposal(connection, find_proposal(connection, str(rest[0])), {"title": "Mine"}, by="him")
            interrupted.append(rest[0])
        return honestly(sentence)

    model.tell = edit_meanwhile
    collect(seeded, model.endpoint())
    found = {each.id: each for each in proposals(seeded)}
    assert [found[each].model for each in (first, second, *rest)] == [None, None, None, "drafted", "drafted"]
    assert found[rest[0]].draft["title"] == "Mine"
    make_due(seeded)
    collect(seeded, model.endpoint())
    assert {each.id: each for each in proposals(seeded)} == found
