"""The law of imports: it holds every module of the service, and fails where a wrong import is planted."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "client", "schemas", "seed")
LAW = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
(LAYERS,) = (contract["layers"] for contract in LAW["contracts"] if contract.get("containers") == ["app"])
ABOVE = {room: LAYERS[index - 1].split(" | ")[0] for index, layer in enumerate(LAYERS) for room in layer.split(" | ")}
"""Of each room, one that stands above it; of the highest, which has none, the lowest."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the check says of a copy of the tree with a wrong import in every room."""
    tree = tmp_path_factory.mktemp("law")
    for room in ROOMS:
        shutil.copytree(ROOT / room, tree / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tree)
    for room, above in list(ABOVE.items())[1:]:
        plant(tree / "app" / room, f"import app.{above}\n")
    for room in set(ABOVE) - {"desk", "http", "pages", "wiring"}:
        plant(tree / "app" / room, "import starlette\n")
    plant(tree / "app" / "desk" / "records", "import app.desk.queue.queue_acts\n")
    plant(tree / "schemas", "import sqlalchemy\n")
    plant(tree / "client", "import app.errors\n")
    (tree / "app" / "loose.py").write_text('"""Nowhere in the law."""\n', "utf-8")
    command = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([command, "--no-cache"], cwd=tree, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    return done.stdout


def plant(room: Path, text: str) -> None:
    """Put an import into a module of a room, or at the end of the module that the room is."""
    module = room / "planted.py" if room.is_dir() else room.with_suffix(".py")
    with module.open("a", encoding="utf-8") as file:
        file.write(text)


def test_rooms_of_the_desk_do_not_know_each_other(broken: str) -> None:
    assert re.search(r"app\.desk\.records is not allowed to import app\.desk\.queue:", broken)


@pytest.mark.parametrize("room", list(ABOVE)[1:])
def test_a_room_may_not_use_one_above_it(broken: str, room: str) -> None:
    assert re.search(rf"app\.{room} is not allowed to import app\.{ABOVE[room]}:", broken)


@pytest.mark.parametrize("room", sorted(set(ABOVE) - {"desk", "http", "pages", "wiring"}))
def test_a_room_may_not_know_the_framework(broken: str, room: str) -> None:
    assert f"app.{room} is not allowed to import starlette:" in broken


def test_a_module_that_stands_loose_is_told(broken: str) -> None:
    assert "- app.loose" in broken


def test_the_contract_and_the_client_stand_alone(broken: str) -> None:
    assert "schemas is not allowed to import sqlalchemy:" in broken
    assert "client is not allowed to import app:" in broken
