"""Editions for tests of the desk: somebody who assembles, arranges, saves and publishes them."""

from typing import Any

from tests.desk.signing import Field, Person, all_fields, every_hidden, typed_into

FEBRUARY = {"from": "2026-02-01", "to": "2026-02-28"}
TALKS = "developments/geneva-talks-february-2026"


def assemble(person: Person, **asked: Any) -> str:
    """The address of a draft that is assembled of the seed's records, by somebody who signs in."""
    person.sign_in()
    fields: list[tuple[str, Any]] = [*every_hidden(person.get("/desk/drafts"), "/desk/drafts")]
    fields += {**FEBRUARY, "theme": ["nuclear"], "title": "Nuclear February", **asked}.items()
    return str(person.post("/desk/drafts", fields).headers["location"])


def begin(person: Person, *statements: tuple[str, str]) -> str:
    """The address of a draft with a title, and statements that each cite a record."""
    person.sign_in()
    made = person.post("/desk/drafts", {**token_of(person), "title": "Weekly"})
    way = str(made.headers["location"])
    fields = all_fields(person.get(way), "edition")
    for number, (text, cited) in enumerate(statements):
        fields += [(f"statement-{number}-text", text), (f"statement-{number}-cites", cited)]
    person.post(way, fields)
    return way


def token_of(person: Person) -> dict[str, str]:
    return {"token": dict(every_hidden(person.get("/desk/drafts"), "/desk/drafts"))["token"]}


def arrange(person: Person, way: str, page: str, do: str, **typed: str) -> str:
    """The page of a draft after a button that stores nothing."""
    fields = [*typed_into(all_fields(page, "edition"), **typed), ("do", do)]
    return person.post(f"{way}/arrange", fields, status=200).text


def fields_of(page: str) -> dict[str, str]:
    return dict(all_fields(page, "edition"))


def statements_of(page: str) -> list[str]:
    fields: list[Field] = all_fields(page, "edition")
    return [value for name, value in fields if name.startswith("statement-") and name.endswith("-text")]


def revision_of(person: Person, way: str) -> int:
    headers = {"Authorization": f"Bearer {person.token}"}
    return int(person.client.get(f"/v1/drafts/{way.rpartition('/')[2]}", headers=headers).json()["data"]["revision"])


def publish(person: Person, way: str, *, status: int = 303) -> Any:
    """Publish what a draft's page of publication shows."""
    return person.post(f"{way}/publish", every_hidden(person.get(f"{way}/publish"), f"{way}/publish"), status=status)
