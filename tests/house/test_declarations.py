"""Declarations: what cannot work, or lacks its other half, fails when it is imported, with a sentence that says why."""

from dataclasses import replace
from typing import Any

import pytest

from app.reading.formats import FORMATS, check_words, types_of
from app.reading.resource import check_together
from app.resources import ACTORS, BRIEFINGS, COLLECTIONS, RESOURCES
from app.store.collection import AnyCollection, BadDeclaration, one_with_texts
from schemas import ChangesQuery, Record, RefersTo

NAMES = sorted(COLLECTIONS)


def test_a_collection_that_takes_batches_has_their_address_for_itself() -> None:
    names = replace(ACTORS.collection.names, reserved=frozenset())
    with pytest.raises(BadDeclaration, match="actors: takes batches, and batch is no reserved id"):
        replace(ACTORS, collection=replace(ACTORS.collection, names=names))


def test_a_page_offers_only_facets_that_there_are() -> None:
    with pytest.raises(BadDeclaration, match=r"actors: the facets of its page name what there is not: \['month'\]"):
        replace(ACTORS, presentation=replace(ACTORS.presentation, facets=("kind", "month")))


def test_the_list_holds_every_collection_of_the_contract_before_what_it_rests_on() -> None:
    check_together(RESOURCES)
    with pytest.raises(BadDeclaration, match="differ in briefings"):
        check_together([each for each in RESOURCES if each is not BRIEFINGS])
    with pytest.raises(BadDeclaration, match="actors: must stand before what it rests on: sources"):
        check_together(RESOURCES[::-1])


@pytest.mark.parametrize("what", ["noun", "place"])
def test_no_two_collections_are_shown_as_one(what: str) -> None:
    shown = replace(BRIEFINGS.presentation, **{what: getattr(ACTORS.presentation, what)})
    with pytest.raises(BadDeclaration, match=f"the same {what}"):
        check_together([replace(each, presentation=shown) if each is BRIEFINGS else each for each in RESOURCES])


def test_every_word_of_a_format_is_written_and_the_reverse() -> None:
    with pytest.raises(BadDeclaration, match="nothing writes the format xml"):
        check_words(("json", "xml", *FORMATS), FORMATS)
    with pytest.raises(BadDeclaration, match="no word of the contract asks for the format csv"):
        check_words([word for word in ("json", *FORMATS) if word != "csv"], FORMATS)
    assert types_of(ChangesQuery) == (("json", "application/json"), ("ndjson", "application/x-ndjson"))


def test_a_type_refers_to_collections_that_there_are() -> None:
    with pytest.raises(ValueError, match="a type refers to actor, which is none of actors, "):
        RefersTo("actor")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    ("part", "given"),
    [
        ("storage", {"day": "nowhere"}),
        ("names", {"merged_within": "nowhere"}),
        ("derivation", {"rests_on": frozenset({"nowhere"})}),
        ("derivation", {"answers_to": frozenset({"nowhere"})}),
        ("derivation", {"given": {"nowhere": "id"}}),
        ("derivation", {"text": "nowhere"}),
        ("finality", {"open_ended": frozenset({"nowhere"})}),
    ],
)
def test_a_collection_that_names_what_there_is_not_is_refused(name: str, part: str, given: dict[str, Any]) -> None:
    collection = COLLECTIONS[name]
    changed = {part: replace(getattr(collection, part), **given)}
    with pytest.raises(BadDeclaration, match=rf"^{name}: .*'nowhere'"):
        replace(collection, **changed)


@pytest.mark.parametrize("name", NAMES)
def test_a_collection_without_a_table_of_terms_is_refused(name: str) -> None:
    collection = COLLECTIONS[name]
    wrong: Any = {"terms_table": collection.table}
    with pytest.raises(BadDeclaration, match="is no table of terms"):
        replace(collection, storage=replace(collection.storage, **wrong))


def test_a_collection_that_the_contract_does_not_have_is_refused() -> None:
    with pytest.raises(BadDeclaration, match="'nowhere'"):
        replace(COLLECTIONS["actors"], name="nowhere")


@pytest.mark.parametrize("collections", [{}, {"one": COLLECTIONS["sources"], "other": COLLECTIONS["sources"]}])
def test_texts_are_attached_to_the_records_of_one_collection(collections: dict[str, AnyCollection]) -> None:
    with pytest.raises(BadDeclaration, match="one collection"):
        one_with_texts(collections)


def test_a_resource_of_two_records_is_refused() -> None:
    class Other(Record):
        """A record of no collection."""

    resource = RESOURCES[0]
    with pytest.raises(BadDeclaration):
        replace(resource, collection=replace(resource.collection, record=Other))
