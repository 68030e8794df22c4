"""What is shown beside a proposal: the text around it, its reprints, what it is near to, and what is marked in it."""

import re

import pytest
from starlette.testclient import TestClient

from app.collecting.stories import catch_up
from app.desk.queue.excerpts import CHARACTERS_AROUND, cut_excerpt, cut_pieces
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from schemas import ProposedPart
from tests.desk.queues import TEXT, accept, attach, change_text, number_in, proposal, read_all
from tests.desk.signing import Person, all_fields, key, typed_into


def part(start: int, end: int, reason: str = "so") -> ProposedPart:
    return ProposedPart(kind="actor", start=start, end=end, words=None, value=None, reason=reason)


def test_a_passage_is_cut_wherever_something_was_read_off_it() -> None:
    pieces = cut_pieces("Russia met Poland.", 10, [part(10, 16, "one"), part(14, 20, "two"), part(99, 100)])
    assert "".join(each.words for each in pieces) == "Russia met Poland."
    assert [(each.words, each.reasons) for each in pieces[:3]] == [
        ("Russ", ("one",)),
        ("ia", ("one", "two")),
        (" met", ("two",)),
    ]
    assert cut_pieces("Words.", 0, []) == cut_pieces("Words.", 7, [])


@pytest.mark.parametrize("gap", ["\n", " "])
def test_an_excerpt_is_bounded_and_cuts_no_word(gap: str) -> None:
    text = gap.join(["letters"] * 1_000) + f"{gap}The passage.{gap}" + gap.join(["letters"] * 1_000)
    start = text.index("The passage.")
    excerpt = cut_excerpt(text, start=start, end=start + 12, exact="The passage.", parts=[])
    assert excerpt is not None
    assert 0 < len(excerpt.before) <= CHARACTERS_AROUND
    assert 0 < len(excerpt.after) <= CHARACTERS_AROUND
    assert set(excerpt.before.split() + excerpt.after.split()) == {"letters"}
    assert (excerpt.begins, excerpt.ends) == (False, False)
    whole = cut_excerpt("The passage.", start=0, end=12, exact="The passage.", parts=[])
    assert whole is not None
    assert (whole.before, whole.after, whole.begins, whole.ends) == ("", "", True, True)
    assert cut_excerpt("Another.", start=0, end=12, exact="The passage.", parts=[]) is None
    assert cut_excerpt(None, start=0, end=12, exact="The passage.", parts=[]) is None


def test_reprints_and_what_it_is_near_to_are_named(person: Person, seeded: Database) -> None:
    long = f"{TEXT}\n\n" + " ".join(f"word{number}" for number in range(200))
    attach(seeded, "As it was first", long)
    attach(seeded, "As it was reprinted", f"{long} And more.")
    read_all(seeded)
    catch_up(seeded)
    person.sign_in()
    page = person.get("/desk/queue")
    assert "Reprints in the same story" in page
    assert "As it was first" in page.partition("Reprints in the same story")[2]
    accept(person, page)
    page = person.get("/desk/queue")
    near = proposal(person, number_in(page))["near"]
    assert near is not None
    assert re.search(rf'<p class="near">Nearest: <a href="/developments/{near}">', page)


def test_a_text_that_is_gone_leaves_the_words(person: Person, seeded: Database) -> None:
    source = attach(seeded, "An article")
    read_all(seeded)
    change_text(seeded, source, "Something else.")
    person.sign_in()
    page = person.get("/desk/queue")
    assert "says something else now" in page
    assert '<mark class="passage"' in page


def test_a_draft_of_any_form_is_shown(person: Person, seeded: Database) -> None:
    attach(seeded, "An article")
    read_all(seeded)
    person.sign_in()
    headers = {"Authorization": f"Bearer {person.token}"}
    number = number_in(person.get("/desk/queue"))
    odd = {"actors": ["x", {"id": 7}], "themes": "none", "measures": {"a": 1}, "occurred": [], "title": None}
    edited = person.client.patch(f"/v1/proposals/{number}", json={"draft": odd}, headers=headers)
    assert edited.status_code == 200
    assert number_in(person.get("/desk/queue")) == number


def test_where_two_people_are_needed_the_second_accepts(seeded: Database) -> None:
    attach(seeded, "An article")
    read_all(seeded)
    settings = Settings(database_url=seeded.url.render_as_string(hide_password=False), two_people=True)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        her, him = (Person(client, key(seeded, name, "*")) for name in ("her", "him"))
        for each in (her, him):
            each.sign_in()
        page = her.get("/desk/queue")
        way = f"/desk/queue/{number_in(page)}/draft"
        her.post(way, typed_into(all_fields(page, "draft"), title="By her", theme="nuclear"))
        assert "somebody else must accept" in accept(her, her.get("/desk/queue"), status=403)
        accept(him, him.get("/desk/queue"))
        assert proposal(him, number_in(page))["decided_by"] == "him"


def test_home_tells_how_much_waits(decider: Person) -> None:
    asked = {"Authorization": f"Bearer {decider.token}"}
    body = {"title": "Next", "period": {"from": "2026-02-01", "until": "2026-02-28"}}
    assert decider.client.post("/v1/drafts", json=body, headers=asked).status_code == 201
    page = decider.get("/desk")
    assert '<a href="/desk/queue">Queue</a> <span class="facts">3 wait</span>' in page
    assert "1 being drafted" in page
