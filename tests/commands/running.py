"""Commands run as a person runs them."""

import re
import time
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.commands.cli import cli
from tests.servers import START_SECONDS

FOR_OTHERS = re.compile(r"address|Input should|Field required|Extra inputs|Value error|None|pointer|query")
"""What a refusal says to those who program against the API, and not to who sits at a terminal."""


def run(*arguments: str | Path, status: int, url: str | None = None) -> Any:
    """What a command prints, which must end with a status and without a traceback."""
    environment = {} if url is None else {"TRACKER_DATABASE_URL": url}
    result = CliRunner().invoke(cli, [*map(str, arguments)], env=environment)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result


def wait_for_line(log: Path, word: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while word not in log.read_text("utf-8"):
        assert time.monotonic() < deadline, log.read_text("utf-8")
        time.sleep(0.05)
