"""Words: no public name means two things, and what acts is called by a verb."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "client", "schemas", "seed")
MODULES = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py")) if "versions" not in path.parts]
# What is typed is called as it is typed: `tracker export`, `tracker migrate`; `log` is every module's own, `commands`
# are those of each module of the command line; a `Collection` of the contract is the name of what the store has a
# declaration of.
SHARED = {"commands", "export", "log", "migrate", "Collection"}
# Verbs, or nouns, that look like participles.
ACTS = {"read", "put", "set", "cut", "feed", "seed", "kept_responses", "linked_data"}
PARTICIPLE = re.compile(
    r"\w*[^e]ed|found|shown|told|sent|kept|written|said|drawn|made|held|led|known|given|taken|seen|built"
)


def public_names(path: Path) -> Iterator[str]:
    """The names that a module gives to what it defines, without those of type variables."""
    body = ast.parse(path.read_text("utf-8")).body
    within = [each for node in body if isinstance(node, ast.If) for each in (*node.body, *node.orelse)]
    for node in body + within:
        targets: list[ast.expr] = []
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AnnAssign):
            targets = [node.target]
        yield from (each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name))


def test_no_public_name_means_two_things() -> None:
    defined = defaultdict[str, set[str]](set)
    for path in MODULES:
        for name in public_names(path):
            if not name.startswith("_") and len(name) > 1 and name not in SHARED:
                defined[name].add(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in defined.items() if len(paths) > 1} == {}


def test_no_function_of_a_module_is_named_by_a_participle() -> None:
    named = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in MODULES
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and PARTICIPLE.fullmatch(node.name.strip("_").split("_")[0])
        and node.name not in ACTS
    ]
    assert named == []


def test_tables_are_called_rows_or_versions() -> None:
    for name in ("tables", "service_tables", "story_tables"):
        tree = ast.parse((ROOT / "app" / "store" / f"{name}.py").read_text("utf-8"))
        classes = [node.name for node in tree.body if isinstance(node, ast.ClassDef)]
        assert [each for each in classes if not each.endswith(("Row", "Version"))] == []
