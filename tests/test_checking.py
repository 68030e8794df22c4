"""Checking: every name, place, designation, range, weekday and office of an edition must stand in what it cites."""

import random
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from app.language.inflection import inflected
from app.language.lexicon import is_common
from app.main import create_app
from app.resources import COLLECTIONS
from app.rules.mentions import words_of
from app.rules.statements import statements_of
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from bench.alterations import altered, passed
from bench.altering import KINDS
from schemas import Briefing, StatementDraft, Theme
from tests import examples
from tests.editors import Editor, key

SEED = "tracker-briefing-2026-02-26"
GENEVA = "developments/geneva-talks-february-2026"
E5 = "developments/e5-defence-ministers-meeting-in-poland"
MACRON = "developments/macron-revised-nuclear-posture"
SIKORSKI = "developments/sikorski-on-defence-spending"
POLAND = "developments/poland-defence-spending-increase"
KALLAS = "developments/eu-leaders-reaffirm-sovereignty-and-justice"
STOLTENBERG = "developments/stoltenberg-on-diplomacy-and-deterrence"
POKROVSK = "developments/ukrainian-offensives-near-pokrovsk"
CARRIER = "developments/french-carrier-strike-group-deployment"

REFUSED: list[tuple[str, str, list[str]]] = [
    (
        GENEVA,
        "Talks mediated by Norway were held in Geneva with Vladimir Putin and Olaf Scholz.",
        ["Norway", "Vladimir Putin", "Olaf Scholz"],
    ),
    (GENEVA, "Nato took part in the talks in Geneva.", ["Nato"]),
    (GENEVA, "Talks were held in Odesa, according to the Baltic Defence Council.", ["Odesa", "Baltic Defence Council"]),
    (GENEVA, "Talks were held with Ursula von der Leyen.", ["Ursula von der Leyen"]),
    (GENEVA, "They were held on 18–18 February.", ["18–18 February"]),
    (GENEVA, "They were held on 18–17 February.", ["18–17 February"]),
    (GENEVA, "They were held on 17–26 February.", ["17–26 February"]),
    (GENEVA, "They were held on Monday.", ["Monday"]),
    (GENEVA, "They were held on Wednesday, 17 February.", ["Wednesday"]),
    (GENEVA, "They were three days of talks.", ["three"]),
    (GENEVA, "Norway mediated the talks.", ["Norway"]),
    (GENEVA, "Scholz mediated the talks in Geneva.", ["Scholz"]),
    (GENEVA, "Pokrovsk was where the talks were held.", ["Pokrovsk"]),
    (GENEVA, "Two states took part in the talks: Norway and the US (with Sweden).", ["Two", "Norway", "Sweden"]),
    (GENEVA, "The talks were Franco-British and NATO-led.", ["Franco-British", "NATO"]),
    (GENEVA, "The U.S. envoy met Gen. Rice there.", ["Gen. Rice"]),
    (GENEVA, "F-16s flew over the talks; so did an Su-57.", ["F-16s", "Su-57"]),
    (GENEVA, "They were held with 155mm shells, in the 2020s.", ["155mm", "2020s"]),
    (GENEVA, "俄罗斯和乌克兰在日内瓦会谈。", ["俄罗斯和乌克兰在日内瓦会谈"]),
    (GENEVA, "They met with Лавров and with דוד.", ["Лавров", "דוד"]),
    (E5, "The E6 defence ministers met in Poland.", ["E6"]),
    (MACRON, "Prime Minister Emmanuel Macron announced revisions.", ["Prime Minister Emmanuel Macron"]),
    (MACRON, "Macron, the chancellor, announced revisions.", ["Macron, the chancellor"]),
    (SIKORSKI, "The increase was defended by president Sikorski.", ["president Sikorski"]),
    (KALLAS, "President Kallas and former king Kallas reaffirmed it.", ["President Kallas", "king Kallas"]),
    (
        STOLTENBERG,
        "Secretary General Jens Stoltenberg reaffirmed it with Norway.",
        ["Secretary General Jens Stoltenberg", "Norway"],
    ),
    (POLAND, "It goes from 3.9 to 4.8–4.8%.", ["3.9", "4.8–4.8%"]),
    (POKROVSK, "Offensives near Pokrovka were stepped up.", ["Pokrovka"]),
]
"""What a statement cites, its text, and the terms that it must be refused for."""

HELD: list[tuple[str, str]] = [
    (GENEVA, "Two days of talks were held in the second half of February in the Swiss city of Geneva."),
    (GENEVA, "The two-day talks, mediated by the U.S. in Geneva (Switzerland), ended on Wednesday, 18 February."),
    (GENEVA, "American, Russian and Ukrainian envoys met; Washington’s, Moscow's and Kyiv's. “We met,” I’m told."),
    (GENEVA, "Didn't they meet? They did. Don’t say that it's nothing; isn't it? What's new: They've met."),
    (GENEVA, "US-mediated Russia–Ukraine talks: Nothing came of them. GENEVA was the place, from 17 to 18 February."),
    (GENEVA, "The talks were held on 17 and 18 February, Mr. Speaker."),
    (E5, "E5 defence ministers met in Warsaw."),
    (MACRON, "French President Emmanuel Macron announced it on Thursday, 26 February; the president, Macron, did so."),
    (MACRON, "Macron, the President of the Republic, announced revisions. France's posture changes."),
    (SIKORSKI, "Foreign Minister Radoslaw Sikorski and Sikorski, Poland’s foreign minister, said so."),
    (KALLAS, "High Representative Kaja Kallas, once called the Estonian prime minister Kaja Kallas, reaffirmed it."),
    (STOLTENBERG, "Former Secretary General Jens Stoltenberg, a Norwegian, reaffirmed it for Nato."),
    (POLAND, "It goes from 3.9% to 4.8%, that is 3.9–4.8 per cent."),
    (POKROVSK, "Offensives by the Ukrainians near Pokrovsk were stepped up in Eastern Ukraine."),
    (CARRIER, "The Charles de Gaulle is in the Baltic and in the North Atlantic."),
    ("conditions/full-withdrawal", "Russia is to leave the Donbas and Crimea."),
]
"""What a statement cites, and a text that it carries."""


@pytest.fixture
def seeded_editor(seeded: Database) -> Iterator[Editor]:
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
        yield Editor(client, key(seeded, "editor", "*"))


def test_each_thing_that_a_statement_names_and_its_records_do_not_is_a_fault_of_its_own(seeded_editor: Editor) -> None:
    lead = [{"text": text, "cites": [cited]} for cited, text, _ in REFUSED]
    seeded_editor.create("briefings", {"id": "b", "title": "B", "lead": lead})
    refused = seeded_editor.send("POST", "/v1/briefings/b/publish", status=422).json()
    found: dict[str, list[str]] = {f"/lead/{place}/text": [] for place in range(len(lead))}
    for fault in refused["errors"]:
        found[fault["pointer"]].append(fault["name"])
        cited = REFUSED[int(fault["pointer"].split("/")[2])][0]
        assert cited in fault["message"]
        assert "verified passages" in fault["message"]
    assert list(found.values()) == [terms for _, _, terms in REFUSED]
    assert seeded_editor.client.get("/v1/briefings/b").json()["data"]["state"] == "draft"


def test_what_the_records_say_in_other_forms_is_held(seeded_editor: Editor) -> None:
    lead = [{"text": text, "cites": [cited]} for cited, text in HELD]
    seeded_editor.create("briefings", {"id": "b", "title": "B", "lead": lead})
    seeded_editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_the_seeds_statements_are_held_by_what_they_cite(seeded_editor: Editor) -> None:
    seed = seeded_editor.client.get(f"/v1/briefings/{SEED}").json()["data"]
    bare = {name: seed[name] for name in ("title", "subtitle", "period")}
    bare |= {"id": "again", "lead": _bare(seed["lead"])}
    bare["sections"] = [
        {"heading": each["heading"], "statements": _bare(each["statements"])} for each in seed["sections"]
    ]
    seeded_editor.create("briefings", bare)
    seeded_editor.send("POST", "/v1/briefings/again/publish", status=200)
    again = seeded_editor.client.get("/v1/briefings/again").json()["data"]
    assert (again["lead"], again["sections"]) == (seed["lead"], seed["sections"])
    notes = [note for _, statement in _statements(again) for note in statement["notes"]]
    assert "far" not in {note["kind"] for note in notes}


def test_drafts_of_every_theme_and_every_month_publish_unchanged(seeded_editor: Editor) -> None:
    whole: dict[str, Any] = {"from": "2000-01-01", "to": "2027-12-31"}
    months = seeded_editor.client.get("/v1/developments?facets=month&limit=1").json()["meta"]["facets"]["month"]
    asked = [whole, *(whole | {"theme": [theme]} for theme in get_args(Theme))]
    asked += [{"from": f"{each['value']}-01", "to": f"{each['value']}-28"} for each in months]
    for number, request in enumerate(asked):
        path = f"/v1/briefings/draft-{number}"
        seeded_editor.send("POST", "/v1/briefings/draft", request | {"id": f"draft-{number}"}, status=201)
        answer = seeded_editor.send("POST", f"{path}/publish?dry_run=true", status=200)
        notes = [note["kind"] for _, each in _statements(answer.json()["data"]) for note in each["notes"]]
        assert "far" not in notes


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        (-3.2, "%"),
        (5, "m"),
        (1200.5, "155 mm shells"),
        (2, "bn euros"),
        (1e-7, "of GDP"),
        (17, "F-16s"),
        (9, "May days"),
    ],
)
def test_a_draft_with_odd_measures_publishes_unchanged(editor: Editor, value: float, unit: str) -> None:
    about = {
        "title": "О “Losses” of U.S. forces",
        "summary": "5–5 ships, 俄罗斯, the Xi's; 18–17 May. Led by the U.S",
        "measures": [{"name": "Losses in March", "value": value, "unit": unit, "on": "2026-02-03"}],
        "relations": [{"id": "other", "kind": "contradicts"}],
    }
    editor.create("developments", {"id": "other", "title": "Other: A. Smith, “President Smith” und die E5"})
    editor.create("developments", {"id": "d", **about})
    request = {"from": "2026-02-01", "to": "2026-02-28", "id": "b"}
    editor.send("POST", "/v1/briefings/draft", request, status=201)
    editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_what_many_records_stand_against_is_drafted_with_as_many_as_a_statement_cites(
    database: Database, editor: Editor
) -> None:
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.create("developments", examples.development(id="d", title="Claim"))
        for number in range(101):
            denial = {"title": f"Denial X{number}", "reported_on": "2026-01-05"}
            relations = [{"id": "d", "kind": "contradicts"}]
            writer.create("developments", examples.development(id=f"o-{number}", relations=relations, **denial))
    request = {"from": "2026-02-01", "to": "2026-02-28", "id": "b"}
    draft = editor.send("POST", "/v1/briefings/draft", request, status=201).json()["data"]
    (disputed,) = (each for each in draft["sections"] if each["heading"] == "Open disputes")
    assert [len(each["cites"]) for each in disputed["statements"]] == [100]
    editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_a_long_summary_is_drafted_up_to_the_end_of_a_sentence(editor: Editor) -> None:
    summary = f"{'They met. ' * 997}On 17–18 February they met."
    editor.create("developments", {"id": "d", "summary": summary})
    editor.send("POST", "/v1/briefings/draft", {"from": "2026-02-01", "to": "2026-02-28", "id": "b"}, status=201)
    editor.send("POST", "/v1/briefings/b/publish", status=200)


@pytest.mark.parametrize(
    ("member", "text", "terms"),
    [
        ("title", "Visit of Olaf Scholz", ["Olaf Scholz"]),
        ("title", "Norway at the table", ["Norway"]),
        ("subtitle", "What NATO said", ["NATO"]),
        ("heading", "The F-35 and Germany", ["F-35", "Germany"]),
        ("title", "UK Security Policy Tracker: Weekly Briefing No. 7, Q1 2026", []),
        ("title", "Tampered", []),
        ("subtitle", "A Week in Review, Monday to Friday", []),
        ("heading", "Geneva: What Moscow and Kyiv Want", []),
    ],
)
def test_titles_and_headings_name_nobody_whom_the_edition_does_not_cite(
    seeded_editor: Editor, member: str, text: str, terms: list[str]
) -> None:
    statement = {"text": "They met.", "cites": [GENEVA]}
    section = {"heading": text if member == "heading" else "Talks", "statements": [statement]}
    titles = {"title": "B"} | ({member: text} if member != "heading" else {})
    seeded_editor.create("briefings", {"id": "b", "sections": [section], **titles})
    answer = seeded_editor.send("POST", "/v1/briefings/b/publish", status=422 if terms else 200)
    place = "/sections/0/heading" if member == "heading" else f"/{member}"
    assert [(each["pointer"], each["name"]) for each in answer.json().get("errors", ())] == [
        (place, term) for term in terms
    ]


def test_the_words_of_a_verified_passage_are_held_and_those_of_others_are_not(editor: Editor) -> None:
    words = "Count Dracula met the envoys in Strelsau"
    editor.create("sources", {"id": "s"})
    selector = {"start": 0, "end": len(words), "sha256": "0" * 64}
    editor.create("developments", {"id": "d", "evidence": [{"source": "s", "selector": selector}]})
    lead = [{"text": "They met in Strelsau with Dracula.", "cites": ["developments/d"]}]
    editor.create("briefings", {"id": "b", "title": "B", "lead": lead})
    refused = editor.send("POST", "/v1/briefings/b/publish", status=422).json()
    assert [each["name"] for each in refused["errors"]] == ["Strelsau", "Dracula"]
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "text/plain"}
    assert editor.client.put("/v1/sources/s/text", content=words.encode(), headers=headers).status_code == 200
    editor.send("POST", "/v1/briefings/b/publish", status=422)
    found = editor.client.post(
        "/v1/sources/s/passages", json={"exact": words}, headers=headers | {"Content-Type": "application/json"}
    )
    evidence = [{"source": "s", "selector": found.json()["data"]["selector"]}]
    editor.send("PATCH", "/v1/developments/d", {"evidence": evidence}, tag=editor.tag("/v1/developments/d"), status=200)
    editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_a_citation_that_is_far_from_the_words_is_noted(seeded_editor: Editor) -> None:
    editor = seeded_editor
    right, other = "developments/ireland-seeks-maritime-cooperation", "developments/european-defence-cooperation"
    far = "developments/burden-sharing-disputes"
    text = "Closer cooperation on surveillance at sea and under water is sought."

    def noted(path: str = "/v1/briefings/b") -> list[tuple[str, str]]:
        data = editor.client.get(path).json()["data"]
        return [(note["kind"], note["record"]) for note in data["lead"][0]["notes"] if note["kind"] == "far"]

    editor.create("briefings", {"id": "b", "title": "B", "lead": [{"text": text, "cites": [right, far]}]})
    assert noted() == [("far", far)]
    (note,) = (
        each
        for each in editor.client.get("/v1/briefings/b").json()["data"]["lead"][0]["notes"]
        if each["kind"] == "far"
    )
    assert f"{other} most of all" in note["text"]
    shown = editor.send("POST", "/v1/briefings/b/publish?dry_run=true", status=200).json()["data"]
    assert [each["record"] for each in shown["lead"][0]["notes"] if each["kind"] == "far"] == [far]
    assert "Five other records" in editor.client.get("/v1/briefings/b?format=markdown").text
    # As it was when the statement was written, until it is published.
    path = f"/v1/{far}"
    editor.send("PATCH", path, {"summary": text, "title": text}, tag=editor.tag(path), status=200)
    editor.send("PATCH", "/v1/briefings/b", {"title": "C"}, tag=editor.tag("/v1/briefings/b"), status=200)
    assert noted() == [("far", far)]
    editor.send("POST", "/v1/briefings/b/publish", status=200)
    assert noted() == []
    editor.send("PATCH", path, {"summary": "Else.", "title": "Else"}, tag=editor.tag(path), status=200)
    assert noted() == []


def test_most_wrong_citations_are_noted_and_no_right_one(seeded: Database) -> None:
    chance = random.Random(12)
    with writing(seeded, COLLECTIONS, by="her") as writer:
        edition = writer.current.find(Briefing, SEED)
        assert edition is not None
        right = [statement for _, statement in statements_of(edition)]
        every = sorted({cited for each in right for cited in each.cites})
        wrong = [
            StatementDraft(text=each.text, cites=(cited,))
            for each in right
            for cited in chance.sample([other for other in every if other not in each.cites], 4)
        ]
        parts = [wrong[start : start + 100] for start in range(0, len(wrong), 100)]
        sections = [{"heading": "H", "statements": part} for part in parts]
        made = writer.create(
            "briefings", COLLECTIONS["briefings"].draft.model_validate({"title": "W", "sections": sections})
        )
        assert isinstance(made.record, Briefing)
        found = sum(any(note.kind == "far" for note in each.notes) for _, each in statements_of(made.record))  # type: ignore[attr-defined]  # statements of a record
        assert found / len(wrong) > 0.9


def test_hardly_an_altered_statement_of_the_seed_passes_and_every_genuine_one_does(seeded: Database) -> None:
    with writing(seeded, COLLECTIONS, by="her") as writer:
        edition = writer.current.find(Briefing, SEED)
        assert edition is not None
        statements = [statement for _, statement in statements_of(edition)]
        assert passed(writer, statements) == len(statements)
        for kind, alter in KINDS.items():
            chance = random.Random(kind)
            changed = [text for each in statements for text in list(altered(writer, each, alter, chance))[:1]]
            share = passed(writer, changed) / max(len(changed), 1)
            assert share <= (0.1 if kind == "a letter of a name" else 0.02), kind


@pytest.mark.parametrize(
    ("text", "begins"),
    [
        ("Talks. Kyiv agreed: Moscow did not, Mr. Putin.", ["Talks", "Kyiv", "Moscow"]),
        ("“Peace,” said Ivan of (Some) U.S. Army. Then “No” and St. Anne", ["Peace", "Some", "Army", "Then", "No"]),
        ("A\nB… C; D — E", ["A", "B", "C", "D"]),
    ],
)
def test_where_sentences_begin(text: str, begins: list[str]) -> None:
    assert [word.written for word in words_of(text) if word.is_capital and word.place == "begins"] == begins


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("russian", "russia", True),
        ("organization", "organisation", True),
        ("zelenskiy", "zelenskyy", True),
        ("ministry", "ministers", True),
        ("chernihiv", "chernivtsi", False),
        ("geneve", "geneva", False),
        ("interpol", "international", False),
    ],
)
def test_forms_of_a_name(one: str, other: str, alike: bool) -> None:
    assert inflected(one, other, loosely=False) == inflected(other, one, loosely=False) == alike


def test_common_words_are_told_from_names() -> None:
    names = "interpol gazprom scholz merz starmer lavrov ruritania beijing brussels athens kharkiv rheinmetall huawei"
    assert [word for word in names.split() if is_common(word)] == []
    words = (
        "rearmament shelling superficial agencies reaching overflights cyberattacks gone countermeasures minesweepers"
    )
    assert [word for word in words.split() if not is_common(word)] == []


def _bare(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"text": each["text"], "cites": each["cites"]} for each in statements]


def _statements(briefing: dict[str, Any]) -> list[tuple[str | None, dict[str, Any]]]:
    return [
        *((None, each) for each in briefing["lead"]),
        *((section["heading"], each) for section in briefing["sections"] for each in section["statements"]),
    ]
