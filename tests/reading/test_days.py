"""Days: they overlap as precisely as they are known."""

import datetime as dt

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient


@pytest.mark.parametrize(
    ("occurred", "first", "last"),
    [
        ({"from": "2026-02-10", "precision": "day"}, "2026-02-10", "2026-02-10"),
        ({"from": "2026-02-10", "until": "2026-02-12", "precision": "day"}, "2026-02-10", "2026-02-12"),
        ({"from": "2026-02-10", "precision": "month"}, "2026-02-01", "2026-02-28"),
        ({"from": "2024-01-31", "until": "2024-02-01", "precision": "month"}, "2024-01-01", "2024-02-29"),
        ({"from": "2025-06-15", "precision": "year"}, "2025-01-01", "2025-12-31"),
        ({"precision": "unknown"}, "2026-02-26", "2026-02-26"),
    ],
)
def test_days_overlap_as_precisely_as_they_are_known(
    database: Database, client: CheckedClient, occurred: dict[str, str], first: str, last: str
) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("developments", examples.development(occurred=occurred))

    def found(query: str) -> bool:
        return bool(client.ids(f"/v1/developments?{query}"))

    before = dt.date.fromisoformat(first) - dt.timedelta(days=1)
    after = dt.date.fromisoformat(last) + dt.timedelta(days=1)
    assert found(f"to={first}")
    assert not found(f"to={before}")
    assert found(f"from={last}")
    assert not found(f"from={after}")
    assert found(f"from={first}&to={last}")


@pytest.mark.parametrize(
    ("period", "found", "missed"),
    [
        ({"from": "2026-02-01", "until": "2026-02-28"}, ("from=2026-02-28", "to=2026-02-01"), ("from=2026-03-01",)),
        ({"from": "2026-02-01"}, ("from=2026-02-10", "from=2026-11-10", "to=2026-02-01"), ("to=2026-01-31",)),
        ({"until": "2026-02-28"}, ("to=1999-01-01", "from=2026-02-28"), ("from=2026-03-01",)),
        ({}, ("from=2026-02-26", "to=2026-02-26"), ("from=2026-02-27", "to=2026-02-25")),
    ],
)
def test_a_briefing_is_found_by_the_days_of_its_period(
    database: Database,
    client: CheckedClient,
    period: dict[str, str],
    found: tuple[str, ...],
    missed: tuple[str, ...],
) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        given = {"published_on": dt.date(2026, 2, 26)}
        writer.create("briefings", examples.briefing(id="b", period=period), given=given)
    assert all(client.ids(f"/v1/briefings?{query}") == ["b"] for query in found)
    assert all(client.ids(f"/v1/briefings?{query}") == [] for query in missed)
    months = client.get("/v1/briefings?facets=month").json()["meta"]["facets"]["month"]
    assert len(months) < 3000
    for each in months[:2]:
        within = f"from={each['value']}-01&to={each['value']}-28"
        assert client.get(f"/v1/briefings?{within}").json()["meta"]["total"] == each["count"]
