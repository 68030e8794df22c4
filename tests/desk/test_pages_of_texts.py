"""The page of a source's text: it stays at its part, and shows again what was typed."""

import re

from app.store.database import Database
from tests.desk.forms_of_records import fields_in, save, typed
from tests.desk.signing import Person, hidden, key
from tests.desk.test_record_forms import NEW

OPEN = "<details open>"


def make_source(person: Person, text: str) -> str:
    """The desk's address of a source with a text."""
    person.sign_in()
    path = save(person, "/desk/sources/new", ("title", "A report"), ("publisher", "P")).partition("?")[0]
    person.post(f"{path}/text", typed(person.get(f"{path}/text"), ("text", text), ("act", "paste"), form="attach"))
    return path


def test_a_refusal_shows_the_part_of_the_text_that_was_looked_at(person: Person) -> None:
    path = make_source(person, "\n".join(f"Line {number} of a long text." for number in range(6_000)))
    page = person.get(f"{path}/text?part=3")
    assert "part 3 of 3" in page
    refused = typed(page, ("words", "Nobody said so at all"), form="chosen")
    assert "part 3 of 3" in person.post(f"{path}/words", refused, status=422).text
    refused = typed(page, ("text", ""), ("act", "paste"), form="attach")
    assert "part 3 of 3" in person.post(f"{path}/text", refused, status=422).text


def test_another_version_stands_open_where_it_was_typed(person: Person) -> None:
    path = make_source(person, "Words of a text.")
    page = person.get(f"{path}/text")
    assert OPEN not in page
    fields = typed(page, ("text", "no\x01text"), ("act", "paste"), form="attach")
    assert OPEN in person.post(f"{path}/text", fields, status=422).text
    person.cookie = ""
    asked = person.post(
        f"{path}/text", typed(page, ("text", "Other words."), ("act", "paste"), form="attach"), status=401
    )
    kept = hidden(asked.text, "/desk")
    shown = person.post("/desk", {**kept, "key": person.token}, status=200).text
    assert OPEN in shown
    assert dict(fields_in(shown, "attach"))["text"] == "Other words."


def test_nobody_is_led_to_a_page_of_the_desk_that_their_key_does_not_allow(person: Person, seeded: Database) -> None:
    path = make_source(person, "Words of a text. Other words.")
    for name in ("developments", "conditions"):
        ground = [("evidence.0.source", path.rpartition("/")[2]), ("evidence.0.exact", "Words of a text.")]
        save(person, f"/desk/{name}/new", *NEW[name], *ground)
    person.sign_in(key(seeded, "judges", "conditions:write"))
    wrong = save(person, "/desk/conditions/new", ("demanded_by.0", "Nobody at all"), status=422)
    pages = [person.get(f"{path}/text"), person.get("/desk/care/developments/unverified"), wrong]
    led = {each for page in pages for each in re.findall(r'href="(/[^"#?]*)', page) if not each.startswith("/assets/")}
    assert {"/conditions/ports-open", "/desk/conditions/ports-open"} & led == {"/desk/conditions/ports-open"}
    assert path.removeprefix("/desk") in led
    assert {each: person.ask("GET", each).status_code for each in led} == dict.fromkeys(led, 200)
