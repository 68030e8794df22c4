"""The contract and the client as packages of their own: built, and used where nothing else of the project is."""

import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.databases import Server
from tests.servers import serving

ROOT = Path(__file__).parents[2]
PROJECTS = {
    name: tomllib.loads((ROOT / name / "pyproject.toml").read_text("utf-8")) for name in (".", "schemas", "client")
}
CONTRACT = "uk-security-policy-tracker-schemas"
PROGRAM = """
import importlib.util
import sys

sys.path[:0] = sys.argv[2:]
from client import Tracker
from schemas import Development

for name in ("app", "seed", "fastapi", "sqlalchemy", "starlette"):
    assert importlib.util.find_spec(name) is None, name
with Tracker(sys.argv[1]) as tracker:
    print(sum(1 for _ in tracker.all(Development, limit=5)))
"""


def build(folder: Path) -> list[Path]:
    """Build the wheels of the contract and the client into a folder, with nothing but what is installed."""
    for name in ("schemas", "client"):
        # Without the folder itself among the modules: it has a `types` of its own.
        command = [sys.executable, "-P", "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
        subprocess.run(command, cwd=ROOT / name, check=True, capture_output=True)
    return sorted(folder.glob("*.whl"))


def link_needs(requirement: Requirement, folder: Path) -> None:
    """Link the files of an installed package, and of all that it needs here, into a folder."""
    package = distribution(requirement.name)
    for name in {file.parts[0] for file in package.files or ()} - {"..", "__pycache__"}:
        if not (folder / name).exists():
            (folder / name).symlink_to(Path(str(package.locate_file(name))))
    for needed in map(Requirement, package.requires or ()):
        if needed.marker is None or needed.marker.evaluate({"extra": ""}):
            link_needs(needed, folder)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the two packages and what they ask for, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    for wheel in build(tmp_path_factory.mktemp("wheels")):
        with zipfile.ZipFile(wheel) as packed:
            packed.extractall(folder)
    for project in ("schemas", "client"):
        for requirement in map(Requirement, PROJECTS[project]["project"]["dependencies"]):
            if requirement.name != CONTRACT:
                link_needs(requirement, folder)
    return folder


def test_the_client_and_the_contract_work_where_the_service_is_not(
    installed: Path, servers: dict[str, Server], tmp_path: Path
) -> None:
    with serving(servers["sqlite"].url("seeded"), tmp_path) as (address, _):
        # Without `site`, so that no environment adds its packages.
        command = [sys.executable, "-I", "-S", "-c", PROGRAM, address, str(installed)]
        ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    assert int(ended.stdout) > 5


@pytest.mark.parametrize("package", ["schemas", "client"])
def test_a_package_says_that_it_is_typed(package: str, installed: Path) -> None:
    assert (installed / package / "py.typed").exists()


def test_the_packages_have_one_version_and_the_client_asks_for_it() -> None:
    (version,) = {project["project"]["version"] for project in PROJECTS.values()}
    assert f"{CONTRACT}=={version}" in PROJECTS["client"]["project"]["dependencies"]


def test_the_packages_ask_for_what_the_service_was_tested_with() -> None:
    tested = set(PROJECTS["."]["project"]["dependencies"])
    for name in ("schemas", "client"):
        asked = {each for each in PROJECTS[name]["project"]["dependencies"] if not each.startswith(CONTRACT)}
        assert asked <= tested
