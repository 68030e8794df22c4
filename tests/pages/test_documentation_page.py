"""The documentation page in a real browser, offline and under its strict policy."""

import subprocess
from pathlib import Path

from tests.servers import serving

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr",
)  # fmt: skip


def test_the_page_shows_every_operation_without_an_error(chromium: str, tmp_path: Path) -> None:
    with serving(f"sqlite:///{tmp_path / 'docs.db'}", tmp_path) as (address, _):
        command = [chromium, *FLAGS, f"--user-data-dir={tmp_path / 'profile'}", "--virtual-time-budget=15000"]
        command += ["--dump-dom", f"{address}/docs"]
        shown = subprocess.run(command, capture_output=True, text=True, timeout=90, check=True)
    for operation in ("/v1/developments", "/v1/conditions/{id}", "/readyz"):
        assert operation.replace("/", "/\u200b") in shown.stdout or operation in shown.stdout
    complaints = [line for line in shown.stderr.splitlines() if "CONSOLE" in line]
    assert complaints == []
