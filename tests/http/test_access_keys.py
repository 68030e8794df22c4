"""`/v1/keys`: keys that are made, rotated and revoked with keys, and never allow more than these."""

import datetime as dt
from typing import Any

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.errors import Invalid, Unauthorized
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.writing import granting, keys
from app.writing.keys import SCOPES
from schemas import AccessKeyDraft
from tests.editors import Editor, draft, key

MAKING = {"name": "new", "scopes": ["sources:write"]}


def send(editor: Editor, token: str, path: str = "/v1/keys", body: Any = None, *, method: str = "POST") -> Response:
    return editor.client.request(method, path, json=body, headers={"Authorization": f"Bearer {token}"})


def listed(editor: Editor, **beside: str) -> dict[str, Any]:
    found = send(editor, beside.get("token", editor.token), method="GET").json()["data"]
    return {each["name"]: each for each in found}


def test_a_key_is_made_is_seen_once_and_writes_what_it_may(editor: Editor) -> None:
    answer = send(editor, editor.token, body=MAKING | {"person": "Ada Byron"})
    made = answer.json()["data"]
    assert (answer.status_code, answer.headers["location"]) == (201, f"/v1/keys/{made['id']}")
    assert answer.headers["cache-control"] == "no-store"
    shown = send(editor, editor.token, f"/v1/keys/{made['id']}", method="GET").json()["data"]
    assert shown == {name: value for name, value in made.items() if name != "secret"}
    assert (shown["person"], shown["by"], shown["revision"], shown["revoked_at"]) == ("Ada Byron", "her", 1, None)
    assert made["secret"] not in send(editor, editor.token, method="GET").text
    assert send(editor, made["secret"], "/v1/sources", draft("sources")).status_code == 201
    assert send(editor, made["secret"], "/v1/actors", draft("actors")).status_code == 403


def test_a_key_without_the_scope_reads_and_makes_none(editor: Editor, database: Database) -> None:
    token = key(database, "other", *(each for each in SCOPES if each not in ("keys:write", "*")))
    made = send(editor, editor.token, body=MAKING).json()["data"]["id"]
    for method, path in (("GET", ""), ("POST", ""), ("GET", f"/{made}"), ("POST", f"/{made}/rotate")):
        answer = send(
            editor, token, f"/v1/keys{path}", MAKING if (method, path) == ("POST", "") else None, method=method
        )
        assert (answer.status_code, "keys:write" in answer.json()["detail"]) == (403, True)
    assert editor.client.get("/v1/keys").status_code == 401


def test_a_key_gives_nothing_that_it_does_not_have(editor: Editor, database: Database) -> None:
    token = key(database, "some", "keys:write", "sources:write")
    for wider in (["actors:write"], ["*"], ["sources:write", "proposals:write"]):
        answer = send(editor, token, body=MAKING | {"scopes": wider})
        (fault,) = answer.json()["errors"]
        assert (answer.status_code, fault["pointer"]) == (422, f"/scopes/{len(wider) - 1}")
    assert send(editor, token, body=MAKING | {"scopes": ["sources:write", "keys:write"]}).status_code == 201
    everything = send(editor, editor.token, body={"name": "all", "scopes": ["*"]}).json()["data"]["id"]
    for path in (f"/v1/keys/{everything}/rotate", f"/v1/keys/{everything}/revoke"):
        assert send(editor, token, path).status_code == 403


def test_a_key_for_a_time_and_for_networks_gives_none_for_longer_or_from_elsewhere(
    editor: Editor, database: Database
) -> None:
    today = dt.datetime.now(dt.UTC).date()
    with database.write() as connection:
        bound = keys.make_key(connection, "bound", ["*"], expires_on=today)
        keys.make_key(connection, "wide", ["sources:write"])
    wide = listed(editor)["wide"]["id"]
    for given in ({}, {"expires_on": str(today + dt.timedelta(1))}):
        answer = send(editor, bound, body=MAKING | given)
        (fault,) = answer.json()["errors"]
        assert fault["pointer"] + fault.get("name", "") in ("/expires_on", "expires_on")
    assert send(editor, bound, f"/v1/keys/{wide}/rotate").status_code == 403
    assert send(editor, bound, body=MAKING | {"expires_on": str(today)}).status_code == 201
    passed = send(editor, editor.token, body=MAKING | {"name": "x", "expires_on": str(today - dt.timedelta(1))})
    assert passed.json()["errors"][0]["message"] == "must not have passed"
    assert send(editor, bound, f"/v1/keys/{wide}/revoke").status_code == 200


@pytest.mark.parametrize(
    ("networks", "is_taken"),
    [(None, False), (["10.0.0.0/8"], True), (["10.1.2.3", "2001:db8::1"], True), (["11.0.0.0/8"], False),
     (["10.0.0.0/7"], False), (["::/0"], False), (["10.1.2.3", "11.0.0.1"], False)],
)  # fmt: skip
def test_networks_lie_within_those_of_the_key_that_gives_them(
    database: Database, networks: list[str] | None, is_taken: bool
) -> None:
    with database.write() as connection:
        token = keys.make_key(connection, "near", ["*"], networks=["10.0.0.0/8", "2001:db8::/32"])
        giver = keys.key_of(connection, token, address="10.0.0.1")
        body = AccessKeyDraft(name="new", scopes=("*",), networks=tuple(networks) if networks else None)
        if is_taken:
            assert granting.grant_key(connection, giver, body).networks is not None
            return
        with pytest.raises(Invalid) as caught:
            granting.grant_key(connection, giver, body)
    assert [fault.pointer for fault in caught.value.faults] == ["/networks"]


def test_no_network_is_taken_that_hides_another_behind_its_zone(editor: Editor, database: Database) -> None:
    with database.write() as connection:
        token = keys.make_key(connection, "near", ["*"], networks=["2001:db8::/32"])
        giver = keys.key_of(connection, token, address="2001:db8::1")
        for hidden in ("2001:db8::%x 203.0.113.7 2001:db8::/32", "2001:db8::%eth0", "fe80::%1/64"):
            with pytest.raises(Invalid):
                granting.grant_key(connection, giver, AccessKeyDraft(name="new", scopes=("*",), networks=(hidden,)))
    answer = send(editor, editor.token, body=MAKING | {"networks": ["2001:db8::%x 203.0.113.7 2001:db8::/32"]})
    assert answer.status_code == 422


def test_a_key_that_was_revoked_while_its_request_was_sent_does_nothing_with_keys(
    editor: Editor, database: Database
) -> None:
    other = send(editor, editor.token, body=MAKING).json()["data"]["id"]
    token = key(database, "fired", "*")
    with database.write() as connection:
        giver = keys.key_of(connection, token, address=None)
        keys.revoke(connection, "fired")
        row = granting.find_key(connection, other)
        with pytest.raises(Unauthorized):
            granting.grant_key(connection, giver, AccessKeyDraft(name="again", scopes=("*",)))
        with pytest.raises(Unauthorized):
            granting.renew_key(connection, giver, row)
        with pytest.raises(Unauthorized):
            granting.end_key(connection, giver, row)


def test_a_list_of_keys_is_asked_for_behind_any_text(editor: Editor) -> None:
    assert send(editor, editor.token, "/v1/keys?after=%00", method="GET").status_code == 200


def test_a_rotated_key_works_beside_the_one_before(editor: Editor) -> None:
    made = send(editor, editor.token, body=MAKING | {"scopes": ["keys:write"]}).json()["data"]
    path = f"/v1/keys/{made['id']}/rotate"
    again = send(editor, editor.token, path).json()["data"]
    assert again["secret"] != made["secret"]
    assert (again["id"], again["revision"]) == (made["id"], 2)
    assert again["previous_until"] is not None
    for token in (made["secret"], again["secret"]):
        assert send(editor, token, method="GET").status_code == 200


def test_a_revoked_key_is_listed_and_does_nothing(editor: Editor) -> None:
    made = send(editor, editor.token, body=MAKING | {"scopes": ["keys:write"]}).json()["data"]
    path = f"/v1/keys/{made['id']}/revoke"
    ended = send(editor, editor.token, path).json()["data"]
    assert (ended["revision"], ended["revoked_at"] is not None) == (2, True)
    assert send(editor, made["secret"], method="GET").status_code == 401
    assert listed(editor)["new"]["revoked_at"] == ended["revoked_at"]
    for again in (path, f"/v1/keys/{made['id']}/rotate"):
        assert send(editor, editor.token, again).status_code == 409
    assert send(editor, editor.token, body=MAKING).status_code == 409  # names are never used twice


def test_the_last_key_that_makes_keys_is_not_revoked(editor: Editor, database: Database) -> None:
    (own,) = listed(editor).values()
    path = f"/v1/keys/{own['id']}/revoke"
    with database.write() as connection:
        keys.make_key(connection, "expired", ["*"], expires_on=dt.date(2020, 1, 1))
        gone = keys.make_key(connection, "gone", ["*"])
        keys.revoke(connection, "gone")
        keys.make_key(connection, "writer", ["sources:write"])
    assert gone
    assert send(editor, editor.token, path).status_code == 409
    other = send(editor, editor.token, body=MAKING | {"scopes": ["keys:write"]}).json()["data"]
    assert send(editor, editor.token, path).status_code == 200
    assert send(editor, other["secret"], f"/v1/keys/{other['id']}/revoke").status_code == 409


def test_keys_come_in_pages_by_name(editor: Editor, database: Database) -> None:
    names = sorted(f"n {number}" for number in range(4))
    for name in names:
        key(database, name, "sources:write")
    found, path = [], "/v1/keys?limit=2"
    while path:
        page = send(editor, editor.token, path, method="GET").json()
        found += [each["name"] for each in page["data"]]
        path = page["links"]["next"]
    assert found == sorted([*names, "her"])


def test_what_is_wrong_with_a_key_is_told_at_its_place(editor: Editor) -> None:
    answer = send(editor, editor.token, body=MAKING | {"scopes": ["source:write"]})
    (fault,) = answer.json()["errors"]
    assert (fault["pointer"], fault["suggestions"][0]) == ("/scopes/0", "sources:write")
    wrong: dict[str, Any]
    for wrong in ({"name": "Seed"}, {"person": "a\nb"}, {"networks": ["here"]}, {"scopes": []}, {"name": "é"}):
        assert send(editor, editor.token, body=MAKING | wrong).status_code == 422


def test_what_a_key_is_is_not_in_the_database_though_a_retry_is_told_it_again(
    editor: Editor, database: Database
) -> None:
    headers = {"Authorization": f"Bearer {editor.token}", "Idempotency-Key": "once"}

    def ask(client: TestClient, path: str, body: Any = None) -> Response:
        return client.post(f"/v1/keys{path}", json=body, headers=headers)

    made = ask(editor.client, "", MAKING)
    way = f"/{made.json()['data']['id']}/rotate"
    rotated = ask(editor.client, way)
    for answer, again in ((made, ask(editor.client, "", MAKING)), (rotated, ask(editor.client, way))):
        assert (again.content, again.headers["idempotency-replayed"]) == (answer.content, "true")
    with database.read() as connection:
        kept = [body for (body,) in connection.exec_driver_sql("SELECT body FROM stored_answer")]
    assert len(kept) == 2
    assert not [body for body in kept for each in (made, rotated) if each.json()["data"]["secret"] in body]
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url))) as other:  # another process: it cannot tell, and does not
        assert [ask(other, "", MAKING).status_code, ask(other, way).status_code] == [409, 409]
