"""Damage: a file whose bytes are not what was written is refused at the start, and never written on."""

import os
import random
import shutil
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests import draws
from tests.commands.running import run
from tests.databases import Server

FILES = draws.many(6)
PAGES = 12
PAGE = 4096
READS = (
    *(f"/v1/{name}?limit=100" for name in ("developments", "conditions", "actors", "sources", "briefings")),
    "/v1/developments?q=ukraine&facets=theme",
    "/v1/sources?q=report",
    "/v1/changes",
    "/v1/export",
    "/v1/actors/radoslaw-sikorski",
    "/",
    "/readyz",
)


def garble(file: Path, chance: random.Random, *, first: int = 0) -> None:
    """Overwrite pages, from the `first` on, with bytes at random."""
    with file.open("r+b") as opened:
        pages = file.stat().st_size // PAGE
        for page in chance.sample(range(first, pages), PAGES):
            opened.seek(page * PAGE)
            opened.write(chance.randbytes(PAGE))
        opened.flush()
        os.fsync(opened.fileno())


def copies(servers: dict[str, Server], folder: Path) -> list[Path]:
    made = Path(servers["sqlite"].url("seeded").removeprefix("sqlite:///"))
    run("keys", "create", "her", "--scope", "sources:write", status=0, url=f"sqlite:///{made}")
    return [Path(shutil.copy(made, folder / f"{number}.db")) for number in range(FILES)]


def create(client: TestClient, token: str, number: int) -> Any:
    source = {
        "title": "A",
        "kind": "report",
        "publisher": "A",
        "origin": "a",
        "url": f"https://www.example.org/{number}",
    }
    return client.post("/v1/sources", json=source, headers={"Authorization": f"Bearer {token}"})


def test_a_file_that_was_damaged_while_nobody_served_it_is_refused(servers: dict[str, Server], tmp_path: Path) -> None:
    for file in copies(servers, tmp_path):
        url = f"sqlite:///{file}"
        run("verify", status=0, url=url)
        garble(file, draws.of(file.name))
        assert "damaged" in run("serve", "--port", "0", status=1, url=url).stderr


def test_a_file_that_is_damaged_under_the_service_is_never_answered_with_500_nor_written_on(
    servers: dict[str, Server], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    met = 0
    for file in copies(servers, tmp_path):
        url, chance = f"sqlite:///{file}", draws.of(file.name)
        token = run("keys", "create", "him", "--scope", "sources:write", status=0, url=url).stdout.split()[-1]
        with TestClient(create_app(Settings(database_url=url)), raise_server_exceptions=False) as client:
            assert create(client, token, 0).status_code == 201
            garble(file, chance, first=1)
            capsys.readouterr()
            is_met = False
            for number in range(1, 40):
                write = create(client, token, number)
                answers = [write, *(client.get(path) for path in chance.sample(READS, 4))]
                assert {each.status_code for each in answers} <= {200, 201, 503}, [each.text for each in answers]
                assert not (is_met and write.status_code == 201)
                is_met = is_met or any("is damaged" in each.text for each in answers if each.status_code == 503)
            if is_met:
                met += 1
                problem = client.get("/readyz").json()
                assert problem["status"] == 503
                assert "is damaged" in problem["detail"]
                said = capsys.readouterr()
                assert (said.out + said.err).count('"damage"') <= 1
                assert "Traceback" not in said.out + said.err
    assert met > FILES // 2
