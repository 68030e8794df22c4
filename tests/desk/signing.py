"""Somebody at the desk, as a browser without scripts would have them."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Any

import html5lib
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

    def fields(self, page: str, action: str, **typed: str) -> list[Field]:
        """The hidden fields of the form of a page that is sent to an address, and what is typed into it."""
        return [*every_hidden(page, action), *typed.items()]


def typed_into(fields: Iterable[Field], **typed: str | list[str]) -> list[Field]:
    """The fields of a form with others in the place of those that have the same names."""
    rest = [each for each in fields if each[0] not in typed]
    several = ((name, [value] if isinstance(value, str) else value) for name, value in typed.items())
    return [*rest, *((name, each) for name, values in several for each in values)]


def every_hidden(page: str, action: str) -> list[Field]:
    """The hidden fields of the form of a page that is sent to an address, in order."""
    form = re.search(rf'<form action="{re.escape(action)}" method="post".*?</form>', page, re.DOTALL)
    assert form is not None, page
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form[0], re.DOTALL)
    return [(unescape(name), unescape(value)) for name, value in found]


def hidden(page: str, action: str) -> dict[str, str]:
    """The same, each name once."""
    return dict(every_hidden(page, action))


def all_fields(page: str, form_id: str) -> list[Field]:
    """Every field of a form of a page with its value, as a browser would send it."""
    (form,) = html5lib.parse(page, namespaceHTMLElements=False).findall(f".//form[@id='{form_id}']")
    fields: list[Field] = []
    for each in form.iter():
        name = each.get("name")
        if name is None or (each.get("type") == "checkbox" and each.get("checked") is None):
            continue
        if each.tag == "input":
            fields.append((name, each.get("value", "")))
        elif each.tag == "textarea":
            fields.append((name, (each.text or "").removeprefix("\n")))
        elif each.tag == "select":
            options = each.findall("option")
            chosen = next((option for option in options if option.get("selected") is not None), options[0])
            fields.append((name, chosen.get("value", "")))
    return fields


__all__ = ["Person", "all_fields", "hidden", "key", "typed_into"]
