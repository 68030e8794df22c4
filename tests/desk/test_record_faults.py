"""Faults of records' forms: each beside its field, in words that say what to do, and nothing typed is lost."""

import re

import pytest

from tests.desk.forms_of_records import faults_beside, fields_in, save, typed
from tests.desk.signing import Field, Person
from tests.desk.test_record_forms import NEW

WRONG: list[Field] = [
    ("title", "x" * 301),
    ("occurred.from", "someday"),
    ("actors.0.id", "Polandd"),
    ("actors.0.role", "target"),
    ("conditions.0.id", "withdrawal"),
    ("conditions.0.effect", "hinders"),
    ("evidence.0.source", "no-such-source"),
    ("measures.0.name", "drones"),
    ("measures.0.value", "some"),
    ("locations.0.name", "Warsaw"),
    ("locations.0.country", "Poland"),
    ("credibility", "7"),
    ("caveats.0.kind", "other"),
]
MENDED = {
    "title": "T",
    "occurred.from": "2026-02-01",
    "measures.0.name": "",
    "measures.0.value": "",
    "credibility": "",
    "caveats.0.kind": "",
    "locations.0.country": "PL",
}


def send_wrong(person: Person, wrong: list[Field]) -> str:
    """The page that answers a new development in which these fields are wrong."""
    new = typed(person.get("/desk/developments/new"), *NEW["developments"])
    fields = [each for each in new if each[0] not in dict(wrong)] + wrong
    return person.post("/desk/developments/new", fields, status=422).text


@pytest.mark.parametrize("name", NEW)
def test_what_is_needed_is_said_beside_its_field(person: Person, name: str) -> None:
    person.sign_in()
    page = save(person, f"/desk/{name}/new", status=422)
    needed = {"developments": {"title", "summary", "kind", "themes", "occurred"}, "conditions": {"title", "demand"}}
    needed |= {"actors": {"name", "kind"}, "sources": {"title", "publisher"}}
    assert set(faults_beside(page)) >= needed[name] - {"occurred"}
    assert "Nothing is saved yet" in page


def test_each_fault_is_beside_its_field_in_words(person: Person) -> None:
    person.sign_in()
    page = send_wrong(person, WRONG)
    said = faults_beside(page)
    assert "at most 300 characters" in said["title"]
    assert "type it as 26 February 2026" in said["occurred.from"]
    assert {"actors.0.id", "conditions.0.id", "evidence.0.source"} <= set(said)
    assert "a number" in said["measures.0.value"]
    assert said["measures.0.unit"] == "Fill this in."
    assert said["caveats.0.note"] == "Fill this in."
    assert "at most 6" in said["credibility"]
    assert "alpha-2" in said["locations.0.country"]
    assert 'value="take:locations.0.country=PL"' in page
    kept = dict(fields_in(page))
    assert all(kept[name] == value for name, value in WRONG)


def test_names_that_nothing_has_are_told_with_what_can_be_taken_instead(person: Person) -> None:
    person.sign_in()
    page = send_wrong(person, [(name, MENDED.get(name, value)) for name, value in WRONG])
    said = faults_beside(page)
    assert set(said) == {"actors.0.id", "conditions.0.id", "evidence.0.source"}
    assert 'value="take:actors.0.id=poland"' in page
    assert 'value="take:conditions.0.id=full-withdrawal"' in page


def test_a_key_that_stands_twice_is_told_beside_the_second_with_all_other_faults(person: Person) -> None:
    person.sign_in()
    twice = [("identifiers.0.key", "wikidata"), ("identifiers.0.value", "Q1")]
    twice += [("identifiers.1.key", "wikidata"), ("identifiers.1.value", "Q2")]
    new = [("name", "Harbour Watch"), ("kind", "organisation")]
    page = save(person, "/desk/actors/new", *new, *twice, ("country", "XXX"), status=422)
    assert set(faults_beside(page)) == {"identifiers.1.key", "country"}
    assert "once" in faults_beside(page)["identifiers.1.key"]
    assert dict(twice).items() <= dict(fields_in(page)).items()
    to = save(person, "/desk/actors/new", *new, *twice[:2])
    page = save(person, to, *twice, status=422)
    assert set(faults_beside(page)) == {"identifiers.1.key"}
    other = [
        ("name", "Port Watch"),
        ("kind", "organisation"),
        twice[0],
        ("identifiers.0.value", "Q5"),
        *twice[2:],
        ("act", "anyway"),
    ]
    page = save(person, "/desk/actors/new", *other, status=422)
    assert set(faults_beside(page)) == {"identifiers.1.key"}


def test_what_is_said_of_fields_is_for_those_who_fill_in_forms(person: Person) -> None:
    person.sign_in()
    shared = [("identifiers.0.key", "wikidata"), ("identifiers.0.value", "Q36")]
    page = save(person, "/desk/actors/new", ("name", "Ruritania"), ("kind", "group"), *shared, status=409)
    assert faults_beside(page)["identifiers.0.key"].startswith("“Poland” (actors/poland) has this already")
    wrong = [("url", "example.org"), ("language", "zz zz"), ("retrieved_at", "yesterday")]
    page = save(person, "/desk/sources/new", *NEW["sources"], *wrong, status=422)
    assert all(said.startswith("Type ") for said in faults_beside(page).values())
    assert set(faults_beside(page)) == {"url", "language", "retrieved_at"}
    address = ("url", "https://www.example.org/morning")
    save(person, "/desk/sources/new", *NEW["sources"], address)
    other = save(person, "/desk/sources/new", ("title", "An evening report"), *NEW["sources"][1:])
    page = save(person, other.partition("?")[0], address, status=409)
    assert faults_beside(page)["url"] == "“A morning report” (sources/a-morning-report) has this already."
    page = person.post("/desk/clip", typed(person.get("/desk/clip"), form="clip"), status=422).text
    assert set(re.findall(r'<span class="fault"[^>]*>([^<]*)', page)) == {"Fill this in."}


@pytest.mark.parametrize("name", NEW)
def test_no_help_of_a_form_speaks_of_null(person: Person, name: str) -> None:
    person.sign_in()
    helps = " ".join(re.findall(r'<span class="helped"[^>]*>([^<]*)', person.get(f"/desk/{name}/new")))
    assert helps
    assert not re.search("(?i)null|absent|BCP|ISO 3166", helps)
