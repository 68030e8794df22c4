"""Values: the limits of the contract's section 9, and what findings say breaks ordinary services."""

import datetime as dt
import json
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from schemas import (
    AsOf,
    Country,
    Day,
    Instant,
    Language,
    Name,
    Number,
    Prose,
    RecordRef,
    Selector,
    Slug,
    SourceDraft,
    Title,
    WebAddress,
)
from tests import examples

TODAY = dt.datetime.now(dt.UTC).date()


def accepts(kind: Any, value: Any) -> Any:
    return TypeAdapter(kind).validate_json(json.dumps(value))


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        (Slug, "a" * 96, "a" * 96),
        (Slug, "geneva-talks-2", "geneva-talks-2"),
        (Title, "x" * 300, "x" * 300),
        (Title, "  Cafe\u0301 ", "Café"),
        (Title, "😀 العربية", "😀 العربية"),
        (Prose, "two\nlines", "two\nlines"),
        (Prose, "a\r\nb\rc\td\fe\vf\x85", "a\nb\nc d\ne\nf"),
        (Title, "\ta\tb\r\n", "a b"),
        (Name, "a\tb", "a b"),
        (Prose, "x" * 10_000, "x" * 10_000),
        (Day, "1800-01-01", dt.date(1800, 1, 1)),
        (Day, "2024-02-29", dt.date(2024, 2, 29)),
        (Instant, "2026-02-26T13:00:00+01:00", dt.datetime(2026, 2, 26, 12, tzinfo=dt.UTC)),
        (Number, 1e15, 1e15),
        (Number, -(10**15), -(10**15)),
        (Number, 4.8, 4.8),
        (Country, "GB", "GB"),
        (Language, "zh-Hant-TW", "zh-Hant-TW"),
        (RecordRef, "developments/a-1", "developments/a-1"),
        (WebAddress, "https://www.gov.uk/a?b=c#d", "https://www.gov.uk/a?b=c#d"),
        (WebAddress, "http://8.8.8.8/", "http://8.8.8.8/"),
        (WebAddress, "https://bücher.example/", "https://xn--bcher-kva.example/"),
    ],
)
def test_a_value_within_the_limits_is_kept(kind: Any, value: Any, kept: Any) -> None:
    assert accepts(kind, value) == kept


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        *((Slug, value) for value in ("", "A", "a--b", "-a", "a-", "a_b", "a\n", "ä", "a" * 97)),
        *(
            (Title, value)
            for value in (
                "",
                "   ",
                "x" * 301,
                "a\nb",
                "a\r\nb",
                "a\fb",
                "a\x00b",
                "a\x1bb",
                "\ufdd0",
                "\U0001ffff",
                5,
                None,
            )
        ),
        *((Prose, value) for value in ("", "x" * 10_001, "a\x07")),
        *(
            (Day, value)
            for value in ("1799-12-31", "2026-02-30", "2026-2-3", "20260203", "2026-02-26T00:00:00", 0, True)
        ),
        (Day, (TODAY + dt.timedelta(days=740)).isoformat()),
        *((Instant, value) for value in ("2026-02-26", "2026-02-26T12:00:00", "9999-12-31T23:59:59-14:00", 0, "now")),
        *((Number, value) for value in (1e16, 10**16, 2**63, "5", True, None)),
        *((Country, value) for value in ("UK", "gb", "GBR", "XX", "")),
        *((Language, value) for value in ("e", "english please", "")),
        *((RecordRef, value) for value in ("things/a", "developments/", "developments/A", "developments/a/b")),
        *((WebAddress, value) for value in ("ftp://a.example", "//a.example", "https://", "javascript:alert(1)")),
        *((WebAddress, f"http://{host}/") for host in ("localhost", "a", "10.0.0.1", "127.1", "2130706433", "[::1]")),
        *(
            (WebAddress, f"http://{host}/")
            for host in ("[::ffff:127.0.0.1]", "0x7f.1", "169.254.169.254", "a.internal")
        ),
        (WebAddress, "https://www.gov.uk\\@evil.example/"),
        (WebAddress, "https://user:pass@www.gov.uk/"),
        (WebAddress, "https://www.gov.uk/a b"),
        (WebAddress, "https://www.gov.uk/" + "a" * 2048),
    ],
)
def test_a_value_beyond_the_limits_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        accepts(kind, value)


@pytest.mark.parametrize("raw", [r'"\ud800"', "1e400", "NaN", "Infinity", '"\\u0000"'])
def test_what_cannot_be_stored_is_refused_as_json(raw: str) -> None:
    body = f'{{"title": {raw}, "kind": "report", "publisher": "P", "origin": "p"}}'
    with pytest.raises(ValidationError):
        SourceDraft.model_validate_json(body)
    with pytest.raises(ValidationError):
        TypeAdapter(Number).validate_json(raw)


def test_lists_are_bounded() -> None:
    with pytest.raises(ValidationError, match="at most 100"):
        examples.actor(aliases=[f"Name {number}" for number in range(101)])


def test_a_selector_is_not_empty() -> None:
    with pytest.raises(ValidationError):
        Selector(start=5, end=5, sha256="0" * 64)


def test_an_interval_does_not_end_before_it_begins() -> None:
    with pytest.raises(ValidationError, match="end before it begins"):
        examples.briefing(period={"from": "2026-02-02", "until": "2026-02-01"})


@pytest.mark.parametrize("occurred", [{"precision": "day"}, {"from": "2026-02-01"}, {"until": "2026-02-01"}])
def test_a_precision_is_unknown_exactly_where_the_day_is(occurred: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match=r"precision|first day"):
        examples.development(occurred=occurred)


def test_a_development_has_some_day() -> None:
    with pytest.raises(ValidationError, match="day it was reported"):
        examples.development(reported_on=None)


@pytest.mark.parametrize("text", ["12", "0", "2026-02-26", "2026-02-26T12:00:00Z", "2026-02-26T12:00:00.123456+01:00"])
def test_a_point_in_time_is_a_number_an_instant_or_a_day(text: str) -> None:
    TypeAdapter(AsOf).validate_python(text)


@pytest.mark.parametrize(
    "text", ["-1", "1e3", "yesterday", "2026-02-30", "2099-01-01", "2099-01-01T00:00:00Z", "1.5", ""]
)
def test_a_point_in_time_is_nothing_else_and_not_ahead(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(AsOf).validate_python(text)
