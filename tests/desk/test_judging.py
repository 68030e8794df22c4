"""Judging a condition: the form shows what was judged last."""

from typing import Any

from tests.desk.forms_of_records import fields_in, save
from tests.desk.signing import Person
from tests.desk.test_record_forms import NEW


def test_the_last_judgement_stands_above_the_form_of_the_next(person: Person) -> None:
    person.sign_in()
    path = save(person, "/desk/conditions/new", *NEW["conditions"]).partition("?")[0]
    page = person.get(f"{path}/assess")
    assert "Nobody has judged it yet." in page
    assert "id" not in dict(fields_in(page))
    for day, status, why in (("2026-02-20", "met", "All were open."), ("2026-02-18", "unmet", "One was closed.")):
        save(person, f"{path}/assess", ("on", day), ("status", status), ("rationale", why))
    page = person.get(f"{path}/assess")
    assert "It is <b>met</b> by the last judgement" in page
    assert "All were open." in page
    assert "One was closed." not in page
    assert "All were open." in save(person, f"{path}/assess", status=422)


def test_the_form_of_a_condition_asks_for_an_id_only_where_it_is_new(person: Person) -> None:
    person.sign_in()
    asked: list[dict[str, Any]] = [
        dict(fields_in(person.get(f"/desk/conditions/{name}"))) for name in ("new", "full-withdrawal")
    ]
    assert ["id" in each for each in asked] == [True, False]
