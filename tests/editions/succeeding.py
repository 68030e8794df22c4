"""Editions that supersede each other."""

from typing import Any

from tests.editors import Editor

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def draft(editor: Editor, briefing_id: str, *, supersedes: str | None = None, **members: Any) -> None:
    statement = {"text": "They met.", "cites": ["developments/talks"]}
    given = {"id": briefing_id, "title": f"Edition {briefing_id}", "lead": [statement], **members}
    editor.create("briefings", given | ({"supersedes": supersedes} if supersedes else {}))


def publish(editor: Editor, briefing_id: str, *, status: int = 200) -> dict[str, Any]:
    return editor.publish(briefing_id, status=status)


def edition(editor: Editor, briefing_id: str, *, supersedes: str | None = None) -> None:
    draft(editor, briefing_id, supersedes=supersedes)
    publish(editor, briefing_id)


def read(editor: Editor, path: str) -> Any:
    return editor.client.get(path).json()["data"]
