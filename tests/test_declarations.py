"""Declarations: what cannot work, or lacks its other half, fails when it is imported, with a sentence that says why."""

from dataclasses import replace

import pytest

from app.reading.formats import FORMATS, check_words, types_of
from app.reading.resource import BadDeclaration, check_together
from app.resources import ACTORS, BRIEFINGS, RESOURCES
from schemas import ChangesQuery, RefersTo


def test_a_collection_that_takes_batches_has_their_address_for_itself() -> None:
    with pytest.raises(BadDeclaration, match="actors: takes batches, and batch is no reserved id"):
        replace(ACTORS, collection=replace(ACTORS.collection, reserved=frozenset()))


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
