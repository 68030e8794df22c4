"""Commands: each ends with a sentence and a status, never with a traceback, and leaves nothing half done."""

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from app.commands.cli import cli
from app.main import create_app, from_environment
from app.settings import Settings, Unknown
from app.store import clock
from app.store.database import Database
from tests.servers import START_SECONDS, running

ROOT = Path(__file__).parent.parent
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
FOR_OTHERS = re.compile(r"address|Input should|Field required|Extra inputs|Value error|None|pointer|query")
"""What a refusal says to those who program against the API, and not to who sits at a terminal."""


def run(*arguments: str | Path, status: int, url: str | None = None) -> Any:
    """What a command prints, which must end with a status and without a traceback."""
    environment = {} if url is None else {"TRACKER_DATABASE_URL": url}
    result = CliRunner().invoke(cli, [*map(str, arguments)], env=environment, obj=create_app)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result


@pytest.fixture
def url(seeded: Database) -> str:
    """The URL of a seeded database of this test's own."""
    return seeded.url.render_as_string(hide_password=False)


@pytest.fixture
def unused(tmp_path: Path) -> str:
    """The URL of a database that is not made yet."""
    return f"sqlite:///{tmp_path / 'unused.db'}"


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


def test_a_database_of_a_newer_version_is_named(url: str, seeded: Database) -> None:
    with seeded.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert "a newer version of the tracker" in run("migrate", status=1, url=url).stderr


def test_settings_are_printed_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://her:hidden@db.example.org/tracker?sslpassword=hidden")
    monkeypatch.setenv("TRACKER_PUBLIC_URL", f"https://example.org/{'long' * 50}")
    printed = run("settings", status=0).stdout
    for name, field in Settings.model_fields.items():
        assert re.search(rf"^TRACKER_{name.upper()}(=| is not set$)", printed, re.MULTILINE), name
        assert " ".join(str(field.description).split()) in " ".join(printed.split())
    assert f"TRACKER_PUBLIC_URL=https://example.org/{'long' * 50}\n" in printed
    assert "her:***@db.example.org/tracker" in printed
    assert "hidden" not in printed


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("TRACKER_DATABSE_URL", "TRACKER_DATABASE_URL"), ("tracker_pool", "TRACKER_POOL_SIZE"), ("TRACKER_PORT", None)],
)
def test_a_mistyped_setting_is_named_with_the_nearest(
    monkeypatch: pytest.MonkeyPatch, unused: str, tmp_path: Path, name: str, nearest: str | None
) -> None:
    monkeypatch.setenv(name, "8001")
    said = run("migrate", status=2, url=unused).stderr
    assert said.startswith(f"{name} is no setting. ")
    assert (f"Did you mean {nearest}?" if nearest else "tracker settings") in said
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(Unknown, match=name):
        from_environment()


def test_what_a_platform_sets_is_no_mistake(monkeypatch: pytest.MonkeyPatch, unused: str) -> None:
    for name, value in (
        ("PORT", "tcp://10.0.0.1:8000"),
        ("PORT_8000_TCP_ADDR", "10.0.0.1"),
        ("SERVICE_HOST", "x"),
        ("DB_SERVICE_HOST", "x"),
    ):
        monkeypatch.setenv(f"TRACKER_{name}", value)
    run("migrate", status=0, url=unused)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"POOL_SIZE": "many"}, "TRACKER_POOL_SIZE: must be a whole number"),
        ({"PUBLIC_URL": "example.org"}, "TRACKER_PUBLIC_URL: "),
        ({"ALLOWED_HOSTS": "https://example.org"}, "TRACKER_ALLOWED_HOSTS: 'https://example.org' is no host"),
        ({"ALLOWED_HOSTS": "*"}, "TRACKER_ALLOWED_HOSTS: '*' is no host"),
        ({"LOG_LEVEL": "[/loud]"}, "TRACKER_LOG_LEVEL: must be one of debug"),
        ({"DATABASE_URL": "mysql://x"}, "TRACKER_DATABASE_URL: must be sqlite:///a-file or postgresql://…"),
        ({"DATABASE_URL": "sqlite:///x.db?mode=memory"}, "TRACKER_DATABASE_URL: must be sqlite:///a-file"),
        ({"READ_DATABASE_URL": "sqlite:///x.db"}, "TRACKER_READ_DATABASE_URL: replicas need postgresql://"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], said: str) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"TRACKER_{name}", value)
    assert run("settings", status=2).stderr.startswith(said)


def test_a_file_that_cannot_be_written_is_named(unused: str, tmp_path: Path) -> None:
    run("migrate", status=0, url=unused)
    (tmp_path / "file").touch()
    for place in ("none/x", "file/x"):
        for command in (["export"], ["export", "--as-of", "0"], ["openapi", "--write"]):
            assert (
                f"{tmp_path / place}".rpartition("/")[0] in run(*command, tmp_path / place, status=1, url=unused).stderr
            )
    assert "is a directory" in run("export", tmp_path, status=2, url=unused).stderr
    assert {path.name.partition(".")[0] for path in tmp_path.iterdir()} == {"file", "unused"}


def test_an_export_that_is_stopped_leaves_the_file_as_it_was(
    url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "all.ndjson"
    file.write_text("before")

    def stopped(*_: object, **__: object) -> Any:
        yield ["half\n"]
        raise KeyboardInterrupt

    monkeypatch.setattr("app.store.export.batches", stopped)
    assert run("export", file, status=130, url=url).stderr == "Stopped.\n"
    assert [(path.name, path.read_text()) for path in tmp_path.iterdir()] == [("all.ndjson", "before")]


def test_an_export_leaves_links_and_devices_what_they_are(url: str, tmp_path: Path) -> None:
    link, fifo = tmp_path / "link", tmp_path / "fifo"
    link.symlink_to(tmp_path / "all.ndjson")
    run("export", link, status=0, url=url)
    whole = (tmp_path / "all.ndjson").read_bytes()
    assert link.is_symlink()
    assert whole.count(b"\n") == 87
    os.mkfifo(fifo)
    with (tmp_path / "read").open("wb") as read, subprocess.Popen(["cat", str(fifo)], stdout=read) as reading:
        run("export", fifo, status=0, url=url)
        reading.wait(timeout=20)
    assert (tmp_path / "read").read_bytes() == whole
    assert fifo.is_fifo()


def test_an_export_whose_reader_has_enough_ends_quietly(url: str) -> None:
    command = f"{shlex.quote(sys.executable)} -m app.main export | head -c 20; echo ${{PIPESTATUS[0]}}"
    environment = {**os.environ, "TRACKER_DATABASE_URL": url}
    ended = subprocess.run(["bash", "-c", command], env=environment, capture_output=True, check=False, timeout=60)
    assert ended.stdout.startswith(b'{"collection":"actor')
    assert ended.stdout.endswith((b"\n0\n", b"1\n"))
    assert b"Traceback" not in ended.stderr
    assert b"BrokenPipe" not in ended.stderr


def test_a_command_that_is_stopped_says_so(unused: str, tmp_path: Path) -> None:
    with running(unused, tmp_path / "log", "work") as process:
        wait_for_line(tmp_path / "log", "Delivering")
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 0
    assert "Traceback" not in (tmp_path / "log").read_text()


def wait_for_line(log: Path, word: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while word not in log.read_text("utf-8"):
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.05)


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


def test_what_an_import_refuses_is_told_each_time_and_tried_again(url: str, seeded: Database, tmp_path: Path) -> None:
    given = {"title": "Report", "kind": "report", "publisher": "The Gazette", "origin": "gazette"}
    items = [
        given,
        given | {"kind": "rumour"},
        given | {"owner": 5, "more": 1},
        given | {"url": "https://example.org/a"},
    ]
    file = tmp_path / "sources.ndjson"
    file.write_text("".join(f"{json.dumps(item)}\n" for item in items) + "[]\n{\n")
    first = run("import", file, status=1, url=url)
    assert first.stdout.endswith("2 created, 0 existing, 4 invalid.\n")
    told = first.stdout.rpartition("2 created")[0]
    assert [line.partition(":")[0] for line in told.splitlines()] == ["item 2", "item 3", "item 3", "item 5", "item 6"]
    assert not FOR_OTHERS.search(told), told
    with seeded.read() as connection:
        before = clock.newest(connection).seq
    again = run("import", file, status=1, url=url)
    assert again.stdout == told + "0 created, 0 existing, 4 invalid, 2 done before.\n"
    with seeded.read() as connection:
        assert clock.newest(connection).seq == before


def test_an_item_that_was_refused_is_taken_once_nothing_is_in_its_way(url: str, tmp_path: Path) -> None:
    given = {"id": "report", "title": "Report", "kind": "report", "publisher": "The Gazette", "origin": "gazette"}
    wanted, other = tmp_path / "wanted.json", tmp_path / "other.ndjson"
    wanted.write_text(json.dumps([given | {"supersedes": "nothing"}, given]))
    run("import", wanted, status=1, url=url)
    wanted.write_text(json.dumps([given | {"notes": "One.", "url": "https://example.org/a"}]))
    other.write_text(json.dumps(given | {"id": "other", "url": "https://example.org/a"}))
    run("import", other, status=0, url=url)
    assert "item 1: " in run("import", wanted, status=1, url=url).stdout


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.json", b"{}"),
        ("x.json", b"[" * 100_000),
        ("x.json", b"\xff"),
        ("x.csv", b"nothing\n"),
        ("x.csv", b"[/bold]\n"),
        ("x.txt", b""),
        ("x.ndjson", b"\xff"),
    ],
)
def test_a_file_that_cannot_be_imported_is_named(unused: str, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert run("import", tmp_path / name, status=1, url=unused).stderr.startswith(name)


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


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"[[sources]", "sources.toml cannot be read"),
        (b"\xff", "sources.toml cannot be read"),
        (b"[[actors]]", "sources.toml must hold [[sources]], and nothing else"),
        (b"sources = 1", "sources.toml must hold [[sources]], and nothing else"),
        (b'[[sources]]\ntitle = 1\npublisher = "P"', "sources.toml: no. 1 is none of the sources\ntitle: must be text"),
    ],
)
def test_a_seed_that_cannot_be_read_is_named_and_changes_nothing(
    unused: str, tmp_path: Path, content: bytes, said: str
) -> None:
    (tmp_path / "sources.toml").write_bytes(content)
    assert said in run("seed", tmp_path, status=1, url=unused).stderr
    database = Database(unused)
    with database.read() as connection:
        assert clock.newest(connection).seq == 0
    database.close()


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
