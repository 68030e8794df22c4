"""A new collection: the recipe's steps are all that it takes, tried in a copy of the tree, in a process of its own."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.migrations import newest_revision

ROOT = Path(__file__).parents[2]
TOY = ROOT / "tests" / "toy" / "tree"
RECIPE = ROOT / "docs" / "new-collection.md"
COPIED = ("app", "client", "schemas", "seed", "tests")
NAMES = ("Treaty", "TreatyDetailQuery", "TreatyDraft", "TreatyQuery", "TreatyState")
BEHAVIOUR = (
    "tests/treaties.py",
    "tests/house/test_contract.py",
    "tests/house/test_house.py",
    "tests/store/test_migrations.py::test_migrations_make_exactly_the_tables",
    "tests/store/test_migrations.py::test_down_and_up_again_loses_no_structure",
    "tests/http/test_openapi.py",
)


TREATY = """def treaty(title: str = "Treaty", **fields: Any) -> TreatyDraft:
    return TreatyDraft(**{"title": title, "summary": "Both promise.", "state": "signed", **fields})


"""
LINES = {
    "schemas/collections.py": [(')\n"""Every collection, in the', '    ListedCollection("treaties", "Treaty"),\n')],
    "app/resources/__init__.py": [
        ("\nRESOURCES = (", "from app.resources.treaties import TREATIES\n"),
        ("ACTORS, SOURCES)\n", "TREATIES, "),
    ],
    "tests/examples.py": [
        ("    SourceDraft,\n)", "    TreatyDraft,\n"),
        ("EVERY: dict", TREATY),
        ('}\n"""One draft of each', '    "treaties": treaty(),\n'),
    ],
}
"""The steps of the recipe that add lines to files that there are: before which words, and what."""


def add_lines(path: Path, steps: list[tuple[str, str]]) -> None:
    """Add lines to a file, each before the one place that has these words."""
    text = path.read_text("utf-8")
    for place, lines in steps:
        assert text.count(place) == 1, place
        text = text.replace(place, lines + place)
    path.write_text(text, "utf-8")


def export(path: Path) -> None:
    """Give the contract's package the new names."""
    head, _, listed = path.read_text("utf-8").partition("__all__ = [\n")
    names = {*re.findall(r'"(\w+)"', listed), *NAMES}
    in_order = sorted(names, key=lambda name: (not name.isupper(), name[0].islower(), name))
    lines = "".join(f'    "{name}",\n' for name in in_order)
    path.write_text(f"{head}from schemas.treaties import {', '.join(NAMES)}\n\n__all__ = [\n{lines}]\n", "utf-8")


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the tree to which the steps were done."""
    copy = tmp_path_factory.mktemp("tree")
    for name in COPIED:
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    shutil.copytree(TOY, copy, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    migration = copy / "app" / "migrations" / "versions" / "9999_treaties.py"
    migration.write_text(migration.read_text("utf-8").replace('"HEAD"', f'"{newest_revision()}"'), "utf-8")
    export(copy / "schemas" / "__init__.py")
    for name, steps in LINES.items():
        add_lines(copy / name, steps)
    return copy


def test_the_recipe_names_every_file_and_no_other() -> None:
    files = {str(path.relative_to(TOY)) for path in TOY.rglob("*") if path.suffix in (".py", ".toml")}
    files = {re.sub("[0-9]{4}_", "NNNN_", name) for name in files} - {"tests/treaties.py"}
    named = re.findall(r"^[0-9]+\. `([^` ]+\.(?:py|toml))`", RECIPE.read_text("utf-8"), re.MULTILINE)
    assert {name.replace("<name>", "treaties") for name in named} == {*files, *LINES, "schemas/__init__.py"}
    assert len(RECIPE.read_text("utf-8").splitlines()) <= 30


def run(tree: Path, *arguments: str) -> None:
    """Run a module of Python in the copy; whatever it says, where it fails."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "COV"))}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=tree,
        env={**environment, "PYTHONPATH": str(tree)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_collection_that_was_added_by_the_recipe_does_all_that_others_do(tree: Path) -> None:
    run(tree, "app.main", "openapi", "--write", "openapi.json")
    on_both = "treaties or migrations or not postgresql"
    run(tree, "pytest", "-q", "-x", "-p", "no:cacheprovider", "-k", on_both, *BEHAVIOUR)
