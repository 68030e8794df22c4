"""Loading: a command imports what it needs, and not what others do."""

import json
import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group

from app.commands.cli import OFFERED, load_command
from tests.commands.running import wait_for_line
from tests.servers import free_port, wait_until_ready

RUN = """
import gc, json, os, sys
from app.main import tracker
try:
    tracker()
finally:
    told = {"modules": sorted(sys.modules), "collects": gc.isenabled(), "frozen": gc.get_freeze_count()}
    with open(os.environ["TOLD"], "w") as file:
        json.dump(told, file)
"""
FOR_SERVING = {"app.wiring.composition", "fastapi", "httpx", "prometheus_client", "uvicorn"}
FOR_ONCE = {"alembic", "jinja2", "seed.loader"}
"""What changes a schema, renders a page and fills an empty database."""


def start(url: str, folder: Path, *command: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "TRACKER_DATABASE_URL": url, "TOLD": str(folder / "told")}
    with (folder / "log").open("wb") as log:
        return subprocess.Popen([sys.executable, "-c", RUN, *command], env=environment, stdout=log, stderr=log)


def told_of(process: subprocess.Popen[bytes], folder: Path) -> Any:
    """What a command that ended had imported."""
    assert process.wait(timeout=120) == 0, (folder / "log").read_text("utf-8")
    return json.loads((folder / "told").read_text("utf-8"))


@pytest.mark.parametrize(
    ("command", "not_needed"),
    [
        (["--help"], {"pydantic", "rich", "schemas", "sqlalchemy", *FOR_SERVING, *FOR_ONCE}),
        (["settings"], {"app.resources", "rich.progress", "psycopg", *FOR_SERVING, *FOR_ONCE}),
        (["migrate"], {"app.resources", "rich.progress", *FOR_SERVING, *FOR_ONCE}),
        (["keys", "list"], {"app.reading.answer.lists", *FOR_SERVING, *FOR_ONCE}),
        (["export"], FOR_SERVING | FOR_ONCE),
        (["verify"], FOR_SERVING | FOR_ONCE),
        (["work"], {"app.wiring.composition", "fastapi", "uvicorn", *FOR_ONCE}),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_imports_only_what_it_needs(
    command: list[str], not_needed: set[str], url: str, tmp_path: Path
) -> None:
    process = start(url, tmp_path, *command)
    if command == ["work"]:
        wait_for_line(tmp_path / "log", "Delivering")
        process.send_signal(signal.SIGINT)
    assert not_needed.isdisjoint(told_of(process, tmp_path)["modules"])


def test_a_server_that_was_asked_for_no_page_has_not_imported_what_pages_need(url: str, tmp_path: Path) -> None:
    port = free_port()
    process = start(url, tmp_path, "serve", "--port", str(port))
    try:
        wait_until_ready(f"http://127.0.0.1:{port}", process, tmp_path / "log")
    finally:
        process.send_signal(signal.SIGINT)
    told = told_of(process, tmp_path)
    not_needed = FOR_ONCE | ({"psycopg"} if url.startswith("sqlite") else set())
    assert not_needed.isdisjoint(told["modules"])
    assert told["collects"]
    assert told["frozen"] > 100_000


def test_the_list_of_commands_says_of_each_what_it_says_of_itself() -> None:
    for name, offered in OFFERED.items():
        summary = (load_command(name).help or "").partition("\n\n")[0]
        assert " ".join(summary.split()) == offered.says


def test_every_command_is_listed() -> None:
    modules = {import_module(f"app.commands.{offered.module}") for offered in OFFERED.values()}
    assert {name for module in modules for name in get_group(module.commands).commands} == set(OFFERED)
    holding = {path.stem for path in Path(__file__).parents[2].glob("app/commands/*.py") if has_commands(path)}
    assert holding == {offered.module for offered in OFFERED.values()}


def has_commands(path: Path) -> bool:
    return "\ncommands = " in path.read_text("utf-8")
