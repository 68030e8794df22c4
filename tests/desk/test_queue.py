"""The queue: what is shown of a proposal, and what comes of each decision; over HTTP, without the script."""

from typing import Any

from app.store.database import Database
from tests.desk.queues import accept, number_in, proposal
from tests.desk.signing import Person, all_fields, key, typed_into

NEW_ACTOR: dict[str, Any] = {"actor-2-name": "pol", "actor-2-role": "mediator"}


def test_a_proposal_is_shown_beside_its_text_with_every_reason(decider: Person) -> None:
    page = decider.get("/desk/queue")
    assert "A line before." in page
    assert "&lt;b&gt;angle brackets&lt;/b&gt; &amp; signs." in page
    assert '<mark class="passage"' in page
    fields = dict(all_fields(page, "draft"))
    assert (fields["actor-0-name"], fields["from"], fields["measure-0-value"]) == ("Russia", "2026-02-12", "302")
    assert page.count('class="reason"') > 5
    for part in proposal(decider, number_in(page))["parts"]:
        assert part["reason"].replace("“", "").split("”")[0][:30] in page.replace("“", "").replace("&#39;", "'")


def test_a_proposal_is_accepted_as_the_api_would_with_what_was_changed(decider: Person) -> None:
    page = decider.get("/desk/queue")
    number = number_in(page)
    after = accept(decider, page, title="Prisoners come home", **NEW_ACTOR)
    assert number_in(after) != number
    assert "<strong>1</strong> decided" in after
    assert "<strong>2</strong> open" in after
    decided = proposal(decider, number)
    assert (decided["state"], decided["decided_by"]) == ("accepted", "her")
    made = decider.client.get(f"/v1/{decided['outcome']}").json()["data"]
    assert made["title"] == "Prisoners come home"
    assert {(each["id"], each["role"]) for each in made["actors"]} >= {("poland", "mediator")}
    assert made["evidence"][0]["state"] == "verified"
    changes = decider.client.get("/v1/changes?limit=200").json()["data"]
    assert changes[-1]["by"] == "her"


def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(decider: Person) -> None:
    page = decider.get("/desk/queue")
    wrong: dict[str, Any] = {"actor-0-name": "Rusia", "measure-0-value": "many", "place-0-country": "xx"}
    refused = accept(decider, page, status=422, title="", summary="Kept \n<i>words</i>", **wrong)
    assert "Type a title" in refused
    assert 'id="measure-0-value-fault">Must be a number' in refused
    assert 'id="place-0-country-fault">' in refused
    assert "Kept \n&lt;i&gt;words&lt;/i&gt;" in refused
    assert number_in(refused) == number_in(page)
    unknown_actor: dict[str, Any] = {"actor-0-name": "Rusia"}
    unknown = accept(decider, page, status=422, **unknown_actor)
    fault = unknown.partition('id="actor-0-name-fault">')[2].partition("<")[0]
    assert "russia" in fault
    assert proposal(decider, number_in(page))["state"] == "open"
    bare = decider.post(
        f"/desk/queue/{number_in(page)}/accept", typed_into(all_fields(page, "draft"), theme=[]), status=422
    )
    assert "Tick at least one theme." in bare.text


def test_it_is_more_evidence_of_the_near_one_or_of_one_that_is_looked_for(decider: Person) -> None:
    page = decider.get("/desk/queue")
    way = f"/desk/queue/{number_in(page)}/evidence"
    fields = all_fields(page, "evidence-form")
    looked = decider.post(way, typed_into(fields, development="Stoltenberg diplomacy"), status=200).text
    found = looked.partition('<button type="submit" name="development" value="')[2].partition('"')[0]
    assert found
    nothing = decider.post(way, typed_into(fields, development="xyzzy"), status=422).text
    assert "Nothing is called so." in nothing
    before = len(decider.client.get(f"/v1/developments/{found}").json()["data"]["evidence"])
    decider.post(way, typed_into(fields, development=found, stance="denies"))
    after = decider.client.get(f"/v1/developments/{found}").json()["data"]["evidence"]
    assert (len(after), after[-1]["stance"]) == (before + 1, "denies")


def test_a_rejection_needs_a_reason_and_can_be_undone(decider: Person) -> None:
    page = decider.get("/desk/queue")
    number = number_in(page)
    way = f"/desk/queue/{number}/reject"
    assert "Must" in decider.post(way, decider.fields(page, way, reason="x" * 10_001), status=422).text
    assert "Say why" in decider.post(way, decider.fields(page, way), status=422).text
    answer = decider.post(way, decider.fields(page, way, reason="It is old."))
    after = decider.get(answer.headers["location"])
    assert proposal(decider, number)["decision"] == "It is old."
    undo = f"/desk/queue/{number}/reopen"
    back = decider.post(undo, decider.fields(after, undo))
    assert number_in(decider.get(back.headers["location"])) == number
    assert proposal(decider, number)["state"] == "open"


def test_an_acceptance_is_undone_with_the_record_that_it_made(decider: Person) -> None:
    page = decider.get("/desk/queue")
    after = accept(decider, page)
    outcome, undo = proposal(decider, number_in(page))["outcome"], f"/desk/queue/{number_in(page)}/reopen"
    back = decider.post(undo, decider.fields(after, undo))
    again = decider.get(back.headers["location"])
    assert "<strong>0</strong> decided" in again
    assert decider.client.get(f"/v1/{outcome}").status_code == 410
    accept(decider, again)


def test_what_is_put_off_comes_again_at_the_end(decider: Person) -> None:
    seen = []
    for _ in range(4):
        page = decider.get("/desk/queue")
        seen.append(number_in(page))
        way = f"/desk/queue/{seen[-1]}/later"
        decider.post(way, decider.fields(page, way))
    assert len(set(seen[:3])) == 3
    assert seen[3] == seen[0]
    assert "<strong>3</strong> open" in decider.get("/desk/queue")


def test_the_queue_is_narrowed_and_stays_so(decider: Person, seeded: Database) -> None:
    page = decider.get("/desk/queue?feed=&actor=Russia&theme=&verdict=&from=2026-02-01&to=")
    assert "<strong>3</strong> of these chosen" in page
    way = f"/desk/queue/{number_in(page)}/later"
    answer = decider.post(way, decider.fields(page, way))
    assert answer.headers["location"] == "/desk/queue?actor=Russia&from=2026-02-01"
    assert "Nothing is waiting" in decider.get("/desk/queue?actor=Poland")
    assert "No actor is called so" in decider.get("/desk/queue?actor=Nobody")
    assert "must be a day" in decider.get("/desk/queue?from=soon")
    assert "No actor is called so" in decider.get("/desk/queue?actor=%00x%ff")


def test_a_key_that_may_only_look_has_no_control_and_the_addresses_refuse_it(decider: Person, seeded: Database) -> None:
    page = decider.get("/desk/queue")
    looker = Person(decider.client, key(seeded, "looks", "proposals:read"))
    looker.sign_in()
    seen = looker.get("/desk/queue")
    for control in (">Accept", ">Reject", ">More evidence <kbd>", ">Undo", ">Keep the draft"):
        assert control not in seen
    token = dict(looker.fields(seen, "/desk/out"))["token"]
    for decision in ("accept", "draft", "evidence", "reject", "reopen"):
        fields = [*all_fields(page, "draft"), ("token", token), ("reason", "R.")]
        fields = [each for each in fields if each[0] != "token" or each[1] == token]
        answer = looker.post(f"/desk/queue/{number_in(page)}/{decision}", fields, status=403)
        assert "proposals:write" in answer.text
    writes = Person(decider.client, key(seeded, "writes", "sources:write"))
    writes.sign_in()
    assert "proposals:read" in writes.get("/desk/queue", status=403)
    assert "Queue" not in writes.get("/desk")
    decides = Person(decider.client, key(seeded, "decides", "proposals:write"))
    decides.sign_in()
    seen = decides.get("/desk/queue")
    assert ">Accept" not in seen
    assert ">Reject" in seen
    fields = typed_into(all_fields(seen, "draft"), theme="diplomacy")
    refused = decides.post(f"/desk/queue/{number_in(seen)}/accept", fields, status=403)
    assert "developments:write" in refused.text
    assert proposal(decider, number_in(page))["state"] == "open"
