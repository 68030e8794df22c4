"""Days: they are read as they are written, and counted from the article's day where they must be."""

import pytest

from app.language.folding import fold
from app.proposing.days.reading import find_days
from app.proposing.parts import WrittenDay
from tests.proposing.readings import DAY


def days_in(text: str, language: str = "en") -> list[WrittenDay]:
    found = find_days(text, on=DAY, language=language)
    assert all(text[each.start : each.end] == each.words for each in found)
    return found


def show(day: WrittenDay) -> str:
    return f"{day.first or ''}..{day.last or ''} {day.precision}"


@pytest.mark.parametrize(
    ("text", "expected", "is_relative"),
    [
        ("on 17–18 February 2026", "2026-02-17..2026-02-18 day", False),
        ("on February 17-18", "2026-02-17..2026-02-18 day", True),
        ("from 17 February to 3 March 2026", "2026-02-17..2026-03-03 day", False),
        ("on 2025-11-03", "2025-11-03..2025-11-03 day", False),
        ("on 3.11.2025", "2025-11-03..2025-11-03 day", False),
        ("on 13/04/2025", "2025-04-13..2025-04-13 day", False),
        ("the 5th of June 2025", "2025-06-05..2025-06-05 day", False),
        ("in March 2025", "2025-03-01..2025-03-31 month", False),
        ("from late January to early March 2025", "2025-01-01..2025-03-31 month", False),
        ("in December–January 2026", "2025-12-01..2026-01-31 month", False),
        ("since May", "2025-05-01.. month", True),
        ("from May to August 2025", "2025-05-01..2025-08-31 month", False),
        ("but will end in July", "2026-07-01..2026-07-31 month", True),
        ("he said on Friday that it would end", "2026-02-20..2026-02-20 day", True),
        ("until the end of the month", "..2026-02-28 month", True),
        ("from May", "2026-05-01.. month", True),
        ("but ended in July", "2025-07-01..2025-07-31 month", True),
        ("but will end on the 5th to", "2026-03-05..2026-03-05 day", True),
        ("in November", "2025-11-01..2025-11-30 month", True),
        ("by 2030", "..2030-12-31 year", False),
        ("between 2014 and 2022", "2014-01-01..2022-12-31 year", False),
        ("on Tuesday", "2026-02-24..2026-02-24 day", True),
        ("last Thursday", "2026-02-19..2026-02-19 day", True),
        ("next Tuesday", "2026-03-03..2026-03-03 day", True),
        ("on the 24th, he said", "2026-02-24..2026-02-24 day", True),
        ("on the 28th.", "2026-01-28..2026-01-28 day", True),
        ("yesterday", "2026-02-25..2026-02-25 day", True),
        ("the day before yesterday", "2026-02-24..2026-02-24 day", True),
        ("last week", "2026-02-16..2026-02-22 day", True),
        ("last month", "2026-01-01..2026-01-31 month", True),
        ("two weeks ago", "2026-02-09..2026-02-15 day", True),
    ],
)
def test_english_days(text: str, expected: str, is_relative: bool) -> None:
    (day,) = days_in(f"It was so {text}" if not text.startswith("the") else text)
    assert show(day) == expected
    assert day.is_relative is is_relative
    assert ("26 February 2026, the article's day" in day.reason) is is_relative


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "17–18 lutego 2026; od maja; wczoraj; w ubiegłym tygodniu"),
        ("uk", "17–18 лютого 2026; від травня; вчора; минулого тижня"),
        ("ru", "17–18 февраля 2026; с мая; вчера; на прошлой неделе"),
        ("de", "17. bis 18. Februar 2026; seit Mai; gestern; letzte Woche"),
        ("fr", "17 et 18 février 2026; depuis mai; hier; la semaine dernière"),
    ],
)
def test_days_of_other_languages(language: str, text: str) -> None:
    assert [show(each) for each in days_in(text, language)] == [
        "2026-02-17..2026-02-18 day", "2025-05-01.. month", "2026-02-25..2026-02-25 day", "2026-02-16..2026-02-22 day",
    ]  # fmt: skip


def test_a_day_that_may_be_two_is_a_suggestion_with_both() -> None:
    (day,) = days_in("on 03/04/2026")
    assert (day.first, day.last) == (None, None)
    assert [str(each) for each in day.readings] == ["2026-04-03", "2026-03-04"]
    assert "nothing tells which" in day.reason


@pytest.mark.parametrize(
    "text",
    [
        "the 24th Mechanized Brigade", "2000 troops", "30 February 2026", "99/99/2026", "he may march", "2,014 tanks",
        "F-2014", "the March of the living", "€2026 million", "31.31.2026", "version 1.2.2026.4",
    ],
)  # fmt: skip
def test_what_is_no_day_is_none(text: str) -> None:
    assert [each for each in days_in(text) if fold(each.words) not in ("february", "2026", "february 2026")] == []
