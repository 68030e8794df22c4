"""What is counted of a version's stems when it is written is what counting its streams would give."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.language.lexemes import MOST_COUNTED, TITLE_COUNTS, ZERO, as_counted, side_by_side, texts_of
from tests import draws

WORDS = st.sampled_from(
    ["talk", "talks", "state-of-the-art", "art", "F-16", "155mm", "x-155mm", "я", "U.S.", "re-arm", "rearm", "=", "Ā"]
)
TEXT = st.lists(WORDS, max_size=12).map(" ".join)


@draws.tries(150)
@given(title=TEXT, body=st.lists(TEXT, max_size=3))
def test_counts_are_those_of_the_streams(title: str, body: list[str]) -> None:
    texts = texts_of([("/title", title), *((f"/{place}", each) for place, each in enumerate(body))])
    streams = (texts.title, texts.title_joined, texts.body, texts.body_joined)
    stems = dict.fromkeys(stem for stream in streams for stem in stream.split())
    expected = {}
    for stem in stems:
        in_title, joined, in_body, body_joined = (stream.count(side_by_side([stem])) for stream in streams)
        expected[stem] = TITLE_COUNTS * max(in_title, joined) + max(in_body, body_joined)
    told = {stem: ord(count) - ZERO for stem, count in re.findall(r" ([^ =]+)=(.)", texts.counts)}
    assert told == expected
    assert {lexeme for lexeme in texts.lexemes if not lexeme.startswith("·")} == set(told)


def test_no_count_is_too_great_for_its_character() -> None:
    texts = texts_of([("/title", "talk " * MOST_COUNTED)])
    assert texts.counts == f"{as_counted('talk')}{chr(ZERO + MOST_COUNTED)}"
    assert texts.counts.encode()
