"""The image and the example of containers: what they promise stands in them, and what they run does what it should."""

import os
import re
import shlex
import subprocess
import sys
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.settings import Settings
from tests.servers import free_port, serving

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8").replace("\\\n", " ")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
OURS = [name for name, each in COMPOSE["services"].items() if each.get("build")]


def line_of(instruction: str) -> str:
    """What the last line of the Dockerfile with an instruction says."""
    return str(re.findall(rf"^{instruction} +(.*)$", DOCKERFILE, re.MULTILINE)[-1])


def test_the_image_runs_as_nobody_in_particular_and_writes_to_its_volume_alone() -> None:
    last = DOCKERFILE.rpartition("\nFROM ")[2]
    (user,) = re.findall(r"^USER ([0-9]+)$", last, re.MULTILINE)
    assert int(user) > 0
    assert f"useradd --system --uid {user}" in last
    assert line_of("WORKDIR") == line_of("VOLUME") == "/data"
    assert "TRACKER_DATABASE_URL=sqlite:////data/" in last
    advice = re.sub(r"^# ?", "", DOCKERFILE.partition("\nFROM ")[0], flags=re.MULTILINE)
    for option in ("--read-only", "--cap-drop ALL", "--security-opt no-new-privileges"):
        assert option in advice


def test_the_check_of_the_images_health_tells_a_server_that_is_ready(tmp_path: Path) -> None:
    environment = {**os.environ, "HTTP_PROXY": f"http://127.0.0.1:{free_port()}"}
    (check,) = re.findall(r"CMD (\[.*\])$", line_of("HEALTHCHECK"))
    name, *arguments = yaml.safe_load(check)
    assert name == "python"

    def is_healthy(address: str) -> bool:
        asked = [each.replace("http://127.0.0.1:8000", address) for each in arguments]
        assert asked != arguments
        command = [sys.executable, *asked]
        return subprocess.run(command, env=environment, capture_output=True, check=False, timeout=30).returncode == 0

    with serving(f"sqlite:///{tmp_path / 'a.db'}", tmp_path) as (address, _):
        assert is_healthy(address)
        assert not is_healthy(f"{address}/nowhere")
    assert not is_healthy(address)


@pytest.mark.parametrize("name", OURS)
def test_a_container_of_ours_can_do_nothing_but_serve(name: str) -> None:
    service = COMPOSE["services"][name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "cap_add" not in service
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "user" not in service
    assert {each.removeprefix("TRACKER_").lower() for each in service["environment"]} <= set(Settings.model_fields)
    asks = service.get("command", shlex.split(" ".join(yaml.safe_load(line_of("CMD")))))
    assert (service.get("healthcheck") == {"disable": True}) == (asks == ["tracker", "work"])


def test_the_example_believes_its_balancer_alone() -> None:
    balancer = COMPOSE["services"]["balancer"]
    address = balancer["networks"]["default"]["ipv4_address"]
    assert ip_address(address) in ip_network(COMPOSE["networks"]["default"]["ipam"]["config"][0]["subnet"])
    assert {COMPOSE["services"][name]["environment"]["TRACKER_TRUSTED_PROXIES"] for name in OURS} == {address}
    assert all(each.startswith("127.0.0.1:") for each in balancer["ports"])
    assert [name for name in COMPOSE["services"] if COMPOSE["services"][name].get("ports")] == ["balancer"]
    upstreams = {each.partition(":")[0] for each in balancer["environment"]["TRACKER_UPSTREAMS"].split()}
    assert upstreams == {name for name in OURS if "command" not in COMPOSE["services"][name]}
    (mounted,) = balancer["volumes"]
    assert (ROOT / mounted.partition(":")[0]).is_file()
