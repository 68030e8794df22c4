"""Numbers of forms: read as they are written, by the same reader at the record forms and in the queue."""

import pytest

from app.desk.frame.written_numbers import read_number
from tests.desk.forms_of_records import faults_beside, save
from tests.desk.signing import Person
from tests.desk.test_record_forms import NEW, read

READ = {
    "12": 12,
    "-3": -3,
    "1.5": 1.5,
    ".5": 0.5,
    "2e3": 2000.0,
    "12,500": 12_500,
    "1 234 567": 1_234_567,
    "1\u202f234.5": 1234.5,
    "1,234,567.5": 1_234_567.5,
}
LEFT = ["", "some", ".", "e3", "-", "1,2345", "1,23", "1234,567", "1,234 567", "12,345,6", ",500", "1.234,567"]
LEFT += ["nan", "inf", "-Infinity", "1e999", "1_000", "٣", "１２", "0x10", "9" * 5000]


@pytest.mark.parametrize("typed", READ)
def test_a_number_is_read_as_it_is_written(typed: str) -> None:
    assert (read_number(typed), type(read_number(typed))) == (READ[typed], type(READ[typed]))


@pytest.mark.parametrize("typed", LEFT)
def test_what_is_no_number_or_can_be_read_in_two_ways_stays_as_it_is(typed: str) -> None:
    assert read_number(typed) == typed


@pytest.mark.parametrize("number", ["1,2345", "nan", "1e999", "1_000", "٣"])
def test_a_number_that_cannot_be_read_is_told_beside_its_field(person: Person, number: str) -> None:
    person.sign_in()
    new = [*NEW["developments"], ("measures.0.name", "drones"), ("measures.0.unit", "count")]
    page = save(person, "/desk/developments/new", *new, ("measures.0.value", number), status=422)
    assert set(faults_beside(page)) == {"measures.0.value"}


def test_thousands_are_taken_in_a_form(person: Person) -> None:
    person.sign_in()
    new = [*NEW["developments"], ("measures.0.name", "drones"), ("measures.0.unit", "count")]
    to = save(person, "/desk/developments/new", *new, ("measures.0.value", "12,500"))
    assert read(person, to.partition("?")[0].replace("/desk/", "/v1/"))["measures"][0]["value"] == 12_500
