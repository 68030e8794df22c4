"""Sources with a text, and the passages that records select from it."""

import json
from hashlib import sha256
from typing import Any

from httpx2 import Response

from tests.editors import Editor

TEXT = "The parties met in Strelsau.\nNobody came to Zenda; they met in Strelsau again.\n"


def put(editor: Editor, source: str, text: str | bytes, *, status: int = 200, **headers: str) -> Response:
    content = text.encode() if isinstance(text, str) else text
    kind = headers.pop("Content_Type", "text/plain; charset=utf-8")
    return editor.send("PUT", f"/v1/sources/{source}/text", content, status=status, Content_Type=kind, **headers)


def passage(text: str, words: str, *, start: int = 0) -> dict[str, Any]:
    place = text.index(words, start)
    return {"start": place, "end": place + len(words), "sha256": sha256(words.encode()).hexdigest()}


def ground(text: str, words: str, **members: Any) -> dict[str, Any]:
    return {"source": "minutes", "selector": passage(text, words), **members}


def states(editor: Editor, query: str = "") -> dict[tuple[str, str], dict[str, Any]]:
    lines = map(json.loads, editor.client.get(f"/v1/export{query}").text.splitlines())
    return {(line["collection"], line["record"]["id"]): line["record"] for line in lines}


def changes(editor: Editor, after: int) -> list[dict[str, Any]]:
    found = editor.client.get(f"/v1/changes?after={after}&limit=200").json()
    assert found["links"]["next"] is None
    return list(found["data"])


def newest(editor: Editor) -> int:
    return int(editor.client.get("/v1/changes?limit=1").json()["meta"]["snapshot"])
