"""Checking: every name, place, designation, range, weekday and office of an edition must stand in what it cites."""

import pytest

from tests.editions.drafting import SEED, bare_statements, headed_statements
from tests.editors import Editor

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
    assert seeded_editor.draft("b")["state"] == "draft"
    assert seeded_editor.client.get("/v1/briefings/b").status_code == 404


def test_what_the_records_say_in_other_forms_is_held(seeded_editor: Editor) -> None:
    lead = [{"text": text, "cites": [cited]} for cited, text in HELD]
    seeded_editor.create("briefings", {"id": "b", "title": "B", "lead": lead})
    seeded_editor.send("POST", "/v1/briefings/b/publish", status=200)


def test_the_seeds_statements_are_held_by_what_they_cite(seeded_editor: Editor) -> None:
    seed = seeded_editor.client.get(f"/v1/briefings/{SEED}").json()["data"]
    bare = {name: seed[name] for name in ("title", "subtitle", "period")}
    bare |= {"id": "again", "lead": bare_statements(seed["lead"])}
    bare["sections"] = [
        {"heading": each["heading"], "statements": bare_statements(each["statements"])} for each in seed["sections"]
    ]
    seeded_editor.create("briefings", bare)
    seeded_editor.send("POST", "/v1/briefings/again/publish", status=200)
    again = seeded_editor.client.get("/v1/briefings/again").json()["data"]
    assert (again["lead"], again["sections"]) == (seed["lead"], seed["sections"])
    notes = [note for _, statement in headed_statements(again) for note in statement["notes"]]
    assert "far" not in {note["kind"] for note in notes}


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
