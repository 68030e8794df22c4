"""The way of a read: few functions, each room entered once, values between them, and no database to plan with."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlalchemy.dialects import postgresql, sqlite
from starlette.testclient import TestClient

from app.reading.plan.scope import Value
from app.reading.plan.statements import Plans
from app.reading.question.question import Question
from app.resources import DEVELOPMENTS, RESOURCES
from app.settings import Settings
from app.store.clock import Snapshot
from app.wiring import create_app
from tests.databases import Server

ROOT = Path(__file__).parents[2]
OURS = (str(ROOT / "app"), str(ROOT / "schemas"))
PART_OF_A_FUNCTION = {"<listcomp>", "<dictcomp>", "<setcomp>", "<genexpr>"}
"""What Python calls like a function, though it stands within one: before 3.12, each comprehension."""
MOST = 45
"""How many functions of ours a list passes before its page is asked for."""
PATH = "/v1/developments?actor=russia&theme=diplomacy"


class Calls:
    """The functions of ours that each thread calls, in order, and None where it asks for a page."""

    def __init__(self) -> None:
        self.by_thread: dict[int, list[CodeType | None]] = {}

    def note(self, frame: FrameType, what: str, _value: Any) -> None:
        """Take note of a call."""
        code = frame.f_code
        if what == "call" and code.co_filename.startswith(OURS) and code.co_name not in PART_OF_A_FUNCTION:
            self.by_thread.setdefault(threading.get_ident(), []).append(code)

    def note_statement(self, _connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        """Take note of the statement of a page."""
        if "document" in statement and "LIMIT" in statement:
            self.by_thread.setdefault(threading.get_ident(), []).append(None)


@contextmanager
def calls() -> Iterator[Calls]:
    """What is called by threads that are begun within the block."""
    seen = Calls()
    threading.setprofile(seen.note)
    event.listen(Engine, "before_cursor_execute", seen.note_statement)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", seen.note_statement)
        threading.setprofile(None)


@pytest.fixture(scope="module")
def way(servers: dict[str, Server], engine: str) -> list[CodeType]:
    """What a list calls, in the thread that reads, until its page is asked for: the first list of the service."""
    settings = Settings(database_url=servers[engine].url("seeded"), cache_bytes=0)
    with calls() as seen, TestClient(create_app(settings)) as client:
        client.get("/v1/actors/russia")  # opens a connection
        seen.by_thread.clear()
        assert client.get(PATH).json()["data"]
    (reading,) = [each for each in seen.by_thread.values() if None in each]
    return [code for code in reading[: reading.index(None)] if code is not None]


def test_a_list_passes_few_functions_before_its_page_is_asked_for(way: list[CodeType]) -> None:
    functions = dict.fromkeys(f"{Path(code.co_filename).relative_to(ROOT)} {code.co_name}" for code in way)
    assert 10 < len(functions) <= MOST, "\n".join(functions)


def test_a_read_goes_from_the_question_to_the_plan_and_not_back(way: list[CodeType]) -> None:
    rooms = [part for code in way for part in ("question", "plan") if f"/reading/{part}/" in code.co_filename]
    assert rooms == sorted(rooms, reverse=True)
    assert len(set(rooms)) == 2


def question(**filters: Value) -> Question:
    """A question about developments after change 7."""
    now = Snapshot(7, settled=False, newest=7, instance="test")
    order = DEVELOPMENTS.orders["-date"]
    return Question(DEVELOPMENTS, filters, terms=None, order=order, snapshot=now, limit=3)


def test_a_plan_is_made_without_a_database_and_once_for_each_shape() -> None:
    plans = Plans()
    one = plans.page(question(actor=("russia",), theme=("nuclear", "cyber")))
    other = plans.page(question(actor=("ukraine",), theme=("trade", "arms")))
    assert one.select is other.select
    assert one.values == {
        "at": 7,
        "rows": 4,
        "given_actor_0": "russia",
        "given_theme_0": "nuclear",
        "given_theme_1": "cyber",
    }
    assert plans.page(question(actor=("russia", "ukraine"))).select is not one.select
    for engine in (sqlite, postgresql):
        dialect = engine.dialect()
        assert "development_term AS walked" in str(one.select.compile(dialect=dialect))


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_a_filter_that_leads_is_kept_for_other_values(resource: Any) -> None:
    assert all(meant.lead is None or not meant.by_value for meant in resource.filters.values())
