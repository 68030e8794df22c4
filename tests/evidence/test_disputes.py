"""Disputes: both sides of a claim, while something stands against it."""

from schemas import DisputeDetail
from tests.editors import Editor
from tests.evidence.passages import TEXT, ground, put


def test_both_sides_of_a_claim_stand_side_by_side(editor: Editor) -> None:
    grade = {"grade": "B", "assessed_by": "editors", "assessed_on": "2026-02-26", "reason": "Careful."}
    editor.create("sources", {"id": "minutes", "reliability": grade})
    editor.create("sources", {"id": "letter", "origin": "palace"})
    put(editor, "minutes", TEXT)
    denial = {"source": "letter", "stance": "denies"}
    editor.create("developments", {"id": "met", "credibility": 3, "evidence": [ground(TEXT, "Zenda"), denial]})
    against = [{"id": "met", "kind": "contradicts"}]
    editor.create("developments", {"id": "apart", "credibility": 5, "evidence": [denial | {"stance": "asserts"}],
                                   "relations": against})  # fmt: skip
    editor.create("developments", {"id": "taken-back", "status": "retracted", "relations": against})
    editor.create("developments", {"id": "erratum", "relations": [{"id": "met", "kind": "corrects"}]})
    dispute = DisputeDetail.model_validate_json(editor.client.get("/v1/developments/met/dispute").content).data
    assert [(each.evidence.exact, each.reliability and each.reliability.grade) for each in dispute.asserted] == [
        ("Zenda", "B")
    ]
    assert [(each.evidence.stance, each.origin) for each in dispute.denied] == [("denies", "palace")]
    assert [(each.id, each.credibility, each.asserted[0].origin) for each in dispute.contradicting] == [
        ("apart", 5, "palace")
    ]
    assert [each.id for each in dispute.corrections] == ["erratum"]
    assert dispute.development.status == "corrected"
    assert [each.model_dump() for each in dispute.development.related_by] == [
        {"id": "apart", "kind": "contradicts"}, {"id": "erratum", "kind": "corrects"}]  # fmt: skip
    other = DisputeDetail.model_validate_json(editor.client.get("/v1/developments/apart/dispute").content).data
    assert [each.id for each in other.contradicting] == ["met"]
    assert other.development.status == "disputed"
    correcting = editor.client.get("/v1/developments/erratum/dispute").json()["data"]
    assert [each["id"] for each in correcting["corrected"]] == ["met"]
    assert correcting["development"]["status"] == "reported"
    found = editor.client.get("/v1/developments?disputed=true&fields=id").json()["data"]
    assert [each["id"] for each in found] == ["apart"]
    editor.send("DELETE", "/v1/developments/erratum", tag="*", status=200)
    assert editor.client.get("/v1/developments/met").json()["data"]["status"] == "disputed"
    assert editor.client.get("/v1/developments/met/dispute?as_of=2").status_code == 404
    assert editor.client.get("/v1/developments/met/dispute?side=both").status_code == 422


def test_a_claim_is_disputed_while_something_stands_against_it(editor: Editor) -> None:
    def standing(record_id: str) -> str:
        return str(editor.client.get(f"/v1/developments/{record_id}").json()["data"]["status"])

    editor.create("sources", {"id": "minutes"})
    editor.create("sources", {"id": "letter", "origin": "palace"})
    grounds = [{"source": "minutes"}, {"source": "letter"}]
    editor.create("developments", {"id": "claim", "status": "confirmed", "evidence": grounds})
    editor.create("developments", {"id": "other", "relations": [{"id": "claim", "kind": "contradicts"}]})
    assert (standing("claim"), standing("other")) == ("disputed", "disputed")
    editor.send("PATCH", "/v1/developments/other", {"status": "retracted"}, tag="*", status=200)
    assert (standing("claim"), standing("other")) == ("confirmed", "retracted")
    editor.send("PATCH", "/v1/developments/other", {"relations": [], "status": "reported"}, tag="*", status=200)
    denied = [*grounds, {"source": "minutes", "stance": "disputes"}]
    editor.send("PATCH", "/v1/developments/claim", {"evidence": denied}, tag="*", status=200)
    assert standing("claim") == "disputed"
    editor.send("PATCH", "/v1/developments/claim", {"evidence": grounds}, tag="*", status=200)
    assert (standing("claim"), standing("other")) == ("confirmed", "reported")
