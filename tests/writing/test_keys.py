"""Keys: needed, and only for what they allow; and what is sent again under one is done once."""

import json
import threading

from app.store.database import Database
from app.writing import keys
from tests.editors import Editor, draft, export, key


def test_a_key_is_needed_and_must_allow_it(editor: Editor, database: Database) -> None:
    body = draft("sources")
    limited = key(database, "limited", "actors:write")
    revoked = key(database, "revoked", "*")
    with database.write() as connection:
        keys.revoke(connection, "revoked")
    before = export(editor)
    for authorization in (
        "", "Bearer", "Bearer ", "Bearer x", f"Basic {editor.token}", f"Bearer {editor.token}x", f"Bearer {revoked}",
        f"Bearer {editor.token[:12]}_{'a' * 43}", f"Bearer {editor.token} {editor.token}", "Bearer é",
    ):  # fmt: skip
        headers = {b"Authorization": authorization.encode("latin-1")}
        answer = editor.client.post("/v1/sources", json=body, headers=headers)
        assert answer.status_code == 401, authorization
        assert answer.headers["www-authenticate"].startswith('Bearer realm="tracker"')
        assert editor.token not in answer.text
    answer = editor.client.post("/v1/sources", json=body, headers={"Authorization": f"Bearer {limited}"})
    assert (answer.status_code, "sources:write" in answer.json()["detail"]) == (403, True)
    assert export(editor) == before
    lower = editor.client.post("/v1/sources", json=body, headers={"authorization": f"bearer {editor.token}"})
    assert lower.status_code == 201


def test_the_key_names_who_made_a_change(editor: Editor, database: Database) -> None:
    editor.create("sources", {"id": "s"})
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT by FROM change").scalars().all() == ["her"]
        (row,) = keys.find_keys(connection)
        assert row.last_used_on is not None
        assert not hasattr(row, "digest")
        kept = connection.exec_driver_sql("SELECT * FROM api_key").one()
        assert editor.token not in map(str, kept)


def test_a_retry_is_answered_again_and_not_done_again(editor: Editor, database: Database) -> None:
    first = editor.create("sources", Idempotency_Key="one")
    again = editor.create("sources", Idempotency_Key="one")
    assert (again.content, again.headers["location"]) == (first.content, first.headers["location"])
    assert again.headers["etag"] == first.headers["etag"]
    assert "idempotency-replayed" not in first.headers
    assert again.headers["idempotency-replayed"] == "true"
    editor.send("POST", "/v1/sources", draft("sources") | {"title": "Other"}, status=422, Idempotency_Key="one")
    second = editor.create("sources", Idempotency_Key="two")
    assert second.json()["data"]["id"] != first.json()["data"]["id"]
    other = Editor(editor.client, key(database, "another", "*"))
    assert other.create("sources", Idempotency_Key="one").json()["data"]["id"] != first.json()["data"]["id"]
    actor = editor.create("actors", Idempotency_Key="one")
    assert actor.json()["data"]["name"]
    editor.send("POST", "/v1/sources", {"title": 1}, status=422, Idempotency_Key="three")
    assert editor.create("sources", Idempotency_Key="three").status_code == 201
    for bad in ("", "x" * 256, "with space"):
        editor.send("POST", "/v1/sources", draft("sources"), status=422, Idempotency_Key=bad)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE stored_answer SET at = '2020-01-01 00:00:00+00:00'")
    assert "idempotency-replayed" not in editor.create("sources", Idempotency_Key="one").headers


def test_many_writers_with_retries_write_each_record_once(editor: Editor, database: Database) -> None:
    followed: list[int] = []

    def follow() -> None:
        """Read the changes while they are made."""
        while len(followed) < 120:
            after = followed[-1] if followed else 0
            page = editor.client.get(f"/v1/changes?after={after}&limit=7").json()
            followed.extend(change["seq"] for change in page["data"])

    def write(number: int) -> None:
        body = json.dumps(draft("sources") | {"title": f"Source {number}"})
        for _ in range(3):
            headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "application/json"}
            answer = editor.client.post(
                "/v1/sources", content=body, headers={**headers, "Idempotency-Key": f"key-{number}"}
            )
            assert answer.status_code in (201, 409), answer.text

    def several(start: int) -> None:
        for number in range(start, 120, 8):
            write(number)

    threads = [threading.Thread(target=several, args=(start,)) for start in range(8)]
    threads.append(threading.Thread(target=follow, daemon=True))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    titles = [record["title"] for record in editor.client.get("/v1/sources?limit=200").json()["data"]]
    assert sorted(titles) == sorted(f"Source {number}" for number in range(120))
    assert followed == list(range(1, 121))
    with database.read() as connection:
        numbers = connection.exec_driver_sql("SELECT seq FROM change ORDER BY seq").scalars().all()
    assert numbers == list(range(1, 121))


def test_a_key_holds_whatever_the_query_says(editor: Editor) -> None:
    body = {"title": "Idem", "kind": "report", "publisher": "P", "origin": "p"}
    first = editor.send("POST", "/v1/sources", body, status=201, Idempotency_Key="k")
    again = editor.send("POST", "/v1/sources?dry_run=false", body, status=201, Idempotency_Key="k")
    assert again.content == first.content
    assert again.headers["idempotency-replayed"] == "true"
    editor.send("POST", "/v1/sources?dry_run=true", body, status=422, Idempotency_Key="k")
