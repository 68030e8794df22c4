"""An edition on records of the tests' own, and what its forms show."""

from hashlib import sha256
from typing import Any

from tests.editors import Editor

ALL = "developments,conditions,actors,sources,briefings"
EDITION = "/v1/briefings/edition"
WORDS = "met in Strelsau"
TEXT = f"On Monday they {WORDS}. Nobody came."


def passage(text: str = TEXT, words: str = WORDS) -> dict[str, Any]:
    start = text.index(words)
    return {"start": start, "end": start + len(words), "sha256": sha256(words.encode()).hexdigest()}


def attach(editor: Editor, text: str, *, source: str = "relay") -> None:
    headers = {"Authorization": f"Bearer {editor.token}", "Content-Type": "text/plain"}
    answer = editor.client.put(f"/v1/sources/{source}/text", content=text.encode(), headers=headers)
    assert answer.status_code == 200, answer.text


def change(editor: Editor, path: str, **members: Any) -> None:
    editor.send("PATCH", f"/v1/{path}", members, tag="*", status=200)


def included(editor: Editor, query: str = "", *, path: str = EDITION) -> dict[str, dict[str, Any]]:
    answer = editor.client.get(f"{path}?include={ALL}{query}")
    assert answer.status_code == 200, answer.text
    found: dict[str, dict[str, Any]] = answer.json()["included"]
    return found


def number(editor: Editor) -> int:
    return int(editor.client.get("/readyz").json()["snapshot"])
