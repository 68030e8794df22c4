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


@pytest.mark.parametrize("language", proposals.LANGUAGES)
def test_names_in_other_languages_are_read(language: str) -> None:
    figures = proposals.read_own(language, lemmas=None)
    assert figures["actors"].recall >= 0.9
    assert figures["actors"].precision >= 0.95
