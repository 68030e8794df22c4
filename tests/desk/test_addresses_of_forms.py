"""Addresses that forms alone are sent to: whoever opens one is led to the page above it."""

from urllib.parse import quote

from app.desk.pages import ROWS
from app.store.database import Database
from tests.desk.drafting import begin
from tests.desk.signing import Person, key

READ = {row.address for row in ROWS if row.method == "GET"}
SENT = [row for row in ROWS if row.method == "POST" and row.address not in READ]


def fill(address: str) -> str:
    return address.format(id="\N{SUPERSCRIPT TWO} x", delivery="7")


def test_every_address_of_a_form_leads_to_the_nearest_page_above_it(person: Person) -> None:
    person.sign_in()
    assert len(SENT) > 20
    for row in SENT:
        above = max((each for each in READ if row.address.startswith(f"{each}/")), key=len)
        answer = person.ask("GET", f"{fill(row.address)}?token=x")
        assert (answer.status_code, answer.headers["location"]) == (303, quote(fill(above))), row.address


def test_it_leads_those_who_may_only_look_and_asks_others_to_sign_in(person: Person, seeded: Database) -> None:
    way = begin(person, ("They met.", "actors/nato"))
    for scope in ("drafts:read", "briefings:write"):
        person.sign_in(key(seeded, f"only {scope.partition(':')[0]}", scope))
        assert person.ask("GET", f"{way}/arrange").headers["location"] == way
    person.post("/desk/out", {"token": person.get(way).partition('name="token" value="')[2].partition('"')[0]})
    assert 'action="/desk"' in person.get(f"{way}/arrange", status=401)
