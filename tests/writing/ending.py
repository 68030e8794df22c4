"""Records that are deleted, merged and restored over HTTP."""

from typing import Any

from tests.editors import Editor

URL = "https://www.example.org/a"


def read(editor: Editor, path: str) -> dict[str, Any]:
    answer = editor.client.get(path, follow_redirects=False)
    assert answer.status_code == 200, answer.text
    return dict(answer.json()["data"])


def delete(editor: Editor, path: str) -> None:
    editor.send("DELETE", path, tag="*", status=200)


def merge(editor: Editor, path: str, into: str) -> None:
    editor.send("POST", f"{path}/merge", {"into": into}, status=200)


def restore(editor: Editor, path: str, **headers: str) -> dict[str, Any]:
    return dict(editor.send("POST", f"{path}/restore", status=200, **headers).json())
