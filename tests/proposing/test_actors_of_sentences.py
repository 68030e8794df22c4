"""Actors of sentences: whom a sentence names, in which part, and what it only means."""

import pytest

from app.proposing.actors import ActorRegister, find_actors
from app.proposing.lemmas import WITHOUT_LEMMAS, load_lemmas
from bench.expecting import load_actors
from tests.proposing.readings import read_all, read_one


def roles_in(text: str, language: str = "en") -> dict[str, str]:
    return {each.actor: each.role for each in reversed(read_one(text, language=language).actors)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Macron said that France was ready.", {"emmanuel-macron": "speaker", "france": "subject"}),
        ("“We will stay,” said Mark Rutte.", {"mark-rutte": "speaker"}),
        (
            "According to the Institute for the Study of War, lines moved.",
            {"institute-for-the-study-of-war": "speaker"},
        ),
        ("Ukraine accused Russia of stalling.", {"ukraine": "speaker", "russia": "target"}),
        ("The E5 defence ministers met in Poland.", {"e5": "participant", "poland": "host"}),
        ("The US-mediated talks in Geneva failed.", {"united-states": "mediator"}),
        ("NATO deployed two battalions.", {"nato": "initiator"}),
        ("Russian forces attacked.", {"russia": "initiator"}),
        ("A Polish convoy left.", {"poland": "participant"}),
        ("us and them, in the uk of old", {}),
    ],
)
def test_actors_have_the_parts_that_the_words_beside_them_give(text: str, expected: dict[str, str]) -> None:
    assert roles_in(text) == expected


def test_every_part_says_why_and_where() -> None:
    text = "Nothing yet. Both Kyiv and Moscow maintain rigid positions."
    reading = read_all(text)[1]
    assert [each.reason for each in reading.actors] == [
        "matched the alias Kyiv at 18–22", "matched the alias Moscow at 27–33",
    ]  # fmt: skip
    assert text[27:33] == "Moscow"


def test_a_city_that_something_is_in_means_its_state_where_its_government_acts() -> None:
    assert read_one("In Tallinn, the government ordered nets.").actor_ids == ("estonia",)
    assert read_one("In Tallinn, a bridge fell.").actor_ids == ()


def test_the_longest_name_is_taken() -> None:
    assert [each.words for each in read_one("The French Carrier Strike Group sailed.").actors] == [
        "French Carrier Strike Group"
    ]


def test_what_is_meant_by_context_is_a_hint() -> None:
    reading = read_one("The alliance warned both sides over the ceasefire.")
    assert reading.actors == ()
    assert [each.words for each in reading.hints] == ["The alliance", "both sides", "the ceasefire"]


def test_an_adjective_of_an_office_is_a_hint() -> None:
    reading = read_one("Estonian Prime Minister Kaja Kallas spoke.")
    assert reading.actor_ids == ("kaja-kallas",)
    assert [each.words for each in reading.hints] == ["Estonian"]


def test_a_state_is_named_where_nobody_else_is_known_to_hold_the_office() -> None:
    assert roles_in("Russian President Vladimir Putin said no.") == {"russia": "speaker"}


def test_a_name_of_several_actors_is_a_hint() -> None:
    actors = list(load_actors().values())
    twin = actors[0].model_copy(update={"id": "twin", "country": None, "kind": "group"})
    named = find_actors("Moscow spoke.", ActorRegister([*actors, twin]), language="en", at=10)
    assert named.actors == []
    assert [each.reason for each in named.hints] == ["Moscow at 10–16 may be any of russia, twin"]


@pytest.mark.parametrize(
    "text", ["He was born in Berlin.", "Drills took place off northern Germany.", "The Warsaw Pact fell.",
             "The American Enterprise Institute wrote.", "A pro-Russian and anti-Polish group spoke."],
)  # fmt: skip
def test_a_place_and_a_part_of_another_name_are_no_actor(text: str) -> None:
    assert read_one(text).actors == ()


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("pl", "Rozmawiał z Radosławem Sikorskim o rosyjskich dronach.", {"radoslaw-sikorski", "russia"}),
        ("uk", "Він зустрів Столтенберга та польських міністрів.", {"jens-stoltenberg", "poland"}),
        ("ru", "Слова Сикорского и Столтенберга услышали в НАТО.", {"radoslaw-sikorski", "jens-stoltenberg", "nato"}),
        ("de", "Macrons Vorschlag und die Europäische Union.", {"emmanuel-macron", "european-union"}),
        ("fr", "Les soldats ukrainiens et l'OTAN.", {"ukraine", "nato"}),
    ],
)  # fmt: skip
def test_inflected_names_mean_their_actors(language: str, text: str, expected: set[str]) -> None:
    reading = read_one(text, language=language)
    assert set(reading.actor_ids) == expected
    assert reading.notes == (WITHOUT_LEMMAS,)


def test_dictionary_forms_are_asked_for_where_they_are_installed() -> None:
    lemmas = load_lemmas()
    assert lemmas is not None
    assert lemmas("ukrainiennes", "fr") == "ukrainien"
    assert lemmas("word", "xx") == "word"
    (reading,) = read_all("Les Ukrainiens.", language="fr-FR", lemmas=lemmas)
    assert (reading.actor_ids, reading.notes) == (("ukraine",), ())
