"""Two people and one feed or webhook: the second is shown what stands now beside what they typed."""

import re

import pytest

from app.store.database import Database
from app.writing import keys
from tests.desk.signing import Person, hidden
from tests.desk.test_feeds_and_webhooks_at_the_desk import FEED, HOOK, make_feed, make_hook


@pytest.fixture
def keeper(person: Person) -> Person:
    """Somebody signed in."""
    person.sign_in()
    return person


def differing(page: str) -> dict[str, tuple[str, str]]:
    """What stands now and what was typed, by field, as a page shows both."""
    table = page.partition('aria-label="Both versions"')[2].partition("</table>")[0]
    found = re.findall(r'<tr><th scope="row">([^<]*)</th><td>(.*?)</td><td>(.*?)</td></tr>', table, re.DOTALL)
    return {
        name: (re.sub("<[^>]*>", " ", there).strip(), re.sub("<[^>]*>", " ", mine).strip())
        for name, there, mine in found
    }


def test_of_two_at_a_feed_the_second_is_shown_both_versions_and_sends_again(keeper: Person) -> None:
    place = make_feed(keeper)
    shown = hidden(keeper.get(place), place)
    theirs = {**shown, **FEED, "interval_minutes": "15", "owner": "gazette-group", "grade": "C"}
    keeper.post(place, theirs)
    page = keeper.post(place, {**shown, **FEED, "publisher": "The <Courier>"}, status=412).text
    told = differing(page)
    assert set(told) == {"Publisher", "Interval minutes", "Owner", "Reliability"}
    assert told["Publisher"] == ("The Strelsau Courier", "The &lt;Courier&gt;")
    assert told["Interval minutes"] == ("15", "30")
    assert told["Owner"] == ("gazette-group", "—")
    assert 'value="The &lt;Courier&gt;"' in page
    assert "Not yet" not in page
    keeper.post(place, {**hidden(page, place), **FEED, "publisher": "The Courier"})
    assert "<h1>The Courier</h1>" in keeper.get(place)


def test_what_two_have_typed_alike_is_told_to_be_there(keeper: Person) -> None:
    place = make_feed(keeper)
    sent = {**hidden(keeper.get(place), place), **FEED, "interval_minutes": "15"}
    keeper.post(place, sent)
    page = keeper.post(place, sent, status=412).text
    assert "What is there now is what you typed" in page
    assert differing(page) == {}


def test_a_feed_that_changed_is_neither_paused_nor_deleted(keeper: Person) -> None:
    place = make_feed(keeper)
    shown = hidden(keeper.get(place), place)
    keeper.post(place, {**shown, **FEED, "interval_minutes": "15"})
    for act in ("pause", "delete"):
        page = keeper.post(f"{place}/{act}", {**shown, "enabled": "false"}, status=412).text
        assert "at revision 2 now" in page
        assert "polled every 15 minutes" in page


def test_of_two_at_a_webhook_the_second_is_shown_both_versions_and_sends_again(keeper: Person) -> None:
    place = make_hook(keeper)
    shown = {**hidden(keeper.get(place), place), **HOOK, "actors": "nato", "enabled": "on"}
    keeper.post(place, {**shown, "description": "Theirs", "collections": ["sources", "actors"]})
    page = keeper.post(place, {**shown, "description": "Mine", "collections": ["sources"]}, status=412).text
    assert set(differing(page)) == {"Description", "Collections"}
    assert differing(page)["Description"] == ("Theirs", "Mine")
    assert 'value="Mine"' in page
    keeper.post(place, {**shown, **hidden(page, place), "description": "Mine"})
    assert "<td>Mine</td>" in keeper.get("/desk/webhooks")


def test_whoever_made_a_feed_or_webhook_is_told_by_their_name(person: Person, seeded: Database) -> None:
    with seeded.write() as connection:
        made = keys.make_key(connection, "ada", ["*"], person="Ada Byron")
    person.sign_in(made)
    for place in (make_feed(person), make_hook(person)):
        assert "by Ada Byron" in person.get(place)


def test_what_was_typed_for_a_feed_stays_when_a_list_is_sent(keeper: Person) -> None:
    page = keeper.get("/desk/feeds")
    assert 'formaction="/desk/feeds/import"' in page  # one form, so that a browser sends it all
    sent = {**hidden(page, "/desk/feeds"), **FEED}
    for words, status in (("no list", 422), ("<opml><body/></opml>", 200)):
        told = keeper.post("/desk/feeds/import", {**sent, "opml": words}, status=status).text
        assert 'value="The Strelsau Courier"' in told
    wrong = keeper.post("/desk/feeds", {**sent, "url": "nowhere", "opml": "A list"}, status=422).text
    assert "A list</textarea>" in wrong
    made = keeper.post("/desk/feeds", {**sent, "opml": "A list"}, status=200).text
    assert "The Strelsau Courier</a> is added" in made
    assert "A list</textarea>" in made
