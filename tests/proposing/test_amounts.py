"""Amounts: shares, sums and counts are measures with their units."""

import pytest

from app.proposing.numbers.amounts import find_measures


def measures_in(text: str, language: str = "en") -> list[tuple[str, str, str, str]]:
    found = find_measures(text, language=language)
    assert all(text[each.start : each.end] == each.words for each in found)
    return [(each.words, each.name, f"{each.value.normalize():f}", each.unit) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a loan of €90 billion", ("€90 billion", "Loan", "90000000000", "EUR")),
        ("worth US$1.2bn", ("US$1.2bn", "Sum of money", "1200000000", "USD")),
        ("some 40 million pounds", ("40 million pounds", "Sum of money", "40000000", "GBP")),
        ("defence spending of 4.8% of GDP", ("4.8% of GDP", "Defence spending", "4.8", "% of GDP")),
        ("up to 30 per cent", ("30 per cent", "Share", "30", "%")),
        ("300,000 troops left", ("300,000 troops", "Troops", "300000", "troops")),
        ("involve 13 countries, he said", ("13 countries", "Countries", "13", "countries")),
        ("twelve F-16s", ("twelve F-16s", "F-16s", "12", "F-16s")),
        ("two long-range missiles", ("two long-range missiles", "Long-range missiles", "2", "long-range missiles")),
        ("a 30-day truce", ("30-day", "Truce", "30", "days")),
        ("shot down 34 drones", ("34 drones", "Drones", "34", "drones")),
        ("Thirty-eight states", ("Thirty-eight states", "States", "38", "states")),
        ("a million rounds", ("a million rounds", "Rounds", "1000000", "rounds")),
        ("one patrol ship", ("one patrol ship", "Patrol ship", "1", "patrol ship")),
        ("at least 40 people were killed", ("40 people", "People", "40", "people")),
    ],
)
def test_english_measures(text: str, expected: tuple[str, str, str, str]) -> None:
    assert measures_in(text) == [expected]


def test_a_range_has_both_its_ends() -> None:
    assert [each[2] for each in measures_in("between 10–15 % and 20 to 30 drones")] == ["10", "15", "20", "30"]
    assert [each[2] for each in measures_in("$2–3 million")] == ["2000000", "3000000"]


def test_a_part_of_a_number_counts_the_same() -> None:
    assert [each[2:] for each in measures_in("34 of 41 drones")] == [("34", "drones"), ("41", "drones")]
    assert [each[2:] for each in measures_in("two of its ships, 45 more ships")] == [("2", "ships"), ("45", "ships")]
    assert [each[2:] for each in measures_in("nine drones, four of them")] == [("9", "drones"), ("4", "drones")]
    assert [each[2:] for each in measures_in("€60 billion, once 50 billion")] == [
        ("60000000000", "EUR"), ("50000000000", "EUR"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "value", "unit"),
    [
        ("pl", "90 mld euro", "90000000000", "EUR"), ("pl", "4,8 proc. PKB", "4.8", "% of GDP"),
        ("uk", "90 млрд євро", "90000000000", "EUR"), ("uk", "4,8 % ВВП", "4.8", "% of GDP"),
        ("de", "90 Milliarden Euro", "90000000000", "EUR"), ("de", "300.000 Soldaten", "300000", "Soldaten"),
        ("de", "5 % am Montag", "5", "%"),
        ("fr", "90 milliards d'euros", "90000000000", "EUR"), ("fr", "300 000 soldats", "300000", "soldats"),
    ],
)  # fmt: skip
def test_measures_of_other_languages(language: str, text: str, value: str, unit: str) -> None:
    assert [each[2:] for each in measures_in(text, language)] == [(value, unit)]


@pytest.mark.parametrize(
    "text", ["Article 5 says", "the E5", "F-16", "thousands of troops", "at 10:30", "one", "no. 7", "in one room"]
)
def test_what_counts_nothing_is_no_measure(text: str) -> None:
    assert measures_in(text) == []
