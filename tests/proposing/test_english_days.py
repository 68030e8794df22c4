"""English days: how news writes days and stretches of time, and what of it cannot be told."""

import pytest

from app.proposing.days.reading import read_days
from tests.proposing.readings import DAY, rows_of

# Each line: a sentence | what it names, from..until, several apart by a comma; nothing where it names no day.
TABLE = """
It began on 5, 6 and 9 March 2025. | 2025-03-05..2025-03-05, 2025-03-06..2025-03-06, 2025-03-09..2025-03-09
They met on 17 and 18 February. | 2026-02-17..2026-02-18
They met on 3 or 9 February. | 2026-02-03..2026-02-03, 2026-02-09..2026-02-09
It held from 28 February to 3 March 2025. | 2025-02-28..2025-03-03
It held from February 28 to March 3, 2025. | 2025-02-28..2025-03-03
It held from Feb. 28–March 3, 2025. | 2025-02-28..2025-03-03
It held on February 5, 2026, and ended. | 2026-02-05..2026-02-05
It was signed on the fifteenth of June 2025. | 2025-06-15..2025-06-15
It ended on the last day of April 2025. | 2025-04-30..2025-04-30
The log of 2025-11-03T10:00 is open. | 2025-11-03..2025-11-03
The log of 2025/11/03 is open. | 2025-11-03..2025-11-03
The issue of 2025-11 is out. | 2025-11-01..2025-11-30
The vote was on 17 May last year. | 2025-05-17..2025-05-17
It was agreed in May last year. | 2025-05-01..2025-05-31
It was agreed in October of last year. | 2025-10-01..2025-10-31
It will open in March next year. | 2027-03-01..2027-03-31
It will open in mid-March. | 2026-03-01..2026-03-31
It ran from May to July. | 2025-05-01..2025-07-31
In the 2024 elections it lost. | 2024-01-01..2024-12-31
The 2015 accords are dead. | 2015-01-01..2015-12-31
It ran in November and December. | 2025-11-01..2025-12-31
It ran from November to January. | 2025-11-01..2026-01-31
Output fell in the first quarter of 2025. | 2025-01-01..2025-03-31
Output fell in Q3 2025. | 2025-07-01..2025-09-30
Output fell in the fourth quarter. | 2025-10-01..2025-12-31
Output fell last quarter. | 2025-10-01..2025-12-31
Output will rise in the second half of this year. | 2026-07-01..2026-12-31
Output rose in H1 2025. | 2025-01-01..2025-06-30
It was so in the first three months of 2025. | 2025-01-01..2025-03-31
It was so in the last two months of last year. | 2025-11-01..2025-12-31
It was so in the 1990s. | 1990-01-01..1999-12-31
It was so in the early 2020s. | 2020-01-01..2029-12-31
The war of 2014–22 is over. | 2014-01-01..2022-12-31
The plan for 2028-2034 is ready. | 2028-01-01..2034-12-31
The plan for 2027 to 2029 is ready. | 2027-01-01..2029-12-31
It will come in mid-2027. | 2027-01-01..2027-12-31
It will come in late 2027. | 2027-01-01..2027-12-31
It has held since late 2024. | 2024-01-01..
It will hold until at least 2028. | ..2028-12-31
It must be done no later than 30 June 2026. | ..2026-06-30
It comes into force from 1 July 2026 onwards. | 2026-07-01..
It will be paid starting in September 2026. | 2026-09-01..
It will not come before 2027. | 2027-01-01..
It is not expected until March 2027. | 2027-03-01..
It will come no earlier than May 2026. | 2026-05-01..
It must come by the end of June. | ..2026-06-30
It must come by the end of next year. | ..2027-12-31
It must come by year-end. | ..2026-12-31
It has grown since the start of the year. | 2026-01-01..
It has grown since the beginning of 2025. | 2025-01-01..
It was voted on late last month. | 2026-01-01..2026-01-31
It was voted on earlier this month. | 2026-02-01..2026-02-28
It was voted on earlier this week. | 2026-02-23..2026-03-01
It will be voted on later this year. | 2026-01-01..2026-12-31
They met a week ago. | 2026-02-16..2026-02-22
They met a fortnight ago. | 2026-02-09..2026-02-15
They met twelve days ago. | 2026-02-14..2026-02-14
They met 20 years ago. | 2006-01-01..2006-12-31
It was signed a decade ago. | 2016-01-01..2016-12-31
They met on Tuesday last week. | 2026-02-17..2026-02-17
They will meet on Monday next week. | 2026-03-02..2026-03-02
They meet this Friday. | 2026-02-27..2026-02-27
They talked from Monday to Wednesday. | 2026-02-23..2026-02-25
They talked between Sunday and Tuesday. | 2026-02-22..2026-02-24
The raid overnight from Tuesday to Wednesday was long. | 2026-02-24..2026-02-25
It fell on Monday and Tuesday. | 2026-02-23..2026-02-23, 2026-02-24..2026-02-24
It fell overnight into Wednesday. | 2026-02-25..2026-02-25
It fell on the night of 11 February. | 2026-02-11..2026-02-11
It fell last night. | 2026-02-25..2026-02-25
By Monday rescuers had found them all. | ..2026-02-23
They will meet by Monday. | ..2026-03-02
On Tuesday, 3 March, they will vote. | 2026-03-03..2026-03-03
On 3 February 2026, a Tuesday, they voted. | 2026-02-03..2026-02-03
They rested at the weekend. | 2026-02-21..2026-02-22
They rested over the weekend. | 2026-02-21..2026-02-22
They meet this weekend. | 2026-02-28..2026-03-01
They met last weekend. | 2026-02-21..2026-02-22
The guns fell silent on New Year's Eve. | 2025-12-31..2025-12-31
The guns fell silent on Christmas Day 2024. | 2024-12-25..2024-12-25
It will end the day after tomorrow. | 2026-02-28..2026-02-28
They want it by the 15th. | ..2026-03-15
On the 23rd and 24th they met. | 2026-02-23..2026-02-24
Between the 3rd and the 9th they met. | 2026-02-03..2026-02-09
The May summit failed. | 2025-05-01..2025-05-31
It could fall as early as May. | 2026-05-01..2026-05-31
They meet again in April. | 2026-04-01..2026-04-30
It expires on 31 July. | 2026-07-31..2026-07-31
It runs from 2026 to at least 2030. | 2026-01-01..2030-12-31
From January to November it was 40. | 2025-01-01..2025-11-30
It has held since last Saturday. | 2026-02-21..
By Tuesday he was gone. | ..2026-02-24
In the run-up to the 2027 election it fell. | 2027-01-01..2027-12-31
It will come this April. | 2026-04-01..2026-04-30
It was so on Jan. 6 and Feb. 9. | 2026-01-06..2026-01-06, 2026-02-09..2026-02-09
It is shut for a month from Monday. | 2026-03-02..
He travels to Rome on Monday. | 2026-03-02..2026-03-02
It took 1,000 days to the end of January. | ..2026-01-31
It will be spent between now and 2031. | ..2031-12-31
She said last Sunday that it will end. | 2026-02-22..2026-02-22
It was so in June-July. | 2025-06-01..2025-07-31
"""
# Each line: a sentence | the words that tell of a time, and not of which.
VAGUE = """
It will start next spring. | next spring
It will start in the autumn, he said. | in the autumn
It was cold in the winter of 2025–26. | in the winter of 2025–26
They will leave by Easter 2027. | Easter 2027
They want it by Christmas. | Christmas
The previous day it had rained. | The previous day
Two weeks later it was over. | Two weeks later
It rose from a year earlier. | a year earlier
They left nearly four years ago. | nearly four years ago
They left several weeks ago. | several weeks ago
It was hit overnight. | overnight
It must be done by the weekend. | by the weekend
The sum for fiscal year 2026 is set. | fiscal year 2026
The sum for the 2025/26 financial year is set. | 2025/26 financial year
The sum for FY2026 is set. | FY2026
"""
NONE = (
    "They meet every Friday.", "The Sunday Times has it.", "It was Good Friday.", "It struck at 2000 GMT.",
    "Resolution 1973 holds.", "He sent 2000 people.", "On the 24th anniversary they sang.", "The 20th package is due.",
    "It was the last week of the war.", "The 62nd Brigade left.", "Half of it is gone.", "A quarter of it is gone.",
    "The second half was better.", "On Mondays they rest.", "A 9/11 is feared.", "The 24/7 watch goes on.",
    "They may march.", "The third quarter-final is next.",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), rows_of(TABLE))
def test_days_are_read_as_english_writes_them(text: str, expected: str) -> None:
    found, _ = read_days(text, on=DAY, language="en")
    assert ", ".join(f"{each.first or ''}..{each.last or ''}" for each in found) == expected
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize(("text", "words"), rows_of(VAGUE))
def test_what_its_words_do_not_tell_is_context_and_no_day(text: str, words: str) -> None:
    found, hints = read_days(text, on=DAY, language="en")
    assert found == []
    assert [each.words for each in hints] == [words]
    assert text[hints[0].start : hints[0].end] == words


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert read_days(text, on=DAY, language="en")[0] == []
