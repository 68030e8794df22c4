"""The history of a record at the desk: who did what to it, and what it said before."""

import re

import pytest

from app.desk.housekeeping.history_page import CHANGES_A_PAGE
from tests.desk.signing import Person
from tests.editors import draft

ACTOR, PLACE = "ruritania", "/desk/actors/ruritania/history"


@pytest.fixture
def teller(person: Person) -> Person:
    """Somebody signed in, who has made an actor."""
    write(person, "POST", "/v1/actors", draft("actors") | {"id": ACTOR, "name": "Ruritania", "kind": "state"})
    person.sign_in()
    return person


def write(person: Person, method: str, path: str, body: object = None) -> None:
    headers = {"Authorization": f"Bearer {person.token}", "If-Match": "*"}
    answer = person.client.request(method, path, json=body, headers=headers)
    assert answer.is_success, answer.text


def heads(page: str) -> list[str]:
    return re.findall(r'<h2 id="change-[0-9]+">(.*?)</h2>', page)


def test_each_change_says_by_whom_and_what_stood_before(teller: Person) -> None:
    write(teller, "PATCH", f"/v1/actors/{ACTOR}", {"description": "A kingdom & its <crown>."})
    page = teller.get(PLACE)
    assert heads(page) == ["Revision 2: changed by her", "Revision 1: made by her"]
    row = page.partition('<th scope="row">Description</th>')[2].partition("</tr>")[0]
    assert '<td data-of="Before"><p>' in row
    assert '<td data-of="After"><p>A kingdom &amp; its &lt;crown&gt;.</p></td>' in row
    assert page.partition("</table>")[0].count('<th scope="row">') == 1
    assert 'href="/desk/actors/ruritania/history"' in teller.get(f"/desk/actors/{ACTOR}")


def test_what_a_record_says_is_told_in_words_with_each_part_on_a_line_of_its_own(teller: Person) -> None:
    evidence = [{"source": "pact-of-strelsau", "locator": "Article 4", "stance": "denies"}]
    hosts = [{"id": ACTOR, "role": "host"}]
    write(teller, "POST", "/v1/sources", draft("sources") | {"id": "pact-of-strelsau", "title": "The pact"})
    said = {"id": "a-visit", "summary": "One line.\nAnother.", "actors": hosts, "evidence": evidence}
    write(teller, "POST", "/v1/developments", draft("developments") | said)
    page = teller.get("/desk/developments/a-visit/history")
    assert "Source: pact-of-strelsau\nLocator: Article 4\nStance: Denies\nState: Unverified" in page
    assert "<p>ruritania (host)</p>" in page
    assert "<p>One line.\nAnother.</p>" in page
    assert re.search(r'<time datetime="[^"]*">[0-9-]{10} [0-9:]{5} UTC</time>', page)
    assert '<a href="/desk/developments/a-visit">Change it</a>' in page


def test_what_ended_and_came_back_is_told_too(teller: Person) -> None:
    write(teller, "DELETE", f"/v1/actors/{ACTOR}")
    assert heads(teller.get(PLACE))[0] == "Revision 1: deleted by her"
    assert f"/desk/ended/actors/{ACTOR}" in teller.get(PLACE)
    write(teller, "POST", f"/v1/actors/{ACTOR}/restore")
    assert heads(teller.get(PLACE))[0] == "Revision 2: brought back by her"


def test_a_long_history_has_pages_and_the_oldest_change_of_each_says_what_stood_before(teller: Person) -> None:
    for number in range(CHANGES_A_PAGE):
        write(teller, "PATCH", f"/v1/actors/{ACTOR}", {"description": f"It has {number} castles."})
    page = teller.get(PLACE)
    assert len(heads(page)) == CHANGES_A_PAGE
    assert "<p>It has 0 castles.</p>" in page.rpartition('<section class="card"')[2]
    earlier = teller.get(re.findall(rf'href="({PLACE}\?before=[0-9]+)"', page)[0])
    assert heads(earlier) == ["Revision 1: made by her"]


def test_what_never_was_has_no_history_and_what_was_has_one_from_wherever_it_is_asked(teller: Person) -> None:
    for name in ("actors/nobody", "actors/No-body", "briefings/nothing"):
        page = teller.get(f"/desk/{name}/history", status=404)
        assert "never had a record" in page or "no such record" in page
    for before in ("x", "9" * 40, "-1"):
        assert len(heads(teller.get(f"{PLACE}?before={before}"))) == 1
    assert teller.ask("GET", f"{PLACE}?before=0").headers["location"] == PLACE
