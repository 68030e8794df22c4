"""The units for systemd: it takes them, they start commands that there are, and leave the service little to break."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from configparser import ConfigParser
from pathlib import Path

import pytest
from typer.main import get_command

from app.commands.cli import cli
from app.commands.serving import GRACE_SECONDS
from app.settings import Settings
from tests.databases import Server

DOCS = Path(__file__).parents[2] / "docs"
UNITS = sorted([*DOCS.glob("*.service"), *DOCS.glob("*.timer")])
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
INSTALLED = "/opt/tracker/.venv/bin/tracker"
TRACKER = Path(sys.executable).with_name("tracker")
EXPOSED = 20
"""How exposed a unit may be at most, in tenths, by `systemd-analyze security`; without any sandbox it is at 96."""


def parse(unit: Path) -> ConfigParser:
    """What a unit says; of what it says twice, the last."""
    parser = ConfigParser(strict=False, interpolation=None, delimiters=("=",), comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as its documentation has it
    parser.read(unit, "utf-8")
    return parser


def installed(folder: Path) -> str:
    """The program under an address that a unit can name, wherever the project lies."""
    link = folder / "tracker"
    link.symlink_to(TRACKER)
    return str(link)


@pytest.fixture
def analyze() -> str:
    """What judges units: systemd's own program."""
    found = shutil.which("systemd-analyze")
    if found is None:
        pytest.skip("there is no systemd-analyze on this machine")
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    if int(said.split()[1].split(".")[0]) < 250:
        pytest.skip("this systemd-analyze cannot judge a unit that is not installed")
    return found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_starts_a_command_that_there_is_with_settings_that_there_are(unit: Path) -> None:
    service = parse(unit)["Service"]
    found = re.search(rf"{INSTALLED} ([a-z]+)\b", service["ExecStart"])
    assert found is not None
    assert found[1] in get_command(cli).commands  # type: ignore[attr-defined]  # a group has them
    names = re.findall(r"TRACKER_([A-Z_]+)=", service["Environment"])
    assert names
    assert {name.lower() for name in names} <= set(Settings.model_fields)


def test_a_stop_has_the_time_that_the_service_takes_for_it() -> None:
    service = parse(DOCS / "tracker.service")["Service"]
    assert service["KillSignal"] == "SIGTERM"
    assert int(service["TimeoutStopSec"]) > GRACE_SECONDS + 5
    assert service["Restart"] == "on-failure"


def test_the_timer_starts_the_backup() -> None:
    timer = DOCS / "tracker-backup.timer"
    assert "OnCalendar" in parse(timer)["Timer"]
    assert timer.with_suffix(".service") in SERVICES


def test_the_backup_that_is_started_is_made(servers: dict[str, Server], tmp_path: Path) -> None:
    line = parse(DOCS / "tracker-backup.service")["Service"]["ExecStart"]
    command = shlex.split(line.replace("%%", "%").replace(INSTALLED, installed(tmp_path)))
    server = servers["sqlite"]
    url = server.url("seeded")
    environment = {**os.environ, "TRACKER_DATABASE_URL": url}
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, timeout=120)
    server.drop(url)
    (made,) = (tmp_path / "backups").iterdir()
    assert {each.name for each in made.iterdir()} == {"tracker.db", "manifest.json"}
    assert (tmp_path / "backups").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_a_unit(unit: Path, analyze: str, tmp_path: Path) -> None:
    program = installed(tmp_path)
    for each in UNITS:
        text = each.read_text("utf-8").replace(INSTALLED, program)
        (tmp_path / each.name).write_text(text, "utf-8")
    checked = subprocess.run(
        [analyze, "verify", "--man=no", tmp_path / unit.name], capture_output=True, text=True, check=False, timeout=60
    )
    assert (checked.returncode, checked.stderr) == (0, "")


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_unit_leaves_the_service_little_to_break(unit: Path, analyze: str) -> None:
    command = [analyze, "security", "--offline=true", f"--threshold={EXPOSED}", "--no-pager", str(unit)]
    judged = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert judged.returncode == 0, judged.stdout + judged.stderr
