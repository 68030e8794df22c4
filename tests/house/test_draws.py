"""Draws: what fails at random says how it can be had again, and what cannot be tried is said in one line."""

import os
import re
import subprocess
import sys
from pathlib import Path

RANDOM = """
from hypothesis import given, strategies as st
from tests import draws

@draws.tries(20)
@given(st.integers())
def test_fails(number):
    print("tried", number, draws.many(1))
    assert number < 300
"""
BROWSER = """
import pytest

@pytest.fixture(scope="module")
def browser(chromium):
    return chromium

@pytest.mark.parametrize("each", range(3))
def test_looks(browser, each):
    assert not "reached"

def test_looks_itself(chromium):
    assert not "reached"
"""


def run(folder: Path, text: str, **environment: str) -> str:
    """What pytest says of a test file that has this suite's fixtures and hooks."""
    (folder / "test_it.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-q", "-ra", "-p", "no:cacheprovider", "-p", "tests.conftest"]
    command += ["--rootdir", str(folder), "test_it.py"]
    kept = {name: value for name, value in os.environ.items() if name not in ("TEST_SEED", "TEST_LONG")}
    path = {"PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.run(
        command, cwd=folder, env={**kept, **path, **environment}, capture_output=True, text=True, check=False
    ).stdout


def test_what_fails_is_tried_again_with_the_seed_that_it_printed_and_what_cannot_be_is_one_line(tmp_path: Path) -> None:
    first = run(tmp_path, RANDOM + BROWSER, PATH=str(tmp_path))
    (line,) = [line for line in first.splitlines() if line.startswith("SKIPPED")]
    assert "[4]" in line
    assert "chromium" in line
    (seed,) = re.findall(r"^TEST_SEED=(\d+)$", first, re.MULTILINE)
    again = run(tmp_path, RANDOM, TEST_SEED=seed)
    tried = [re.findall(r"^tried .*$", each, re.MULTILINE) for each in (first, again)]
    assert len(tried[0]) > 5
    assert tried[0] == tried[1]


def test_a_long_run_tries_more(tmp_path: Path) -> None:
    told = run(tmp_path, RANDOM, TEST_LONG="1", TEST_SEED="5")
    assert re.search(r"^tried \S+ 20$", told, re.MULTILINE)
    assert "TEST_SEED=5 TEST_LONG=1" in told
