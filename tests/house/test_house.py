"""The house: rooms that a newcomer can find, small enough to live in."""

import ast
from pathlib import Path

import pytest

from app.resources import RESOURCES

ROOT = Path(__file__).parents[2]
CODE = [path for room in ("app", "client", "schemas", "seed", "tests") for path in sorted((ROOT / room).rglob("*.py"))]
# Lists and not code: every exported name, and the steps of the schema.
LISTS = {ROOT / "schemas" / "__init__.py", *(ROOT / "app" / "migrations" / "versions").glob("*.py")}
VAGUE = {"utils", "util", "common", "helpers", "helper", "base", "core", "misc", "manager", "service"}


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_is_named_described_and_small(path: Path) -> None:
    assert path.stem not in VAGUE
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree)
    if path in LISTS:
        return
    assert len(path.read_text("utf-8").splitlines()) <= 250
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 40, node.name


def test_reading_knows_no_collection() -> None:
    named = {resource.collection.table.__name__ for resource in RESOURCES}
    named |= {resource.collection.terms_table.__name__ for resource in RESOURCES}
    for path in (ROOT / "app" / "reading").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "app.store.tables":
                assert named.isdisjoint(alias.name for alias in node.names), path.name


def test_resources_do_not_know_each_other() -> None:
    names = {resource.name for resource in RESOURCES}
    for name in names:
        tree = ast.parse((ROOT / "app" / "resources" / f"{name}.py").read_text("utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        assert names.isdisjoint(module.removeprefix("app.resources.") for module in modules), name
        assert "app.resources" not in modules, name


def test_a_collection_has_the_same_file_name_in_every_room() -> None:
    for resource in RESOURCES:
        for room, ending in (("schemas", "py"), ("app/resources", "py"), ("seed/data", "toml")):
            assert (ROOT / room / f"{resource.name}.{ending}").exists()
