"""The page of the contract: each of its rules names the tests that hold it, and there are such tests."""

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
PAGE = TESTS.parent / "docs" / "contract.md"


def rules() -> list[str]:
    """The rules of the page: its items."""
    return re.findall(r"^- (.*?)(?=^- |^#|^$|\Z)", PAGE.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def test_there_are_rules_of_each_section() -> None:
    assert len(rules()) > 60
    assert re.findall(r"^## (\d)\. ", PAGE.read_text("utf-8"), re.MULTILINE) == list("123456789")


@pytest.mark.parametrize("rule", rules())
def test_a_rule_names_the_tests_that_hold_it(rule: str) -> None:
    says, _, held = rule.partition("\n  → ")
    assert says.rstrip().endswith((".", ":"))
    named = re.findall(r"`([a-z_]+)::([a-z0-9_]+)`", held)
    assert named
    assert re.sub(r"`[a-z_]+::[a-z0-9_]+`", "", held).strip(" ,\n") == ""
    assert [f"{file}::{name}" for file, name in named if f"test_{name}" not in names_in(file)] == []


def names_in(file: str) -> set[str]:
    """The names of the tests in `test_FILE.py`, in whichever folder."""
    trees = [ast.parse(path.read_text("utf-8")) for path in TESTS.rglob(f"test_{file}.py")]
    return {node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
