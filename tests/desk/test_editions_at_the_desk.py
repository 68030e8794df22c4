"""Editions at the desk over HTTP: assembled, arranged, checked, kept, published and corrected, without a script."""

import html5lib

from app.store.database import Database
from tests.desk.signing import Person, all_fields, typed_into


def assemble(person: Person) -> str:
    """The page of a draft that is assembled of the seed's records."""
    person.sign_in()
    fields = {
        "do": "assemble",
        "from": "2026-02-01",
        "to": "2026-02-28",
        "theme": ["nuclear"],
        "title": "Nuclear February",
    }
    made = person.post("/desk/drafts", [*person.fields(person.get("/desk/drafts"), "/desk/drafts"), *fields.items()])
    return made.headers["location"]


def test_findings(person: Person) -> None:
    way = assemble(person)
    page = person.get(way)
    fields = typed_into(all_fields(page, "edition"), **{"statement-1-text": "Vladimir Putin met 310 envoys in Quito."})
    answer = person.post(f"{way}/findings", fields, status=200)
    assert "310" in answer.text
