"""Following: passages go with their words into the text that takes the place of another, and nowhere by a guess."""

import pytest

from app.rules import finding
from app.store.database import Database
from tests.editors import Editor
from tests.evidence.following import PAGE, PASSAGES, lost
from tests.evidence.passages import changes, ground, newest, put, states
from tests.scratch import check_grounds, grounds_of


def grounds(editor: Editor) -> dict[str, tuple[str, str | None, int]]:
    """What became of each passage, by its development: its state, its words, and where it begins."""
    page = editor.client.get("/v1/developments?limit=200").json()["data"]
    found = {record["id"]: each for record in page for each in record["evidence"][:1] if each["selector"]}
    return {key: (each["state"], each["exact"], each["selector"]["start"]) for key, each in found.items()}


def exchanged(text: str) -> str:
    """The text with its second and third sections the other way round."""
    first, second = text.split("A joint statement")
    second, third = second.split("Annex")
    return f"{first}Annex{third}\nA joint statement{second}"


@pytest.mark.parametrize(
    "changed",
    [
        f"Corrected {PAGE}",
        PAGE.replace("A joint statement", "A paragraph about the weather, which was fine.\n\nA joint statement"),
        exchanged(PAGE),
        PAGE.replace("\n", "\r\n"),
        f"\ufeff{PAGE}",
        PAGE.replace("great hall", "small hall"),
    ],
    ids=["a word at the top", "a paragraph within", "sections exchanged", "other line ends", "a mark", "in between"],
)
def test_passages_follow_their_words(meeting: Editor, changed: str) -> None:
    put(meeting, "minutes", changed)
    kept = changed.removeprefix("\ufeff").replace("\r\n", "\n")
    assert grounds(meeting) == {
        f"d-{number}": ("verified", words, kept.index(words)) for number, words in enumerate(PASSAGES)
    }
    check_grounds(states(meeting), {"minutes": kept})


def test_other_line_ends_alone_change_no_record(meeting: Editor) -> None:
    number = newest(meeting)
    put(meeting, "minutes", PAGE.replace("\n", "\r\n"))
    put(meeting, "minutes", PAGE)
    assert newest(meeting) == number


def test_what_stands_twice_or_nowhere_is_orphaned_until_a_text_has_it_again(
    meeting: Editor, database: Database
) -> None:
    second = PAGE.replace("45", "46").replace("Nobody came to Zenda, f", "F") + PASSAGES[0] + " " + PASSAGES[0]
    second = second.replace("The parties met in Strelsau on", "Nothing on")
    put(meeting, "minutes", second)
    assert [state for state, *_ in grounds(meeting).values()] == ["verified", "orphaned", "orphaned", "orphaned"]
    assert lost(database) == {("minutes", words) for words in PASSAGES[:3]}
    put(meeting, "minutes", f"Once more. {second}")
    put(meeting, "minutes", f"Again {PAGE}")
    assert grounds(meeting) == {
        f"d-{number}": ("verified", words, PAGE.index(words) + 6) for number, words in enumerate(PASSAGES)
    }
    assert lost(database) == set()


def test_surroundings_tell_words_that_stand_twice_apart(editor: Editor) -> None:
    said = "The ministers agreed on nothing at all"
    old = f"On the first day the envoys came by train. {said}, and went home before it was dark.\n"
    new = f"Summary for those who could not come: {said}, says the press.\n{old}{said}."
    editor.create("sources", {"id": "minutes"})
    editor.create("developments", {"id": "d", "evidence": [ground(old, said)]})
    put(editor, "minutes", old)
    put(editor, "minutes", new)
    assert grounds(editor)["d"] == ("verified", said, new.index(old) + old.index(said))
    put(editor, "minutes", f"{said}. {said}.")
    assert grounds(editor)["d"][0] == "orphaned"
    put(editor, "minutes", new.replace("by train", "by ship"))
    assert grounds(editor)["d"][0] == "orphaned"
    put(editor, "minutes", new.replace("On the first day", "One day"))
    assert grounds(editor)["d"][:2] == ("verified", said)


def test_every_kind_of_record_follows(editor: Editor) -> None:
    for source in ("minutes", "digest"):
        editor.create("sources", {"id": source})
    editor.create(
        "developments", {"id": "told", "evidence": [ground(PAGE, PASSAGES[0], via="digest"), ground(PAGE, PASSAGES[1])]}
    )
    assessment = {"on": "2026-02-26", "status": "unmet", "rationale": "None.", "evidence": [ground(PAGE, PASSAGES[1])]}
    editor.create("conditions", {"id": "come", "assessments": [assessment], "evidence": [ground(PAGE, PASSAGES[2])]})
    office = {"title": "Clerk", "evidence": [ground(PAGE, PASSAGES[2])]}
    editor.create("actors", {"id": "clerk", "kind": "person", "offices": [office], "evidence": [ground(PAGE, "Annex")]})
    put(editor, "minutes", PAGE)
    before = newest(editor)
    put(editor, "minutes", f"No. 1 {PAGE}")
    put(editor, "digest", f"Digest: {PAGE}")
    moved = states(editor)
    check_grounds(moved, {"minutes": f"No. 1 {PAGE}", "digest": f"Digest: {PAGE}"})
    found = [each for record in moved.values() for each in grounds_of(record)]
    assert [each["state"] for each in found] == ["verified"] * 6
    assert {each["exact"] for each in found} == {*PASSAGES[:3], "Annex"}
    by = {(change["id"], change["by"]) for change in changes(editor, before)}
    assert by == {("minutes", "her"), ("digest", "her"), *((each, "tracker") for each in ("told", "come", "clerk"))}
    assert states(editor, f"?as_of={before}")["actors", "clerk"]["evidence"][0]["selector"]["start"] == PAGE.index(
        "Annex"
    )


def test_passages_selected_without_a_text_are_found_by_their_digests(editor: Editor) -> None:
    editor.create("sources", {"id": "minutes"})
    for number, words in enumerate((*PASSAGES, "The ministers agreed on")):
        editor.create("developments", {"id": f"d-{number}", "evidence": [ground(PAGE, words)]})
    longer = ground(PAGE, "said so")
    longer["selector"]["end"] += len(PAGE)
    editor.create("developments", {"id": "wrong", "evidence": [longer]})
    put(editor, "minutes", f"Copy. {PAGE}")
    found = grounds(editor)
    assert found.pop("wrong")[0] == found.pop("d-4")[0] == "orphaned"
    assert found == {f"d-{number}": ("verified", words, PAGE.index(words) + 6) for number, words in enumerate(PASSAGES)}


def test_digests_are_not_looked_for_in_long_texts(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_DIGESTS", 50)
    editor.create("sources", {"id": "minutes"})
    editor.create("developments", {"id": "d", "evidence": [ground(PAGE, PASSAGES[0])]})
    put(editor, "minutes", f"Copy. {PAGE}")
    assert grounds(editor)["d"][0] == "orphaned"
    put(editor, "minutes", PAGE)
    assert grounds(editor)["d"][0] == "verified"


def test_words_of_lost_passages_are_kept_no_longer_than_they_are_needed(meeting: Editor, database: Database) -> None:
    meeting.create("developments", {"id": "twin", "evidence": [ground(PAGE, PASSAGES[0])]})
    put(meeting, "minutes", "Nothing of it.")
    assert lost(database) == {("minutes", words) for words in PASSAGES}
    meeting.send("PATCH", "/v1/developments/d-0", {"title": "Another"}, tag="*", status=200)
    assert len(lost(database)) == 4
    meeting.send("PATCH", "/v1/developments/d-0", {"evidence": []}, tag="*", status=200)
    meeting.send("DELETE", "/v1/developments/d-1", tag="*", status=200)
    assert lost(database) == {("minutes", PASSAGES[number]) for number in (0, 2, 3)}
    meeting.send("PATCH", "/v1/developments/twin", {"evidence": [{"source": "minutes"}]}, tag="*", status=200)
    assert lost(database) == {("minutes", words) for words in PASSAGES[2:]}
    meeting.create("developments", {"id": "too", "evidence": []})
    meeting.send("POST", "/v1/developments/d-2/merge", {"into": "too"}, status=200)
    assert lost(database) == {("minutes", PASSAGES[3])}
    for path in (
        "/v1/export",
        "/v1/changes",
        "/v1/sources/minutes",
        "/v1/developments",
        "/v1/sources/minutes/cited-by",
    ):
        assert "the great hall" not in meeting.client.get(path).text
    meeting.send("DELETE", "/v1/sources/minutes/text", status=200)
    assert lost(database) == set()
    put(meeting, "minutes", f"Copy. {PAGE}")
    assert grounds(meeting)["d-3"][:2] == ("verified", PASSAGES[3])


def test_a_source_that_goes_takes_its_lost_words_along(meeting: Editor, database: Database) -> None:
    put(meeting, "minutes", "Nothing of it.")
    for number in range(4):
        meeting.send("PATCH", f"/v1/developments/d-{number}", {"evidence": []}, tag="*", status=200)
    meeting.send("DELETE", "/v1/sources/minutes", tag="*", status=200)
    assert lost(database) == set()


def test_the_passages_of_a_merged_source_follow_into_the_survivors_text(meeting: Editor, database: Database) -> None:
    meeting.create("sources", {"id": "copy"})
    copy = f"Copy of the {PAGE}".replace(PASSAGES[1], "Few came to Zenda")
    put(meeting, "copy", copy)
    meeting.send("POST", "/v1/sources/minutes/merge", {"into": "copy"}, status=200)
    found = grounds(meeting)
    assert found.pop("d-1")[0] == "orphaned"
    assert {words for _, words, _ in found.values()} == {*PASSAGES} - {PASSAGES[1]}
    check_grounds(states(meeting), {"copy": copy})
    assert lost(database) == set()


def test_a_dry_run_moves_nothing(meeting: Editor, database: Database) -> None:
    before = meeting.client.get("/v1/export").text
    path = "/v1/sources/minutes/text?dry_run=true"
    meeting.send("PUT", path, b"Nothing of it.", status=200, Content_Type="text/plain")
    assert meeting.client.get("/v1/export").text == before
    assert lost(database) == set()
