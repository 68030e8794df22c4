"""Days of news: by which words it is told whether a day is past or to come, one or several, or none at all."""

import pytest

from app.proposing.days.reading import read_days
from bench import proposals
from tests.proposing.readings import DAY, rows_of

# Each line: a sentence | what it names, from..until, several apart by a comma; nothing where it names no day.
TO_COME_AND_PAST = """
It will be celebrated on 9 August as always. | 2026-08-09..2026-08-09
It was to lapse on 31 May, and will be held again in September. | 2026-05-31..2026-05-31, 2026-09-01..2026-09-30
The rules apply as of 1 May. | 2026-05-01..2026-05-01
The recess starts on 16 April. | 2026-04-16..
The sanctions have been extended to 30 September. | ..2026-09-30
Macron may visit Odesa in September. | 2026-09-01..2026-09-30
The truce lapses at midnight on Sunday. | 2026-03-01..2026-03-01
He is meeting the envoy on Monday. | 2026-03-02..2026-03-02
Schools are closed Monday through Friday. | 2026-02-23..2026-02-27
Details will be outlined on Monday. | 2026-03-02..2026-03-02
He toured the Baltic ahead of a meeting of the ministers on Monday. | 2026-03-02..2026-03-02
It lasted until Saturday. | ..2026-02-21
It had not been repaired by Monday noon. | ..2026-02-23
By Friday noon none had come, he said. | ..2026-02-20
The shares were up by noon on Monday. | ..2026-02-23
They received him on Tuesday and will fly home. | 2026-02-24..2026-02-24
A paper published on Saturday will be debated. | 2026-02-21..2026-02-21
They will meet envoys who arrived in London on Monday. | 2026-02-23..2026-02-23
He finished it on Tuesday, ahead of the scheduled talks. | 2026-02-24..2026-02-24
It comes out in May and will sell. | 2026-05-01..2026-05-31
The carrier leaves Toulon in the second half of July. | 2026-07-01..2026-07-31
Figures for the third quarter are due. | 2025-07-01..2025-09-30
On Sunday they vowed to fight on. | 2026-02-22..2026-02-22
The plan was put forward over the weekend. | 2026-02-21..2026-02-22
It was moved from Friday to Monday. | 2026-02-27..2026-02-27, 2026-03-02..2026-03-02
It could flow between next spring and the end of 2028. | ..2028-12-31
"""
ONE_OR_SEVERAL = """
It ran from 3 January until 9 January. | 2026-01-03..2026-01-09
Between 22:00 on 11 February and 06:00 on 12 February it was quiet. | 2026-02-11..2026-02-12
Closed 13/02/2026–17/02/2026. | 2026-02-13..2026-02-17
It is valid 2026-02-16 to 2026-02-21. | 2026-02-16..2026-02-21
It ran between 2028 and the early 2030s. | 2028-01-01..2039-12-31
It moved between 2014 and February 2022. | 2014-01-01..2022-02-28
The talk of 2014 and 2022 was of peace. | 2014-01-01..2014-12-31, 2022-01-01..2022-12-31
It was pushed back from 1 March to 1 June. | 2026-03-01..2026-03-01, 2026-06-01..2026-06-01
It was brought forward from 2035 to 2032. | 2035-01-01..2035-12-31, 2032-01-01..2032-12-31
The trial is set for the week of 8 June 2026. | 2026-06-08..2026-06-14
Table of the week ending 22 February 2026 | 2026-02-16..2026-02-22
It was so on the weekend of 14 February. | 2026-02-14..2026-02-15
It was so in the year to September 2025. | ..2025-09-30
It was so in the 12 months to 30 June 2025. | ..2025-06-30
It fell in the October-to-December period. | 2025-10-01..2025-12-31
It fell in the first ten days of January. | 2026-01-01..2026-01-10
It fell in nine months of 2025. | 2025-01-01..2025-09-30
It came two days after Monday's vote. | 2026-02-23..2026-02-23
In 2003/2004 it fell, as in the fourth-quarter 2004 data. | 2003-01-01..2004-12-31, 2004-10-01..2004-12-31
It was due next year, until 2029. | 2027-01-01..2027-12-31, ..2029-12-31
It was hit by Sunday's storm. | 2026-02-22..2026-02-22
The record, from August 2025, was broken. | 2025-08-01..2025-08-31
It is a phrase from 2010. | 2010-01-01..2010-12-31
"""
WAYS_OF_WRITING = """
Losses from 24.02.22 to 14.10.25 were high. | 2022-02-24..2025-10-14
At 120430Z OCT 25 it was seen. | 2025-10-12..2025-10-12
OCTOBER 14, 2025: DAILY BRIEF | 2025-10-14..2025-10-14
Due by 31/12/26. | ..2026-12-31
Since ’14 it has been so, as in ’39. | 2014-01-01.., 1939-01-01..1939-12-31
In 1709 they lost. | 1709-01-01..1709-12-31
On 8 July 1709 they lost. | 1709-07-08..1709-07-08
In 2005-6 it was less. | 2005-01-01..2006-12-31
Zapad-2021 was larger. | 2021-01-01..2021-12-31
The October days of 1993 are far. | 1993-10-01..1993-10-31
May was the worst month of all. | 2025-05-01..2025-05-31
The May figures are in. | 2025-05-01..2025-05-31
He wrote it a year ago to the day. | 2025-02-26..2025-02-26
They resigned the week before last. | 2026-02-09..2026-02-15
They met on the Friday before last. | 2026-02-13..2026-02-13
They meet a week from Sunday. | 2026-03-08..2026-03-08
They meet on Monday week. | 2026-03-09..2026-03-09
On the 10th there were 45. | 2026-02-10..2026-02-10
Second-quarter growth was 2 per cent. | 2025-04-01..2025-06-30
They sat until 4 a.m. on Wednesday. | ..2026-02-25
"""
NONE = (
    "It fired at 2035 and again at 2110 hours.", "Route 1812 is closed.", "He cited Article 1973 of the code.",
    "The National Security Act 2023 applies.", "Of 2019 respondents half said yes.", "It has a 1990 kg warhead.",
    "More than 1500 soldiers and 2000 vehicles took part.", "All week long, 1945 were duds.", "Every 9 May they march.",
    "They sit every Tuesday and Thursday.", "I saw a Monday like this one.", "It fell after the 11 September attacks.",
    "June Harding, 54, and April Dawson, 33, were named.", "The 2024-25 supply estimates are out.",
    "It was built 6,000 years ago.", "It will open in the next year.",
    "The company's third-quarter earnings fell.", "RUSSIA MAY ATTACK, HE SAYS", "It is isw-assessment-2026-02-31.",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"), [*rows_of(TO_COME_AND_PAST), *rows_of(ONE_OR_SEVERAL), *rows_of(WAYS_OF_WRITING)]
)
def test_days_are_read_by_the_words_around_them(text: str, expected: str) -> None:
    found, _ = read_days(text, on=DAY, language="en")
    assert ", ".join(f"{each.first or ''}..{each.last or ''}" for each in found) == expected
    assert all(text[each.start : each.end] == each.words for each in found)


@pytest.mark.parametrize("text", NONE)
def test_numbers_names_and_what_recurs_are_no_days(text: str) -> None:
    assert read_days(text, on=DAY, language="en")[0] == []


def test_the_days_of_the_eleventh_document_are_read_as_well_as_they_were() -> None:
    days = proposals.read_own("eleventh", lemmas=None)["days"]
    assert min(days.precision, days.recall) >= 0.98
