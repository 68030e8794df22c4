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
    assert figures["themes"].precision >= 0.85
    assert figures["themes"].recall >= 0.74
    assert others <= 5
    assert figures["neighbours"].right == figures["neighbours"].read >= 28


@pytest.mark.parametrize(("name", "names", "days", "numbers", "themes"), [
    ("second", 0.95, 1.0, 1.0, (0.84, 0.87)), ("third", 0.95, 0.95, 1.0, (0.85, 0.88)),
    ("fourth", 0.95, 1.0, 1.0, (0.97, 0.89)), ("fifth", 0.95, 0.85, 1.0, (0.92, 0.82)),
    ("sixth", 0.95, 1.0, 1.0, (0.86, 0.82)), ("seventh", 0.92, 1.0, 1.0, (0.94, 0.87)),
    ("eighth", 0.91, 1.0, 0.95, (0.91, 0.76)), ("ninth", 0.95, 0.9, 1.0, (0.95, 0.8)),
    ("tenth", 0.95, 0.95, 1.0, (0.95, 0.66)),
    ("twelfth", 0.95, 1.0, 0.95, (0.65, 0.74)), ("thirteenth", 0.93, 0.95, 0.9, (0.73, 0.78)),
])  # fmt: skip
def test_documents_of_our_own_are_read_as_well_as_they_were(
    name: str, names: float, days: float, numbers: float, themes: tuple[float, float]
) -> None:
    figures = proposals.read_own(name, lemmas=None)
    assert figures["actors"].precision >= names
    assert figures["actors"].recall >= 0.55
    assert figures["written"].recall >= names
    assert min(figures["days"].recall, figures["days"].precision) >= days
    assert figures["numbers"].recall >= numbers
    assert figures["numbers"].precision == 1
    assert figures["neighbours"].read <= 2  # the seed has none of its events
    assert figures["themes"].precision >= themes[0]
    assert figures["themes"].recall >= themes[1]


@pytest.mark.parametrize("language", proposals.LANGUAGES)
def test_names_in_other_languages_are_read(language: str) -> None:
    figures = proposals.read_own(language, lemmas=None)
    assert figures["actors"].recall >= 0.9
    assert figures["actors"].precision >= 0.95
