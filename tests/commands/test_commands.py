"""Commands: each ends with a sentence and a status, never with a traceback, and leaves nothing half done."""

import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from app.store.database import Database
from tests.commands.running import FOR_OTHERS, run, wait_for_line
from tests.servers import running

ROOT = Path(__file__).parents[2]
EVERY = [
    ["serve", "--port", "0"],
    ["work"],
    ["migrate"],
    ["seed"],
    ["rebuild"],
    ["export"],
    ["import", "FILE"],
    ["attach", "a", "FILE"],
    ["verify"],
    ["brief", "--from", "2026-02-01", "--to", "2026-02-02"],
    ["keys", "create", "desk", "--scope", "*"],
    ["keys", "list"],
    ["keys", "revoke", "desk"],
]
"""Every command that opens the database."""


@pytest.mark.parametrize("command", EVERY, ids=lambda command: " ".join(command[:2]))
def test_a_database_that_cannot_be_used_is_named(command: list[str], tmp_path: Path) -> None:
    file = tmp_path / "file.ndjson"
    file.write_text("words\n")
    arguments = [str(file) if each == "FILE" else each for each in command]
    for place in (file, tmp_path, tmp_path / "none" / "x.db", file / "x.db"):
        ended = run(*arguments, status=1, url=f"sqlite:///{place}")
        assert f"The database sqlite:///{place} cannot be used: " in ended.stderr
        assert "TRACKER_DATABASE_URL" in ended.stderr
        assert ended.stdout == ""


@pytest.mark.parametrize(
    ("command", "status", "done"),
    [(["check"], 2, "checked"), (["backup", "NEW"], 1, "backed up"), (["restore", "FILE"], 1, "restored into")],
)
def test_a_database_that_cannot_be_looked_after_is_named(
    command: list[str], status: int, done: str, tmp_path: Path
) -> None:
    file = tmp_path / "file.ndjson"
    file.write_text("words\n" * 1000)
    arguments = [{"FILE": str(file), "NEW": str(tmp_path / "new")}.get(each, each) for each in command]
    for place in (file, tmp_path, tmp_path / "none" / "x.db", file / "x.db"):
        ended = run(*arguments, status=status, url=f"sqlite:///{place}")
        assert f"The database sqlite:///{place} cannot be {done}: " in ended.stderr
        assert "TRACKER_DATABASE_URL" in ended.stderr
        assert ended.stdout == ""
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_of_a_newer_version_is_named(url: str, seeded: Database) -> None:
    with seeded.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "a newer version of the tracker" in run("migrate", status=1, url=url).stderr


def test_a_command_that_is_stopped_says_so(unused: str, tmp_path: Path) -> None:
    with running(unused, tmp_path / "log", "work") as process:
        wait_for_line(tmp_path / "log", "Delivering")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


@pytest.mark.parametrize("port", ["99999", "-1", "http"])
def test_a_port_that_there_is_not_is_refused(port: str, unused: str, tmp_path: Path) -> None:
    assert "--port" in run("serve", "--port", port, status=2, url=unused).stderr
    assert list(tmp_path.iterdir()) == []


def test_an_address_that_cannot_be_had_is_told_before_anything_is_done(unused: str, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        said = run("serve", "--port", port, status=1, url=unused).stderr
    assert said.startswith(f"Port {port} of 127.0.0.1 is in use: ")
    assert "--port 0" in said
    for host in ("192.0.2.1", "no-such-host.invalid"):
        assert f" of {host} cannot be listened on: " in run("serve", "--host", host, status=1, url=unused).stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("command", "status", "said"),
    [
        (["attach", "none", "TEXT"], 1, "sources has no record 'none'"),
        (["attach", "none", "BYTES"], 1, "bytes is no UTF-8 from byte 0."),
        (["attach", "none", "EMPTY"], 1, "empty is empty."),
        (["attach", "none", "NONE"], 2, "none' does not exist"),
        (["verify", "BYTES"], 1, "bytes is no UTF-8 from byte 0."),
        (["verify", "TEXT", "--source", "none"], 1, "sources has no record 'none'"),
        (["brief", "--from", "soon", "--to", "2026-02-01"], 2, "from: must be a day of the calendar"),
        (["brief", "--from", "2026-02-02", "--to", "2026-02-01"], 2, "must not be before from"),
        (["brief", "--from", "2026-02-02", "--to", "2026-02-03", "--actor", "Rusia"], 2, "russia"),
        (["keys", "create", "a/b", "--scope", "*"], 2, "a key's name has at most 60 letters"),
        (["keys", "create", "desk", "--scope", "[/x]"], 2, "[/x] is no scope"),
        (["keys", "create", "desk", "--scope", "*", "--expires", "2020-01-01"], 2, "--expires 2020-01-01 has passed"),
        (["keys", "create", "desk", "--scope", "*", "--person", " "], 2, "the name of a person has 1 to 100"),
        (["keys", "revoke", "nobody"], 1, "there is no key named nobody"),
        (["export", "--as-of", "9999"], 2, "the newest change is 87"),
        (["seed", "FOLDER"], 1, "holds none of sources.toml"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_refusal_is_said_in_words(url: str, tmp_path: Path, command: list[str], status: int, said: str) -> None:
    for name, content in (("text", b"words"), ("bytes", b"\xff"), ("empty", b"")):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder").mkdir()
    places = {name.upper(): str(tmp_path / name) for name in ("text", "bytes", "empty", "none", "folder")}
    ended = run(*(places.get(each, each) for each in command), status=status, url=url)
    assert said in ended.stderr
    assert not FOR_OTHERS.search(ended.stderr)
    assert ended.stdout == ""


def test_tables_are_not_cut_where_there_is_no_terminal(url: str) -> None:
    name = "a name of sixty letters that no terminal of eighty would show"[:60].strip()
    run("keys", "create", name, "--scope", "briefings:write", "--scope", "developments:write", status=0, url=url)
    listed = run("keys", "list", status=0, url=url).stdout
    assert name in listed
    assert "briefings:write developments:write" in listed
    assert "…" not in listed


def test_an_environment_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    for name in ("dev.py", "pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / ".venv").touch()
    ended = subprocess.run(
        [sys.executable, "dev.py", "run"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode == 1
    assert ended.stderr.splitlines()[-1].startswith(f"dev.py: {tmp_path / '.venv'}")
    assert "Traceback" not in ended.stderr
