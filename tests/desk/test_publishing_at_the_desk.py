"""Publishing at the desk over HTTP: drafts as they will be read, two people at one draft, publication, correction."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from app.writing import keys
from tests.desk.drafting import TALKS, begin, fields_of, publish, revision_of, statements_of, token_of
from tests.desk.signing import Person, all_fields, every_hidden, hidden, key, typed_into
from tests.editions.drafting import SEED

ONE = ("They met in Geneva.", TALKS)
NOTE = "The first edition left out the talks."


@pytest.fixture
def pair(seeded: Database) -> Iterator[tuple[Person, Person]]:
    """Two people where it takes two to publish."""
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url, two_people=True)), raise_server_exceptions=False) as client:
        yield Person(client, key(seeded, "her", "*")), Person(client, key(seeded, "him", "*"))


def test_of_two_people_at_one_draft_the_second_sees_both_versions_and_loses_nothing(
    pair: tuple[Person, Person],
) -> None:
    her, him = pair
    way = begin(her, ONE)
    him.sign_in()
    page, his = her.get(way), him.get(way)
    him.post(way, typed_into(all_fields(his, "edition"), title="His title"))
    typed = {"title": "Her title", "statement-0-text": "They met & left."}
    refused = her.post(way, typed_into(all_fields(page, "edition"), **typed), status=409).text
    assert "him changed the draft meanwhile" in refused
    assert '<th scope="row">Title</th><td>His title</td><td>Her title</td>' in refused
    assert "They met &amp; left." in refused
    assert fields_of(refused)["title"] == "Her title"
    assert revision_of(her, way) == 3
    her.post(way, all_fields(refused, "edition"))
    assert fields_of(her.get(way))["title"] == "Her title"


def test_people_are_named_to_each_other_by_their_full_names(person: Person, seeded: Database) -> None:
    way = begin(person, ONE)
    page = person.get(way)
    with seeded.write() as connection:
        his = keys.make_key(connection, "key-of-his", ["*"], person="Charles Babbage")
    person.sign_in(his)
    person.post(way, typed_into(all_fields(person.get(way), "edition"), title="His title"))
    for shown in (way, "/desk/drafts", f"{way}/preview", f"{way}/publish"):
        told = person.get(shown).partition("<main")[2]
        assert "Charles Babbage" in told, shown
        assert "key-of-his" not in told, shown
    refused = person.post(way, typed_into(all_fields(page, "edition"), token=token_of(person)["token"]), status=409)
    assert "Charles Babbage changed the draft meanwhile" in refused.text


def test_a_draft_that_was_changed_since_it_was_shown_is_not_deleted_but_shown_anew(person: Person) -> None:
    way = begin(person, ONE)
    fields = every_hidden(person.get(way), f"{way}/delete")
    person.post(way, typed_into(all_fields(person.get(way), "edition"), title="At last"))
    refused = person.post(f"{way}/delete", fields, status=409).text
    assert "<strong>Not deleted.</strong> her changed the draft meanwhile; it is at revision 3 now." in refused
    assert fields_of(refused)["title"] == "At last"
    assert fields_of(refused)["revision"] == "3"
    fields = every_hidden(refused, f"{way}/delete")
    person.post(f"{way}/delete", fields)
    person.get(way, status=404)
    gone = person.post(f"{way}/delete", {**dict(fields), "once": "x" * 20}, status=404).text
    assert "The draft is gone" in gone
    assert "Show it again" not in gone


def test_what_was_typed_when_the_session_died_is_shown_again(person: Person, seeded: Database) -> None:
    way = begin(person, ONE)
    fields = typed_into(all_fields(person.get(way), "edition"), **{"statement-0-text": "Two\nlines & more"})
    with seeded.write() as connection:
        connection.exec_driver_sql("DELETE FROM desk_session")
    for path in (way, f"{way}/arrange"):
        asked = person.post(path, fields, status=401).text
        assert hidden(asked, "/desk")["~statement-0-text"] == "Two\nlines & more"
    shown = person.post("/desk", [*every_hidden(asked, "/desk"), ("key", person.token)], status=200).text
    assert statements_of(shown) == ["Two\nlines & more"]
    person.post(way, all_fields(shown, "edition"))
    assert statements_of(person.get(way)) == ["Two\nlines & more"]


def test_a_draft_that_is_gone_meanwhile_takes_nothing_with_it_that_was_typed(person: Person) -> None:
    way = begin(person, ONE)
    page = person.get(way)
    person.post(f"{way}/delete", every_hidden(page, f"{way}/delete"))
    gone = person.post(way, typed_into(all_fields(page, "edition"), title="Mine"), status=409).text
    assert "The draft is gone" in gone
    assert ONE[0] in gone
    assert "No edition is being drafted" in person.get("/desk/drafts")


def test_a_draft_is_seen_as_a_reader_will_in_markdown_and_as_it_differs(person: Person) -> None:
    way = begin(person, ONE)
    reader, markdown = person.get(f"{way}/preview"), person.get(f"{way}/preview?as=markdown")
    assert '<button type="button" class="mark" popovertarget="note-1"' in reader
    assert "/v1/briefings/weekly" not in reader
    assert "They met in Geneva.[^1]" in markdown
    differing = person.get(f"{way}/preview?as=diff")
    assert f'href="/briefings/{SEED}"' in differing
    assert "<ins>" in differing
    assert "no edition to hold it against" in person.get(f"{way}/preview?as=diff&against=nothing")


def test_it_is_published_as_it_was_shown_and_once(person: Person) -> None:
    way = begin(person, ("They met 310 times.", TALKS))
    page = person.get(f"{way}/publish")
    assert "1 thing keeps it from publication" in page
    assert "Publish it" not in page
    person.post(f"{way}/publish", {**token_of(person), "revision": "2"}, status=422)
    person.post(way, typed_into(all_fields(person.get(way), "edition"), **{"statement-0-text": ONE[0]}))
    shown = every_hidden(person.get(f"{way}/publish"), f"{way}/publish")
    person.post(way, typed_into(all_fields(person.get(way), "edition"), title="Weekly at last"))
    stale = person.post(f"{way}/publish", shown, status=412).text
    assert "Look at what is there now." in stale
    fields = every_hidden(stale, f"{way}/publish")
    for _ in range(2):
        assert person.post(f"{way}/publish", fields).headers["location"] == "/desk/editions#weekly"
    assert person.client.get("/v1/briefings/weekly").json()["data"]["title"] == "Weekly at last"
    person.get(way, status=404)
    person.post("/desk/drafts/nothing/publish", fields, status=404)


def test_where_it_takes_two_a_second_person_publishes(pair: tuple[Person, Person]) -> None:
    her, him = pair
    way = begin(her, ONE)
    page = her.get(f"{way}/publish")
    assert "you changed it last: somebody else must publish it" in page
    assert "Publish it" not in page
    refused = her.post(f"{way}/publish", {**token_of(her), "revision": "2"}, status=403).text
    assert "Somebody else must publish what you have changed last." in refused
    him.sign_in()
    publish(him, way)
    assert him.client.get("/v1/briefings/weekly").status_code == 200


def test_where_it_takes_two_another_key_of_the_same_person_is_not_offered_to_publish(
    pair: tuple[Person, Person], seeded: Database
) -> None:
    her, _ = pair
    with seeded.write() as connection:
        first, second = (keys.make_key(connection, name, ["*"], person="Ada Byron") for name in ("ada", "ada-2"))
    her.token = first
    way = begin(her, ONE)
    her.sign_in(second)
    page = her.get(f"{way}/publish")
    assert "you changed it last: somebody else must publish it" in page
    assert "Publish it" not in page


def test_an_edition_is_corrected_by_its_copy_with_a_note_for_readers(person: Person) -> None:
    publish(person, begin(person, ONE))
    correct = "/desk/editions/weekly/correct"
    way = str(person.post(correct, every_hidden(person.get("/desk/editions"), correct)).headers["location"])
    assert way == "/desk/drafts/weekly-2#correction"
    way = way.partition("#")[0]
    page = person.get(way)
    assert statements_of(page) == [ONE[0]]
    assert "Say to readers what was wrong" in page
    assert "1 thing keeps it from publication" in person.get(f"{way}/publish")
    assert "being drafted" in person.get("/desk/editions")
    assert person.post(correct, token_of(person)).headers["location"] == way
    typed = {"correction": NOTE, "statement-0-text": "They met in Geneva on 17 February 2026."}
    person.post(way, typed_into(all_fields(page, "edition"), **typed))
    assert "<ins> on 17 February 2026</ins>" in person.get(f"{way}/preview?as=diff")
    publish(person, way)
    assert NOTE in person.client.get("/corrections").text
    assert 'corrected by <a href="/briefings/weekly-2">' in person.get("/desk/editions")
    for edition, status in (("weekly", 409), ("nothing", 404)):
        refused = person.post(f"/desk/editions/{edition}/correct", token_of(person), status=status).text
        assert "No correction was begun." in refused
        assert "Show it again" not in refused
