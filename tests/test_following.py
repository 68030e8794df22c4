"""Following: passages go with their words into the text that takes the place of another, and nowhere by a guess."""

import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.commands.cli import cli
from app.main import create_app
from app.resources import COLLECTIONS
from app.rules import finding
from app.rules.finding import Quote, found_again, occurrences, quoted
from app.settings import Settings
from app.store.database import Database
from app.store.service_tables import LostPassage
from app.store.write import writing
from schemas import Selector
from seed.loader import load
from tests import examples
from tests.documents import DOCUMENT, DOCUMENT_ID, needs_document
from tests.editors import Editor, key
from tests.scratch import check_grounds, grounds_of
from tests.test_evidence import changes, ground, newest, passage, put, states

TEXT = (
    "Minutes of the meeting\n\nThe parties met in Strelsau on the first day of the month, in the great hall.\n"
    "Nobody came to Zenda, for the road was closed.\n\nA joint statement\n\nThe ministers agreed on nothing at all, "
    "and said so.\nThe clerk counted 45 delegates.\n\nAnnex\n\nThe ministers agreed on the date of another meeting.\n"
)
PASSAGES = ("met in Strelsau", "Nobody came to Zenda", "counted 45 delegates", "on the date of another meeting")


def grounds(editor: Editor) -> dict[str, tuple[str, str | None, int]]:
    """What became of each passage, by its development: its state, its words, and where it begins."""
    page = editor.client.get("/v1/developments?limit=200").json()["data"]
    found = {record["id"]: each for record in page for each in record["evidence"][:1] if each["selector"]}
    return {key: (each["state"], each["exact"], each["selector"]["start"]) for key, each in found.items()}


def lost(database: Database) -> set[tuple[str, str]]:
    with database.read() as connection:
        columns = LostPassage.__table__.c  # type: ignore[attr-defined]  # hidden
        return {(row.id, row.exact) for row in connection.execute(select(columns.id, columns.exact))}


@pytest.fixture
def minutes(editor: Editor) -> Editor:
    """A source with a text, and a development for each of some passages."""
    editor.create("sources", {"id": "minutes"})
    for number, words in enumerate(PASSAGES):
        editor.create("developments", {"id": f"d-{number}", "evidence": [ground(TEXT, words)]})
    put(editor, "minutes", TEXT)
    return editor


def exchanged(text: str) -> str:
    """The text with its second and third sections the other way round."""
    first, second = text.split("A joint statement")
    second, third = second.split("Annex")
    return f"{first}Annex{third}\nA joint statement{second}"


@pytest.mark.parametrize(
    "changed",
    [
        f"Corrected {TEXT}",
        TEXT.replace("A joint statement", "A paragraph about the weather, which was fine.\n\nA joint statement"),
        exchanged(TEXT),
        TEXT.replace("\n", "\r\n"),
        f"\ufeff{TEXT}",
        TEXT.replace("great hall", "small hall"),
    ],
    ids=["a word at the top", "a paragraph within", "sections exchanged", "other line ends", "a mark", "in between"],
)
def test_passages_follow_their_words(minutes: Editor, changed: str) -> None:
    put(minutes, "minutes", changed)
    kept = changed.removeprefix("\ufeff").replace("\r\n", "\n")
    assert grounds(minutes) == {
        f"d-{number}": ("verified", words, kept.index(words)) for number, words in enumerate(PASSAGES)
    }
    check_grounds(states(minutes), {"minutes": kept})


def test_other_line_ends_alone_change_no_record(minutes: Editor) -> None:
    number = newest(minutes)
    put(minutes, "minutes", TEXT.replace("\n", "\r\n"))
    put(minutes, "minutes", TEXT)
    assert newest(minutes) == number


def test_what_stands_twice_or_nowhere_is_orphaned_until_a_text_has_it_again(
    minutes: Editor, database: Database
) -> None:
    second = TEXT.replace("45", "46").replace("Nobody came to Zenda, f", "F") + PASSAGES[0] + " " + PASSAGES[0]
    second = second.replace("The parties met in Strelsau on", "Nothing on")
    put(minutes, "minutes", second)
    assert [state for state, *_ in grounds(minutes).values()] == ["verified", "orphaned", "orphaned", "orphaned"]
    assert lost(database) == {("minutes", words) for words in PASSAGES[:3]}
    put(minutes, "minutes", f"Once more. {second}")
    put(minutes, "minutes", f"Again {TEXT}")
    assert grounds(minutes) == {
        f"d-{number}": ("verified", words, TEXT.index(words) + 6) for number, words in enumerate(PASSAGES)
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


def of(text: str, words: str, *, start: int = 0) -> Selector:
    return Selector(**passage(text, words, start=start))


@pytest.mark.parametrize(
    ("old", "words", "new", "place"),
    [
        ("It was so.", "was", "Now it was so.", 7),
        ("It was so.", "was", "It is so.", None),
        ("It was so.", "It was so.", "It was so. It was so.", 0),  # it is there, and nothing tells of another place
        ("It was so.", "It was so.", "So. It was so. It was so.", None),
        ("It was so.", "so", "So it was so. So what? It was so far.", None),
        ("It was so.", "was", "It was so, so it was so. It was so.", 28),  # all that stood around it stands there
        ("aaa", "aa", "aaaa", 0),
        ("aab", "aa", "baab", 1),
        ("x aa", "aa", "aaa", None),  # overlapping places are two
        ("é 😀 now", "now", "😀 é 😀 now", 6),
    ],
)  # fmt: skip
def test_where_words_have_gone(old: str, words: str, new: str, place: int | None) -> None:
    selector = of(old, words)
    assert found_again(new, {selector: quoted(old, selector)}).get(selector) == place


def test_less_than_twenty_characters_around_tell_nothing() -> None:
    old = f"{'a' * 30}{'b' * 19} it was so. {'c' * 40}"
    selector = of(old, "it was so.")
    quote = quoted(old, selector)
    once = f"{'d' * 33}{'b' * 19} it was so. {'c' * 40} it was so. "
    assert found_again(once, {selector: quote}) == {selector: once.index("it")}  # 20 with the space
    assert found_again(once.replace("b it", "e it"), {selector: quote}) == {}
    assert found_again(f"{once}{once}", {selector: quote}) == {}
    more = f"{once} {'f' * 10}{'a' * 4}{'b' * 19} it was so. {'c' * 40}"
    assert found_again(more, {selector: quote}) == {selector: more.rindex("it")}


def test_words_of_any_length_are_found_wherever_they_stand() -> None:
    rng = random.Random(12)
    text = "".join(rng.choice("ab ") for _ in range(300))
    wanted = {text[start : start + length] for length in (1, 2, 3, 5, 7, 15, 31, 40, 120) for start in range(0, 180, 3)}
    wanted |= {"c", "ab" * 30}
    found = occurrences(text, wanted, most=1000)
    for words in wanted:
        assert sorted(found[words]) == [start for start in range(len(text)) if text.startswith(words, start)], words


def test_a_text_that_repeats_itself_beyond_measure_moves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_LOOKED", 100)
    selector = of("b" + "a" * 40, "a" * 40)
    assert found_again("a" * 5000 + "b", {selector: Quote("a" * 40, "b", "")}) == {selector: 1}
    assert found_again("c" + "a" * 39 + "b" * 5000, {selector: Quote("a" * 40, "b", "")}) == {}


SENTENCES = (
    "They met. ",
    "They met again. ",
    "No. ",
    "Yes, they met. ",
    "The minister spoke to the press there. ",
    "Noon. ",
)


def edited(rng: random.Random, text: str) -> str:
    """The text with some of it doubled, taken away, put elsewhere, or with something new in it."""
    for _ in range(rng.randint(1, 3)):
        start, end = sorted(rng.randint(0, len(text)) for _ in range(2))
        end = min(end, start + 90)
        some, place = text[start:end], rng.randint(0, len(text))
        rest = text[:start] + text[end:]
        text = rng.choice([
            rest, text[:place] + some + text[place:], text[:place] + rng.choice(SENTENCES) + text[place:],
            rest[:place] + some + rest[place:], f"{rng.choice(SENTENCES)}{text}",
        ])  # fmt: skip
    return text.strip()[:1500] or "Nothing."


class Plain:
    """A passage by the rule itself: where it is said to begin, its words, and what stood around them."""

    def __init__(self, text: str, start: int, words: str) -> None:
        self.start, self.words, self.stands = start, words, True
        self.look_around(text)

    def look_around(self, text: str) -> None:
        self.before = text[max(self.start - 80, 0) : self.start]
        self.after = text[self.start + len(self.words) : self.start + len(self.words) + 80]

    def follow(self, text: str) -> None:
        """Go where the words are in the next text."""
        places = [place for place in range(len(text)) if text.startswith(self.words, place)]
        here = [place for place in places if place == self.start]
        within = [[place for place in places if self.agrees(text, place, width)] for width in range(20, 81)]
        tries = [[place for place in here if self.agrees(text, place, 80)], places, *within, here]
        told = next((some[0] for some in tries if len(some) == 1), None)
        self.stands = told is not None
        if told is not None:
            self.start = told
            self.look_around(text)

    def agrees(self, text: str, place: int, width: int) -> bool:
        before, after = self.before[-width:], self.after[:width]
        return text[:place].endswith(before) and text[place + len(self.words) :].startswith(after)


@pytest.mark.parametrize("seed", range(4))
def test_any_edits_lead_where_the_rule_says(database: Database, seed: int) -> None:
    rng = random.Random(seed)
    text = "".join(rng.choice(SENTENCES) for _ in range(30)).strip()
    plain: list[Plain] = []
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="minutes"))
        writer.attach("minutes", text)
        for number in range(25):
            start = rng.randint(0, len(text) - 2)
            words = text[start : start + rng.choice((1, 4, 9, 25, 60))]
            plain.append(Plain(text, start, words))
            selector = Selector(start=start, end=start + len(words), sha256=sha256(words.encode()).hexdigest())
            evidence = [{"source": "minutes", "selector": selector}]
            writer.create("developments", examples.development(id=f"d-{number}", evidence=evidence))
    before = text
    for _ in range(40):
        # Now and then the text before comes back.
        before, text = text, before if rng.random() < 0.2 else edited(rng, text)
        with writing(database, COLLECTIONS, by="test") as writer:
            writer.attach("minutes", text)
        with writing(database, COLLECTIONS, by="test") as writer:
            for number, each in enumerate(plain):
                each.follow(text)
                record: Any = writer.current.existing("developments", f"d-{number}")
                (found,) = record.evidence
                assert (found.selector.start, found.state, found.exact) == (
                    each.start, "verified" if each.stands else "orphaned", each.words if each.stands else None
                ), (seed, number, each.words)  # fmt: skip
    assert lost(database) <= {("minutes", each.words) for each in plain if not each.stands}


def test_every_kind_of_record_follows(editor: Editor) -> None:
    for source in ("minutes", "digest"):
        editor.create("sources", {"id": source})
    editor.create(
        "developments", {"id": "told", "evidence": [ground(TEXT, PASSAGES[0], via="digest"), ground(TEXT, PASSAGES[1])]}
    )
    assessment = {"on": "2026-02-26", "status": "unmet", "rationale": "None.", "evidence": [ground(TEXT, PASSAGES[1])]}
    editor.create("conditions", {"id": "come", "assessments": [assessment], "evidence": [ground(TEXT, PASSAGES[2])]})
    office = {"title": "Clerk", "evidence": [ground(TEXT, PASSAGES[2])]}
    editor.create("actors", {"id": "clerk", "kind": "person", "offices": [office], "evidence": [ground(TEXT, "Annex")]})
    put(editor, "minutes", TEXT)
    before = newest(editor)
    put(editor, "minutes", f"No. 1 {TEXT}")
    put(editor, "digest", f"Digest: {TEXT}")
    moved = states(editor)
    check_grounds(moved, {"minutes": f"No. 1 {TEXT}", "digest": f"Digest: {TEXT}"})
    found = [each for record in moved.values() for each in grounds_of(record)]
    assert [each["state"] for each in found] == ["verified"] * 6
    assert {each["exact"] for each in found} == {*PASSAGES[:3], "Annex"}
    by = {(change["id"], change["by"]) for change in changes(editor, before)}
    assert by == {("minutes", "her"), ("digest", "her"), *((each, "tracker") for each in ("told", "come", "clerk"))}
    assert states(editor, f"?as_of={before}")["actors", "clerk"]["evidence"][0]["selector"]["start"] == TEXT.index(
        "Annex"
    )


def test_passages_selected_without_a_text_are_found_by_their_digests(editor: Editor) -> None:
    editor.create("sources", {"id": "minutes"})
    for number, words in enumerate((*PASSAGES, "The ministers agreed on")):
        editor.create("developments", {"id": f"d-{number}", "evidence": [ground(TEXT, words)]})
    longer = ground(TEXT, "said so")
    longer["selector"]["end"] += len(TEXT)
    editor.create("developments", {"id": "wrong", "evidence": [longer]})
    put(editor, "minutes", f"Copy. {TEXT}")
    found = grounds(editor)
    assert found.pop("wrong")[0] == found.pop("d-4")[0] == "orphaned"
    assert found == {f"d-{number}": ("verified", words, TEXT.index(words) + 6) for number, words in enumerate(PASSAGES)}


def test_digests_are_not_looked_for_in_long_texts(editor: Editor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "MOST_DIGESTS", 50)
    editor.create("sources", {"id": "minutes"})
    editor.create("developments", {"id": "d", "evidence": [ground(TEXT, PASSAGES[0])]})
    put(editor, "minutes", f"Copy. {TEXT}")
    assert grounds(editor)["d"][0] == "orphaned"
    put(editor, "minutes", TEXT)
    assert grounds(editor)["d"][0] == "verified"


def test_words_of_lost_passages_are_kept_no_longer_than_they_are_needed(minutes: Editor, database: Database) -> None:
    minutes.create("developments", {"id": "twin", "evidence": [ground(TEXT, PASSAGES[0])]})
    put(minutes, "minutes", "Nothing of it.")
    assert lost(database) == {("minutes", words) for words in PASSAGES}
    minutes.send("PATCH", "/v1/developments/d-0", {"title": "Another"}, tag="*", status=200)
    assert len(lost(database)) == 4
    minutes.send("PATCH", "/v1/developments/d-0", {"evidence": []}, tag="*", status=200)
    minutes.send("DELETE", "/v1/developments/d-1", tag="*", status=200)
    assert lost(database) == {("minutes", PASSAGES[number]) for number in (0, 2, 3)}
    minutes.send("PATCH", "/v1/developments/twin", {"evidence": [{"source": "minutes"}]}, tag="*", status=200)
    assert lost(database) == {("minutes", words) for words in PASSAGES[2:]}
    minutes.create("developments", {"id": "too", "evidence": []})
    minutes.send("POST", "/v1/developments/d-2/merge", {"into": "too"}, status=200)
    assert lost(database) == {("minutes", PASSAGES[3])}
    for path in (
        "/v1/export",
        "/v1/changes",
        "/v1/sources/minutes",
        "/v1/developments",
        "/v1/sources/minutes/cited-by",
    ):
        assert "the great hall" not in minutes.client.get(path).text
    minutes.send("DELETE", "/v1/sources/minutes/text", status=200)
    assert lost(database) == set()
    put(minutes, "minutes", f"Copy. {TEXT}")
    assert grounds(minutes)["d-3"][:2] == ("verified", PASSAGES[3])


def test_a_source_that_goes_takes_its_lost_words_along(minutes: Editor, database: Database) -> None:
    put(minutes, "minutes", "Nothing of it.")
    for number in range(4):
        minutes.send("PATCH", f"/v1/developments/d-{number}", {"evidence": []}, tag="*", status=200)
    minutes.send("DELETE", "/v1/sources/minutes", tag="*", status=200)
    assert lost(database) == set()


def test_the_passages_of_a_merged_source_follow_into_the_survivors_text(minutes: Editor, database: Database) -> None:
    minutes.create("sources", {"id": "copy"})
    copy = f"Copy of the {TEXT}".replace(PASSAGES[1], "Few came to Zenda")
    put(minutes, "copy", copy)
    minutes.send("POST", "/v1/sources/minutes/merge", {"into": "copy"}, status=200)
    found = grounds(minutes)
    assert found.pop("d-1")[0] == "orphaned"
    assert {words for _, words, _ in found.values()} == {*PASSAGES} - {PASSAGES[1]}
    check_grounds(states(minutes), {"copy": copy})
    assert lost(database) == set()


def test_a_dry_run_moves_nothing(minutes: Editor, database: Database) -> None:
    before = minutes.client.get("/v1/export").text
    path = "/v1/sources/minutes/text?dry_run=true"
    minutes.send("PUT", path, b"Nothing of it.", status=200, Content_Type="text/plain")
    assert minutes.client.get("/v1/export").text == before
    assert lost(database) == set()


@pytest.fixture
def document(seeded: Database) -> Iterator[tuple[Editor, str]]:
    """An editor of the seeded tracker, with the document that it is of attached."""
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        editor, text = Editor(client, key(seeded, "her", "*")), DOCUMENT.read_bytes().decode()
        put(editor, DOCUMENT_ID, text)
        yield editor, text


def check_followed(editor: Editor, words: dict[tuple[Any, ...], str], text: str) -> None:
    """Every passage whose words stand exactly once is verified with exactly its words; none with others."""
    now = selected(editor)
    assert set(now) == set(words)
    for place, each in now.items():
        assert each["exact"] in (None, words[place])
        assert (each["state"] == "verified") == (each["exact"] is not None)
        count = sum(text.startswith(words[place], start) for start in range(len(text)))
        assert each["state"] == ("verified" if count == 1 else "orphaned") or count > 1, words[place]
    check_grounds(states(editor), {DOCUMENT_ID: text})


def selected(editor: Editor) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Every piece of evidence that selects a passage, by its record and its number there."""
    return {
        (*key, number): each
        for key, record in states(editor).items()
        for number, each in enumerate(grounds_of(record))
        if each["selector"]
    }


@needs_document
def test_the_seeds_passages_follow_through_one_version_after_another(document: tuple[Editor, str]) -> None:
    editor, text = document
    words = {place: each["exact"] for place, each in selected(editor).items()}
    assert len(words) == 147
    lines = text.split("\n")
    middle = len(lines) // 2
    parts = [
        lines[: middle // 2],
        lines[middle // 2 : middle],
        lines[middle : middle * 3 // 2],
        lines[middle * 3 // 2 :],
    ]
    for version in (
        f"Corrected {text}",
        "\n".join([*lines[:middle], "A paragraph of other words altogether, about the weather.", *lines[middle:]]),
        "\n".join([*parts[0], *parts[2], *parts[1], *parts[3]]),
        text.replace("\n", "\r\n"),
        "\n".join(parts[0] + parts[2]),
        "\n".join(parts[1]),
        f"Corrected {text}",
        text,
    ):
        put(editor, DOCUMENT_ID, version)
        check_followed(editor, words, version.replace("\r\n", "\n"))


@needs_document
def test_the_seed_loads_again_where_its_passages_have_moved(document: tuple[Editor, str], seeded: Database) -> None:
    editor, text = document
    put(editor, DOCUMENT_ID, f"Corrected {text}")
    before = editor.client.get("/v1/export").text
    loaded = load(seeded)
    assert (loaded.created, loaded.updated) == (0, 0)
    assert editor.client.get("/v1/export").text == before


def test_the_command_line_moves_passages_too(
    minutes: Editor, database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "minutes.txt"
    file.write_text(f"Draft. {TEXT}")
    monkeypatch.setenv("TRACKER_DATABASE_URL", database.url.render_as_string(hide_password=False))
    result = CliRunner().invoke(cli, ["attach", "minutes", str(file)])
    assert "4 passages verified, 0 orphaned" in result.output
    check_grounds(states(minutes), {"minutes": f"Draft. {TEXT}"})
