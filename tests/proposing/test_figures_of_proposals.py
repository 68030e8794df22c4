"""Figures of proposals: what the benchmark measures on each document stays where it must."""

import pytest

from bench import proposals
from tests.documents import needs_document


@needs_document
def test_the_shared_document_is_read_as_well_as_it_must_be() -> None:
    figures, others = proposals.read_shared()
    assert figures["actors"].precision >= 0.95
    assert figures["actors"].recall >= 0.55
    assert figures["written"].recall >= 0.95
    assert figures["days"].recall == figures["days"].precision == 1
    assert figures["numbers"].recall == figures["numbers"].precision == 1
    assert figures["themes"].precision >= 0.8
    assert figures["themes"].recall >= 0.6
    assert others <= 5
    assert figures["neighbours"].right == figures["neighbours"].read >= 28


@pytest.mark.parametrize(("name", "days", "themes"), [
    ("second", 1.0, (0.78, 0.8)), ("third", 0.95, (0.76, 0.76)), ("fourth", 1.0, (0.8, 0.64)),
    ("fifth", 0.85, (0.7, 0.42)), ("sixth", 1.0, (0.78, 0.55)),
])  # fmt: skip
def test_documents_of_our_own_are_read_as_well_as_they_were(
    name: str, days: float, themes: tuple[float, float]
) -> None:
    figures = proposals.read_own(name, lemmas=None)
    assert figures["actors"].precision >= 0.95
    assert figures["actors"].recall >= 0.55
    assert figures["written"].recall >= 0.95
    assert min(figures["days"].recall, figures["days"].precision) >= days
    assert figures["numbers"].recall == 1
    assert figures["numbers"].precision >= 0.85
    assert figures["neighbours"].read <= 2  # the seed has none of its events
    assert figures["themes"].precision >= themes[0]
    assert figures["themes"].recall >= themes[1]


@pytest.mark.parametrize("language", proposals.LANGUAGES)
def test_names_in_other_languages_are_read(language: str) -> None:
    figures = proposals.read_own(language, lemmas=None)
    assert figures["actors"].recall >= 0.9
    assert figures["actors"].precision >= 0.95
