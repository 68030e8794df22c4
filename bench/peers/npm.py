"""What npm installs, apart from this project: servers over the same records that a user could take instead."""

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from bench import asking
from tests.servers import free_port, wait_until_listening

LOOPBACK = Path(__file__).with_name("loopback.cjs")
"""Makes every server of a process listen on 127.0.0.1 alone."""
INSTALL_SECONDS = 600
PART = """
CREATE TABLE part AS
SELECT DISTINCT d.id || '/' || i.id AS id, i.id AS actor, d.id AS development, d.title, d.summary, d.kind, d.themes,
       d.status, d.date, d.credibility
FROM development d JOIN involved i ON i.development_id = d.id;
CREATE INDEX ix_part_actor ON part (actor, date);
"""
"""A row for each actor of a development, as neither server joins tables."""


class NotInstalled(Exception):
    """A peer that cannot be had here, and why."""


@dataclass(frozen=True)
class Peer:
    """A server: its package with its version, the packages of it that are compiled, and its program.

    `arguments` start it on `{data}` at `{port}`; `paths` are how it is asked for each case.
    """

    name: str
    package: str
    data: str
    program: str
    arguments: Sequence[str]
    compiled: Sequence[str] = ()
    paths: Mapping[str, str] = field(default_factory=dict)


SOUL = Peer(
    "soul",
    "soul-cli@0.8.2",
    data="flat.db",
    program="node_modules/soul-cli/src/server.js",
    arguments=("--database", "{data}", "--port", "{port}"),
    compiled=("better-sqlite3", "bcrypt"),
    paths={
        "hot": "/api/tables/part/rows?_filters=actor:{actor}&_ordering=-date&_limit=20",
        "varied": "/api/tables/part/rows?_filters=actor:{actor},date__gte:{day}&_ordering=-date&_limit=20",
        "detail": "/api/tables/development/rows/development-{number}",
        "search, newest": "/api/tables/development/rows?_search={word}&_ordering=-date&_limit=20",
    },
)
"""A REST server over SQLite, in Express with better-sqlite3."""
JSON_SERVER = Peer(
    "json-server",
    "json-server@0.17.4",
    data="flat.json",
    program="node_modules/json-server/lib/cli/bin.js",
    arguments=("{data}", "--host", "127.0.0.1", "--port", "{port}", "--read-only", "--quiet", "--no-gzip"),
    paths={
        "hot": "/part?actor={actor}&_sort=date&_order=desc&_limit=20",
        "varied": "/part?actor={actor}&date_gte={day}&_sort=date&_order=desc&_limit=20",
        "detail": "/development/development-{number}",
        "search, newest": "/development?q={word}&_sort=date&_order=desc&_limit=20",
    },
)
"""A REST server over a file of JSON, which it holds in memory."""
PEERS = {peer.name: peer for peer in (SOUL, JSON_SERVER)}


def install(peer: Peer, folder: Path) -> Path:
    """The folder of a peer with all that it needs. Raises `NotInstalled`.

    No script of a package runs but those that compile what must be compiled: some tell others of the installation.
    """
    npm, home = shutil.which("npm"), folder / peer.name
    if npm is None or shutil.which("node") is None:
        raise NotInstalled("there is no npm here")
    if (home / peer.program).exists():
        return home
    home.mkdir(exist_ok=True)
    (home / "package.json").write_text("{}\n", "utf-8")
    quiet = ("--silent", "--no-audit", "--no-fund")
    commands = [[npm, "install", *quiet, "--ignore-scripts", peer.package]]
    if peer.compiled:
        commands.append([npm, "rebuild", *quiet, *peer.compiled])
    for command in commands:
        try:
            subprocess.run(command, cwd=home, check=True, capture_output=True, timeout=INSTALL_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            shutil.rmtree(home)
            raise NotInstalled(f"`npm {command[1]}` of {peer.package} failed: {type(error).__name__}") from None
    return home


def flatten(ordinary: Path, folder: Path) -> None:
    """Make the data of both from the ordinary app's: the developments, and a row for each of their actors."""
    for place in (folder / SOUL.data, folder / JSON_SERVER.data):
        place.unlink(missing_ok=True)
    shutil.copy(ordinary, folder / SOUL.data)
    with closing(sqlite3.connect(folder / SOUL.data)) as connection:
        connection.executescript(PART)
        connection.row_factory = sqlite3.Row
        tables = {
            name: [dict(row) for row in connection.execute(f"SELECT * FROM {name}")]  # noqa: S608  # our own names
            for name in ("development", "part")
        }
    (folder / JSON_SERVER.data).write_text(json.dumps(tables), "utf-8")


@contextmanager
def serving(peer: Peer, home: Path, data: Path) -> Iterator[int]:
    """The port of a peer on the first core, until the block ends."""
    port, log = free_port(), home / "server.log"
    arguments = [each.format(data=data, port=port) for each in peer.arguments]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [shutil.which("node") or "node", "--require", str(LOOPBACK), peer.program, *arguments],
            cwd=home, env={**os.environ, "NODE_ENV": "production"}, stdout=output, stderr=output,
        )  # fmt: skip
    asking.pin(process.pid, core=0)
    try:
        wait_until_listening(port, process, log)
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)


def asked(peer: Peer, pairs: Iterable[str], ids: Iterable[int], words: Iterable[str]) -> dict[str, list[str]]:
    """The paths of each case; `pairs` are `actor=…&day=…`."""
    given = [dict(part.split("=", 1) for part in pair.split("&")) for pair in pairs]
    values: dict[str, list[dict[str, str]]] = {
        "hot": [{"actor": "state-0"}],
        "varied": given,
        "detail": [{"number": str(each)} for each in ids],
        "search, newest": [{"word": quote(word)} for word in words],
    }
    return {case: [path.format(**each) for each in values[case]] for case, path in peer.paths.items()}
