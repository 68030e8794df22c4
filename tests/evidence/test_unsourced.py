"""Unsourced: what is said of a claim, an assessment or a statement that no source asserts."""

from typing import Any

from tests.editors import Editor
from tests.evidence.sourcing import MET, UNSOURCED, grounds


def unsourced(editor: Editor, path: str) -> list[str]:
    caveats = editor.client.get(path).json()["data"]["caveats"]
    return [each["note"] for each in caveats if each["kind"] == "unsourced"]


def test_a_claim_that_no_source_asserts_says_so_until_one_does(desk: Editor) -> None:
    desk.create("developments", {"id": "met"})
    desk.create("conditions", {"id": "leave"})
    for path in (MET, "/v1/conditions/leave"):
        assert unsourced(desk, path) == [UNSOURCED]
        collection = path.split("/")[2]
        assert desk.client.get(f"/v1/{collection}?has_caveat=unsourced").json()["meta"]["total"] == 1
        desk.send("PATCH", path, {"evidence": grounds("gazette denies", "herald disputes")}, tag="*", status=200)
        assert unsourced(desk, path) == [UNSOURCED]
        desk.send("PATCH", path, {"evidence": grounds("gazette")}, tag="*", status=200)
        assert unsourced(desk, path) == []
        assert desk.client.get(f"/v1/{collection}?has_caveat=unsourced").json()["meta"]["total"] == 0
        desk.send("PATCH", path, {"evidence": []}, tag="*", status=200)
        assert unsourced(desk, path) == [UNSOURCED]


def test_an_editors_own_words_take_the_place_of_the_trackers(desk: Editor) -> None:
    own = {"kind": "unsourced", "note": "The desk heard it by telephone.", "refers_to": None}
    for collection in ("developments", "conditions"):
        path = f"/v1/{collection}/heard"
        desk.create(collection, {"id": "heard", "caveats": [own]})
        assert unsourced(desk, path) == [own["note"]]
        desk.send("PATCH", path, {"caveats": []}, tag="*", status=200)
        assert unsourced(desk, path) == [UNSOURCED]
        # What a client has read and sends back is not taken for an editor's own.
        read = desk.client.get(path).json()["data"]["caveats"]
        other = {"kind": "other", "note": "Hearsay."}
        desk.send("PATCH", path, {"caveats": [*read, other]}, tag="*", status=200)
        desk.send("PATCH", path, {"evidence": grounds("gazette")}, tag="*", status=200)
        assert unsourced(desk, path) == []
        assert [each["note"] for each in desk.client.get(path).json()["data"]["caveats"]] == ["Hearsay."]


def test_an_assessment_that_no_source_asserts_is_named_by_its_day(desk: Editor) -> None:
    path, each = "/v1/conditions/leave", {"status": "unmet", "rationale": "They stay."}
    desk.create("conditions", {"id": "leave", "evidence": grounds("gazette")})
    judged = [
        {"on": "2026-02-01", **each, "evidence": grounds("herald")},
        {"on": "2026-02-02", **each},
        {"on": "2026-02-03", **each, "evidence": grounds("herald denies")},
        {"on": "2026-02-03", **each},
    ]
    for assessment in judged:
        desk.send("POST", f"{path}/assessments", assessment, status=200)
    notes = [f"No source is given that asserts the assessment of 2026-02-0{day}." for day in (2, 3)]
    assert unsourced(desk, path) == notes
    own = {"kind": "unsourced", "note": "Of 2026-02-02 there are notes of the desk alone."}
    desk.send("PATCH", path, {"caveats": [own]}, tag="*", status=200)
    assert unsourced(desk, path) == [own["note"], notes[1]]
    desk.send("PATCH", path, {"evidence": []}, tag="*", status=200)
    assert unsourced(desk, path) == [own["note"], notes[1]]
    desk.send("PATCH", path, {"caveats": []}, tag="*", status=200)
    assert unsourced(desk, path) == [UNSOURCED, *notes]


def test_a_record_has_no_more_caveats_than_it_may_have(desk: Editor) -> None:
    office = {"title": "King of Ruritania", "until": "2025-12-31"}
    desk.create("actors", {"id": "rudolf", "name": "Rudolf Rassendyll", "kind": "person", "offices": [office]})
    caveats = [{"kind": "other", "note": f"Note {number}."} for number in range(100)]
    members: dict[str, Any] = {
        "id": "met",
        "summary": "King Rudolf Rassendyll spoke.",
        "actors": [{"id": "rudolf", "role": "speaker"}],
        "caveats": caveats,
    }
    assert len(desk.create("developments", members).json()["data"]["caveats"]) == 100
    desk.send("PATCH", MET, {"caveats": caveats[:99]}, tag="*", status=200)
    kinds = [each["kind"] for each in desk.client.get(MET).json()["data"]["caveats"]]
    assert kinds[98:] == ["other", "outdated-office"]
    desk.send("PATCH", MET, {"caveats": caveats[:98]}, tag="*", status=200)
    kinds = [each["kind"] for each in desk.client.get(MET).json()["data"]["caveats"]]
    assert kinds[97:] == ["other", "outdated-office", "unsourced"]


def test_statements_note_grounds_that_are_retracted_unsourced_or_orphaned(desk: Editor) -> None:
    words = {"start": 0, "end": 3, "sha256": "0" * 64}
    desk.create("developments", {"id": "met", "status": "retracted"})
    evidence = [{"source": "gazette", "selector": words}]
    assessment = {"on": "2026-02-02", "status": "unmet", "rationale": "They stay."}
    desk.create("conditions", {"id": "leave", "evidence": evidence, "assessments": [assessment]})
    desk.create("actors", {"id": "nobody", "name": "Nobody"})
    own = {"kind": "unsourced", "note": "Common knowledge."}
    desk.create("actors", {"id": "known", "name": "Known", "caveats": [own]})
    desk.create("actors", {"id": "named", "name": "Named", "evidence": grounds("gazette")})
    desk.create("sources", {"id": "leaflet", "caveats": [own]})
    cites = ["developments/met", "conditions/leave", *(f"actors/{each}" for each in ("nobody", "known", "named"))]
    cites += ["sources/leaflet", "sources/gazette"]
    desk.create("briefings", {"id": "b", "title": "B", "lead": [{"text": "They met.", "cites": cites}]})

    def noted(briefing: dict[str, Any]) -> list[tuple[str, str, str]]:
        (only,) = briefing["lead"]
        return [(note["record"], note["kind"], note["text"]) for note in only["notes"]]

    put = {"Content_Type": "text/plain"}
    desk.send("PUT", "/v1/sources/gazette/text", b"They met.", status=200, **put)
    assert noted(desk.draft("b")) == [
        ("developments/met", "retracted", "The claim was retracted."),
        ("developments/met", "unsourced", UNSOURCED),
        ("conditions/leave", "orphaned", "A passage that it rests on no longer stands in its source's text."),
        ("conditions/leave", "unsourced", "No source is given that asserts the assessment of 2026-02-02."),
        ("actors/nobody", "unsourced", "No source is given that names it."),
        ("actors/known", "unsourced", "Common knowledge."),
        ("sources/leaflet", "unsourced", "Common knowledge."),
    ]
    published = desk.publish("b")["data"]
    markdown = desk.client.get("/v1/briefings/b?format=markdown").text
    assert markdown.count("**Unsourced**") == 5
    page = desk.client.get("/briefings/b", headers={"Accept": "text/html"}).text
    assert page.count("<strong>Unsourced</strong>") == 5
    kept = noted(published)
    desk.send("PATCH", MET, {"evidence": grounds("herald"), "status": "reported"}, tag="*", status=200)
    assert noted(desk.client.get("/v1/briefings/b").json()["data"]) == kept
