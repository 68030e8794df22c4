"""PostgreSQL's own programs, which dump a database and read dumps; no password stands on their command lines."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from sqlalchemy.engine import URL

from app.errors import Unavailable

SECRETS = {"password": "PGPASSWORD", "sslpassword": None}
"""What is not said on a command line, and the variable that says it instead."""


def dump(url: URL, file: Path, *, snapshot: str) -> None:
    """Write a database to a file in pg_dump's custom format, as an exported snapshot of it shows it.

    Raises `Unavailable` where the program is not there or fails, as an older one does before a newer server.
    """
    connection, environment = _connect_options(url)
    options = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={file}"]
    _run(["pg_dump", *options, f"--dbname={connection}"], environment)


def verify_dump(file: Path) -> None:
    """Read a dump to its end. Raises `Unavailable` where that cannot be done."""
    _run(["pg_restore", f"--file={os.devnull}", str(file)], {})


@contextmanager
def reading_copies(file: Path, table: str) -> Iterator[IO[str]]:
    """What `COPY` gives of a table in a dump: SQL with its rows as text; no server is asked.

    Raises `Unavailable` where the program fails.
    """
    command = [_find("pg_restore"), "--data-only", f"--table={table}", "--file=-", str(file)]
    with tempfile.TemporaryFile() as said:
        with subprocess.Popen(  # noqa: S603  # a program of PostgreSQL's, and no words of others
            command, stdout=subprocess.PIPE, stderr=said, encoding="utf-8", errors="strict"
        ) as process:
            assert process.stdout is not None  # noqa: S101  # it is a pipe
            yield process.stdout
        if process.returncode:
            said.seek(0)
            raise _explain("pg_restore", said.read())


def _run(command: list[str], environment: dict[str, str]) -> None:
    program, *arguments = command
    done = subprocess.run(  # noqa: S603  # likewise
        [_find(program), *arguments], env={**os.environ, **environment}, capture_output=True, check=False
    )
    if done.returncode:
        raise _explain(program, done.stderr)


def _explain(program: str, said: bytes) -> Unavailable:
    lines = said.decode(errors="replace").strip().splitlines() or ["it did not say why"]
    return Unavailable(f"{program} failed: {'; '.join(lines[:3])}")


def _find(program: str) -> str:
    found = shutil.which(program)
    if found is None:
        raise Unavailable(f"there is no {program} on this machine: PostgreSQL's client programs bring it")
    return found


def _connect_options(url: URL) -> tuple[str, dict[str, str]]:
    """How a database is reached, as libpq is told, and the variables that hold what is secret of it."""
    from psycopg.conninfo import make_conninfo  # noqa: PLC0415  # SQLite does without it

    options = url.translate_connect_args(username="user", database="dbname") | dict(url.query)
    environment = {name: str(options.pop(key)) for key, name in SECRETS.items() if key in options and name is not None}
    if "sslpassword" in options:
        raise Unavailable("a database whose URL gives an sslpassword must be dumped by hand")
    return make_conninfo("", **options), environment
