"""Schemathesis: every operation of the OpenAPI document is held against it, with requests that fit and that do not."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from app.store.database import Database
from tests import draws
from tests.editors import key
from tests.servers import serving

HERE = Path(__file__).parent
UNLIMITED = {"TRACKER_LIMIT_REQUESTS": "", "TRACKER_LIMIT_COSTLY": "", "TRACKER_LIMIT_WRITES": ""}
OPERATIONS = 8
"""How many operations are tried in each run, always the same; a long run tries all of them, drawn anew."""
SECONDS = 25
"""For how long at most: what is not reached by then is for another run."""
LONG_SECONDS = 1_200


def chosen(document: dict[str, Any]) -> list[str]:
    """The ids of the operations that are tried."""
    every = sorted(each["operationId"] for item in document["paths"].values() for each in item.values())
    return every if draws.LONG else draws.of("operations").sample(every, OPERATIONS)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_service_is_what_its_document_says(seeded: Database, document: dict[str, Any], tmp_path: Path) -> None:
    token, url = key(seeded, "all", "*"), seeded.url.render_as_string(hide_password=False)
    with serving(url, tmp_path, **UNLIMITED) as (address, _):
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(HERE / "schemathesis.toml"), "run"]
        command += [
            f"{address}/openapi.json",
            "--seed",
            str(draws.SEED if draws.LONG else 1),
            "--max-examples",
            str(draws.many(5)),
        ]
        command += ["--phases", "coverage,fuzzing,stateful" if draws.LONG else "coverage,fuzzing", "--no-color"]
        command += ["--max-time", str(LONG_SECONDS if draws.LONG else SECONDS)]
        command += [word for each in chosen(document) for word in ("--include-operation-id", each)]
        told = subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "FUZZ_KEY": token}, capture_output=True, text=True, check=False
        )
    assert told.returncode == 0, told.stdout + told.stderr
