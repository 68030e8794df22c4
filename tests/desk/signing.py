"""Somebody at the desk, as a browser without scripts would have them."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

from httpx2 import Response
from starlette.testclient import TestClient

from tests.editors import key

Field = tuple[str, str]


class Person:
    """Asks for pages of the desk, and sends their forms with what these carry."""

    def __init__(self, client: TestClient, token: str = "") -> None:
        self.client = client
        self.token = token
        self.cookie = ""

    def get(self, path: str, *, status: int = 200) -> str:
        """A page."""
        answer = self.ask("GET", path)
        assert answer.status_code == status, answer.text
        return answer.text

    def post(
        self, path: str, fields: dict[str, Any] | Iterable[Field], *, status: int = 303, **headers: str
    ) -> Response:
        """Send a form; a field may have several values."""
        pairs = fields.items() if isinstance(fields, dict) else fields
        data: dict[str, list[str]] = {}
        for name, value in pairs:
            data.setdefault(name, []).extend(value if isinstance(value, list) else [value])
        answer = self.ask("POST", path, data=data, **headers)
        assert answer.status_code == status, answer.text
        return answer

    def ask(self, method: str, path: str, *, data: Any = None, **headers: str) -> Response:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            sent["Cookie"] = f"tracker_desk={self.cookie}"
        self.client.cookies.clear()
        answer = self.client.request(method, path, data=data, headers=sent, follow_redirects=False)
        found = re.search("tracker_desk=([^;]*)", answer.headers.get("set-cookie", ""))
        self.cookie = found[1] if found is not None else self.cookie
        return answer

    def sign_in(self, token: str | None = None) -> Response:
        return self.post("/desk", {"key": token or self.token})


def hidden(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form of a page that is sent to an address."""
    form = re.search(rf'<form action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form is not None, page
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0], re.DOTALL)
    return {unescape(name): unescape(value) for name, value in found}


__all__ = ["Person", "hidden", "key"]
