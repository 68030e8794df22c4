"""Plans: common questions walk an index in the order of the answer, on both databases, counted or not."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from app.main import create_app
from app.reading.answer import counts
from app.reading.plan import reach, statements
from app.settings import Settings
from app.store.database import Database
from bench.load import load
from tests.databases import Server, forget_counts

RECORDS = 600
MEMBERS = [
    "/v1/developments?actor=state-0&actor_scope=members&limit=2",
    "/v1/developments?actor=body-0,body-1&actor_scope=members&from=2023-01-01&limit=2",
    "/v1/developments?actor_all=body-0,state-0&actor_scope=members&theme=nuclear&limit=2",
    "/v1/developments?actor_not=body-0&actor_scope=members&limit=2",
    "/v1/developments?actor=body-0&actor_scope=members&role=host,speaker&limit=2",
]
COMMON = [
    "/v1/developments?limit=5",
    "/v1/developments?actor=state-0&limit=5",
    "/v1/developments?actor_all=state-0,state-1&limit=2",
    "/v1/developments?actor=Capital 1&from=2024-01-01&limit=5",
    "/v1/developments?actor=state-0&to=2025-01-01&kind=meeting&limit=1",
    "/v1/developments?actor=state-0&theme=nuclear&limit=2",
    "/v1/developments?actor=state-0&actor_not=state-1&limit=2",
    *MEMBERS,
    "/v1/developments?theme=nuclear&limit=5",
    "/v1/developments?kind=meeting&limit=5",
    "/v1/developments?status=reported&limit=5",
    "/v1/developments?condition=condition-1&limit=5",
    "/v1/developments?source=source-1&limit=5",
    "/v1/developments?country=FR&limit=5",
    "/v1/developments?sort=date&limit=5",
    "/v1/developments?sort=title&limit=5",
    "/v1/developments?sort=-updated_at&limit=5",
    "/v1/developments/development-7",
    "/v1/actors?limit=5",
    "/v1/sources?limit=5",
    "/v1/conditions?limit=5",
    "/v1/changes?limit=5",
    "/v1/actors/state-1/revisions",
]
QUESTIONS = ["army", "army -air", "army&kind=meeting", '"army air"', "arm*&actor=state-1", "-army"]
Statement = tuple[str, Any]


@pytest.fixture(scope="module", params=["counted", "uncounted"])
def generated(
    servers: dict[str, Server], engine: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Database, TestClient]]:
    """A database with some hundreds of records, and a service on it that keeps no answers.

    The engine knows how many rows there are, or has never counted them.
    """
    url = servers[engine].url("empty")
    database = Database(url)
    load(database, RECORDS)
    if request.param == "counted":
        database.count_rows()
    else:
        forget_counts(database)
    with TestClient(create_app(Settings(database_url=url, cache_bytes=0))) as client:
        yield database, client
    database.close()


def asked(client: TestClient, path: str) -> list[Statement]:
    """The statements that a request causes, but for the clock's and the lookup of names."""
    seen: list[Statement] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_rest: Any) -> None:
        if (
            structlog.contextvars.get_contextvars()
            and "FROM clock" not in statement
            and "SELECT DISTINCT" not in statement
        ):
            seen.append((statement, values))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        assert client.get(path).status_code == 200
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return seen


def plan(database: Database, statement: Statement) -> list[str]:
    """The lines of the engine's plan; PostgreSQL, which reads small tables whole, is told not to where it can."""
    text, values = statement
    with database.read() as connection:
        if database.is_sqlite:
            return [str(row[-1]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", values)]
        for setting in ("seqscan", "sort", "incremental_sort", "bitmapscan"):
            connection.exec_driver_sql(f"SET enable_{setting} = off")
        return [str(row[0]) for row in connection.exec_driver_sql(f"EXPLAIN {text}", values)]


def faults(lines: list[str]) -> list[str]:
    """Whole tables read, and rows sorted."""
    whole = re.compile(r"SCAN (?!.*USING (COVERING )?INDEX)|Seq Scan")
    return [line for line in lines if whole.search(line) or "TEMP B-TREE FOR ORDER" in line or "Sort  (" in line]


@pytest.mark.parametrize("path", COMMON)
def test_a_common_question_walks_an_index(generated: tuple[Database, TestClient], path: str) -> None:
    database, client = generated
    statements = [each for each in asked(client, path) if "count(" not in each[0]]
    assert statements
    for statement in statements:
        lines = plan(database, statement)
        assert faults(lines) == [], "\n".join([statement[0], *lines])


@pytest.mark.parametrize("path", [path for path in COMMON if "limit=5" in path and "?" in path and "=state" in path])
def test_what_an_actor_takes_part_in_is_counted_in_the_index_alone(
    generated: tuple[Database, TestClient], monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    database, client = generated
    monkeypatch.setattr(counts, "is_tallied", lambda _: False)  # as it is not for a state of before
    (count,) = [each for each in asked(client, f"{path}&from=2022-01-0{len(path) % 9 + 1}") if "count(" in each[0]]
    lines = plan(database, count)
    assert faults(lines) == []
    assert "JOIN" not in count[0]


@pytest.mark.parametrize("query", ["q=army", "q=army -air", "q=dron*&actor_scope=self", "q=arm*&sort=title"])
def test_words_alone_are_counted_in_the_narrow_table(generated: tuple[Database, TestClient], query: str) -> None:
    _, client = generated
    (count,) = [each for each in asked(client, f"/v1/developments?{query}&limit=1") if "count(" in each[0]]
    assert "FROM search_text" in count[0]
    assert "FROM development" not in count[0]


@pytest.mark.parametrize("path", MEMBERS)
def test_members_are_found_before_what_they_take_part_in(generated: tuple[Database, TestClient], path: str) -> None:
    database, client = generated
    statements = [each for each in asked(client, f"{path}&to=2027-01-01") if "actor_tie" in each[0]]
    assert len(statements) == 2, "the page and its count"
    for statement in statements:
        lines = [line.strip() for line in plan(database, statement)]
        told = "\n".join([statement[0], *lines])
        assert any("ix_actor_tie_group_id" in line for line in lines), told
        assert any("LIST SUBQUERY" in line or "hashed SubPlan" in line for line in lines), told
        assert not [line for line in lines if re.search(r"CORRELATED|(?<!hashed )SubPlan \d+\b.*\)", line)], told


@pytest.mark.parametrize(("sort", "day"), [("title", 1), ("-title", 2), ("updated_at", 3)])
def test_few_records_are_found_by_their_term_and_sorted(
    generated: tuple[Database, TestClient], sort: str, day: int
) -> None:
    database, client = generated
    path = f"/v1/developments?actor=person-3&sort={sort}&limit=3&to=2027-01-0{day}"
    statements = asked(client, path)
    (page,) = statements  # what stands now is counted by tallies, beside the clock
    lines = "\n".join(plan(database, page))
    assert "ix_development_term_value" in lines
    assert not re.search("SCAN|Seq Scan", lines), lines
    walked = client.get(path).json()["links"]["next"]
    whole = client.get(f"/v1/developments?actor=person-3&sort={sort}&limit=200").json()["data"]
    assert [each["id"] for each in client.get(walked).json()["data"]] == [each["id"] for each in whole[3:6]]


@pytest.mark.parametrize(
    ("given", "index"),
    [
        ("", "ix_development_term_value"),
        ("from=2022-03-01", "ix_development_term_value"),
        ("actor=state-0&to=2026-02-01", "ix_development_term_value"),
        ("actor=person-3", "autoindex_development_term"),
    ],
)
def test_facets_are_counted_by_terms_alone(generated: tuple[Database, TestClient], given: str, index: str) -> None:
    database, client = generated
    path = f"/v1/developments?{given}&facets=theme,kind,status&limit=1"
    (facets,) = [each for each in asked(client, path) if "GROUP BY" in each[0]]
    assert not re.search(r"FROM development\b(?!_)", facets[0])
    if database.is_sqlite:  # PostgreSQL chooses by what it has counted
        (first, *lines) = plan(database, facets)
        assert re.search(f"COVERING INDEX \\w*{index}", first), "\n".join([facets[0], first, *lines])


def test_a_page_far_in_is_reached_as_the_first_is(generated: tuple[Database, TestClient]) -> None:
    database, client = generated
    path = "/v1/developments?actor=state-0&limit=20"
    for _ in range(5):
        path = client.get(path).json()["links"]["next"]
    (page,) = asked(client, path)
    assert faults(plan(database, page)) == []


def test_a_statement_is_built_once_for_each_shape(generated: tuple[Database, TestClient]) -> None:
    _, client = generated
    texts = {asked(client, f"/v1/developments?actor=state-{n}&from=2023-0{n + 1}-01&limit=3")[0][0] for n in range(8)}
    assert len(texts) == 1


def test_a_plan_that_reads_or_sorts_everything_would_be_noticed(generated: tuple[Database, TestClient]) -> None:
    database, _ = generated
    assert faults(plan(database, ("SELECT id FROM development WHERE document > 'x'", ())))
    assert faults(plan(database, ("SELECT id FROM development ORDER BY document", ())))


@pytest.mark.parametrize("sort", ["-date", "date"])
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_search_by_day_looks_no_further_than_its_page_and_loses_nothing(
    generated: tuple[Database, TestClient], monkeypatch: pytest.MonkeyPatch, sort: str, question: str
) -> None:
    database, client = generated
    path = f"/v1/developments?q={question}&sort={sort}"
    whole = client.get(f"{path}&limit=200").json()
    looked_at: list[bool] = []

    def noted(*given: Any, **named: Any) -> Any:
        looked_at.append(named.get("in_reach", False))
        return statements.select_page(*given, **named)

    monkeypatch.setattr(reach, "CANDIDATES", 1)
    monkeypatch.setattr(reach, "MORE", 2)
    monkeypatch.setattr(reach, "select_page", noted)
    walked: list[str] = []
    here = f"{path}&limit=3"
    while here and len(walked) < 150:
        page = client.get(here).json()
        walked += [record["id"] for record in page["data"]]
        here = page["links"]["next"]
    assert walked == [record["id"] for record in whole["data"]][: len(walked)]
    assert len(walked) in (whole["meta"]["total"], 150)
    assert any(looked_at) == (database.is_sqlite and question != "-army")
