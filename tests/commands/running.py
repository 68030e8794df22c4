"""Commands run as a person runs them."""

import re
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from app.commands.cli import cli
from app.main import create_app

FOR_OTHERS = re.compile(r"address|Input should|Field required|Extra inputs|Value error|None|pointer|query")
"""What a refusal says to those who program against the API, and not to who sits at a terminal."""


def run(*arguments: str | Path, status: int, url: str | None = None) -> Any:
    """What a command prints, which must end with a status and without a traceback."""
    environment = {} if url is None else {"TRACKER_DATABASE_URL": url}
    result = CliRunner().invoke(cli, [*map(str, arguments)], env=environment, obj=create_app)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == status, result.output
    return result
