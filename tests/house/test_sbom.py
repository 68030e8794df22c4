"""The list of what the image is made of: valid CycloneDX, whole, the same each time, and naming no place."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import dev

ROOT = Path(__file__).parents[2]
LOCK = (ROOT / "requirements.lock").read_text("utf-8")
LOCKED = re.findall(r"^([a-z0-9-]+)==([^ ;\\]+)([^#]*)", LOCK, re.MULTILINE)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("sbom") / "sbom.json"
    dev.write_sbom(path)
    return path.read_text("utf-8")


@pytest.fixture(scope="module")
def sbom(written: str) -> dict[str, Any]:
    return dict(json.loads(written))


def test_it_is_what_the_schema_says(written: str, sbom: dict[str, Any]) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    assert sbom["specVersion"] == "1.6"
    broken = written.replace('"bomFormat": "CycloneDX"', '"bomFormat": "Other"')
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


def test_every_package_is_in_it_with_its_version_and_digests(sbom: dict[str, Any]) -> None:
    told = [
        (each["name"], each["version"], each["purl"], sorted(digest["content"] for digest in each["hashes"]))
        for each in sbom["components"]
    ]
    assert len(LOCKED) == LOCK.count("# via") > 50
    assert sorted(told) == sorted(
        (name, version, f"pkg:pypi/{name}@{version}", sorted(re.findall(r"sha256:([0-9a-f]{64})", digests)))
        for name, version, digests in LOCKED
    )


def test_it_says_what_needs_what(sbom: dict[str, Any]) -> None:
    needs = {each["ref"].rpartition("@")[0] or each["ref"]: each["dependsOn"] for each in sbom["dependencies"]}
    assert any(each.startswith("pkg:pypi/starlette@") for each in needs["pkg:pypi/fastapi"])
    own = needs[sbom["metadata"]["component"]["bom-ref"]]
    assert any(each.startswith("pkg:pypi/fastapi@") for each in own)
    reached = {each for needed in needs.values() for each in needed}
    assert reached == {each["purl"] for each in sbom["components"]}


def test_it_is_the_same_each_time_and_names_no_place(written: str, tmp_path: Path) -> None:
    dev.write_sbom(tmp_path / "again.json")
    assert (tmp_path / "again.json").read_text("utf-8") == written
    assert re.findall(r"https?://[^\"]+", written) == ["http://cyclonedx.org/schema/bom-1.6.schema.json"]
    assert str(ROOT) not in written
