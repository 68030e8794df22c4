"""Refused writes: each names the record that it is about, and points at what is in its way."""

import pytest

from app.store.database import Database
from tests.clients import CheckedClient
from tests.editors import Editor, draft, key


def test_a_refused_deletion_points_at_what_names_the_record(editor: Editor) -> None:
    for name in ("a", "b"):
        editor.create("actors", {"id": name})
    roles = [{"id": "b", "role": "host"}, {"id": "a", "role": "host"}, {"id": "a", "role": "target"}]
    editor.create("developments", {"id": "d", "actors": roles})
    editor.create("conditions", {"id": "c", "demanded_by": ["a"]})
    for path in ("/v1/actors/a", "/v1/actors/a?dry_run=true"):
        faults = editor.send("DELETE", path, tag="*", status=409).json()["errors"]
        assert [(fault["in"], fault["name"], fault["message"]) for fault in faults] == [
            ("path", "id", "is named by conditions/c at /demanded_by/0"),
            ("path", "id", "is named by developments/d at /actors/1/id, /actors/2/id"),
        ]


def test_a_tag_that_can_never_match_is_told_from_a_stale_one(editor: Editor) -> None:
    editor.create("sources", {"id": "s"})
    tag = editor.tag("/v1/sources/s")
    for sent, word in ((f"W/{tag}", "weak"), (tag.strip('"'), "quotation marks"), (tag[:-1], "quotation marks")):
        (fault,) = editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag=sent, status=412).json()["errors"]
        assert (fault["name"], word in fault["message"]) == ("If-Match", True), sent
    (fault,) = editor.send("PATCH", "/v1/sources/s", {"notes": "N."}, tag='"r9-1-0"', status=412).json()["errors"]
    assert fault["message"] == "s is at revision 1 now"


def test_a_pointer_leads_into_the_body_or_without_one_into_the_record(editor: Editor) -> None:
    editor.create("developments", {"id": "d"})
    # What a patch makes wrong elsewhere in the record is named beyond the patch.
    (fault,) = editor.send("PATCH", "/v1/developments/d", {"reported_on": None}, tag="*", status=422).json()["errors"]
    assert fault["pointer"] == ""
    editor.create("conditions", {"id": "c"})
    evidence = {"evidence": [{"source": "none"}]}
    body = {"on": "2026-02-01", "status": "unmet", "rationale": "R."} | evidence
    (fault,) = editor.send("POST", "/v1/conditions/c/assessments", body, status=422).json()["errors"]
    assert fault["pointer"] == "/evidence/0/source"
    statement = {"text": "It was so in Xanadu.", "cites": ["developments/d"]}
    editor.create("briefings", {"id": "b", "lead": [statement]})
    (fault,) = editor.send("POST", "/v1/briefings/b/publish", status=422).json()["errors"]
    assert (fault["in"], fault["pointer"], fault["name"]) == ("path", "/lead/0/text", "Xanadu")


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "where"),
    [
        ("GET", "/v1/nothing", {}, 404, ("path", "path")),
        ("GET", "/v1/actors/nobody", {}, 404, ("path", "id")),
        ("GET", "/v1/briefings/latest", {}, 404, ("path", "path")),
        ("GET", "/problems/none", {}, 404, ("path", "code")),
        ("PUT", "/v1/actors", {}, 405, ("path", "path")),
        ("GET", "/v1/actors", {"Accept": "image/png"}, 406, ("header", "Accept")),
        ("GET", f"/v1/actors?actor={'x' * 5000}", {}, 414, ("query", "actor")),
        ("GET", f"/v1/{'x' * 5000}", {}, 414, ("path", "path")),
        ("GET", "/v1/actors", {"X-Long": "x" * 40_000}, 431, ("header", "x-long")),
        ("POST", "/v1/actors", {}, 401, ("header", "Authorization")),
    ],
)
def test_a_refusal_of_the_whole_names_what_it_is_about(  # noqa: PLR0917  # a table
    client: CheckedClient, method: str, path: str, headers: dict[str, str], status: int, where: tuple[str, str]
) -> None:
    answer = client.get(path, method=method, headers=headers)
    (fault,) = answer.json()["errors"]
    assert (answer.status_code, (fault["in"], fault["name"])) == (status, where)


def test_a_refused_write_names_what_it_is_about(editor: Editor, database: Database) -> None:
    editor.create("actors", {"id": "a"})
    editor.send("DELETE", "/v1/actors/a", tag="*", status=200)
    (fault,) = editor.client.get("/v1/actors/a").json()["errors"]
    assert (fault["in"], fault["name"]) == ("path", "id")
    (fault,) = editor.send("POST", "/v1/actors", b"a", Content_Type="text/plain", status=415).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "Content-Type")
    (fault,) = editor.send("POST", "/v1/actors", b"{}", Content_Encoding="gzip", status=415).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "Content-Encoding")
    (fault,) = editor.send("POST", "/v1/actors", b" " * 70_000, status=413).json()["errors"]
    assert (fault["in"], fault["pointer"]) == ("body", "")
    limited = Editor(editor.client, key(database, "limited", "sources:write"))
    (fault,) = limited.send("POST", "/v1/actors", draft("actors"), status=403).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "Authorization")
    editor.create("sources", {"id": "s"})
    (fault,) = editor.send("DELETE", "/v1/sources/s", status=428).json()["errors"]
    assert (fault["in"], fault["name"]) == ("header", "If-Match")
