"""README and guides: the answer that is shown is the real one, and every command that is shown does what it says."""

import argparse
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from typer.testing import CliRunner

from app.commands.cli import cli
from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.clients import CheckedClient

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
GUIDES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").glob("*.md"))]
ADDRESS = "http://127.0.0.1:8000"
LASTING = ("serve", "work", "demo")
"""Commands that go on until they are stopped; real processes of theirs are tested elsewhere."""
COLLECTED = "/v1/proposals"
"""Where there is something only once the feeds were polled that nobody serves here; elsewhere that is tested."""
PRINTS = {
    "tracker attach": "6 passages verified, 0 orphaned.\n",
    "evidence.exact": "The barrier is 240 metres long",
    "/passages": '"sha256":',
    "/dispute": "The harbour master",
}
"""What commands with these words in them must print."""
SOURCES = b'{"title": "Report", "kind": "report", "publisher": "A", "origin": "a", "url": "https://example.org/a"}\n'


def blocks(page: Path) -> list[str]:
    """What a page shows to be typed into a shell."""
    return re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)


def commands(page: Path) -> Iterator[str]:
    """The commands of every block, each whole however many lines it has."""
    for block in blocks(page):
        begun = ""
        for line in block.replace("\\\n", " ").splitlines():
            begun += f"{line}\n"
            try:
                shlex.split(begun, comments=True)
            except ValueError:
                continue  # a quotation goes on
            yield begun.strip()
            begun = ""
        assert begun == ""


SHOWING = [page for page in GUIDES if blocks(page)]


def test_the_request_has_the_answer_that_is_shown(reader: CheckedClient) -> None:
    found = re.search(
        r"curl 'http://127\.0\.0\.1:8000([^']+)'\n```\n\n```json\n(.*?)```", README.read_text("utf-8"), re.DOTALL
    )
    assert found is not None
    assert json.loads(found[2]) == reader.get(found[1]).json()


def test_the_two_commands_stand_first() -> None:
    assert [line.split("#")[0].strip() for line in blocks(README)[0].splitlines()] == [
        "python3 dev.py run",
        "python3 dev.py test",
    ]


def test_the_readme_is_short_and_the_guides_show_the_rest() -> None:
    assert len(README.read_text("utf-8").splitlines()) <= 90
    assert sum(len([*commands(page)]) for page in GUIDES) > 60


class Shell:
    """Runs what a page shows: the tracker in this process, and curl's requests against a service of the same."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._variables: dict[str, str] = {}
        parser = argparse.ArgumentParser()
        parser.add_argument("url")
        parser.add_argument("-X", dest="method")
        parser.add_argument("-H", dest="headers", action="append", default=[])
        parser.add_argument("-d", dest="body")
        parser.add_argument("-o", dest="file")
        parser.add_argument("--compressed", action="store_true")
        self._curl = parser

    def run(self, command: str) -> str:
        """What a command prints; fails where it would have failed."""
        if assigned := re.fullmatch(r"(?:export )?([A-Z_]+)=\$\((.*)\)", command):
            self._variables[assigned[1]] = self.run(assigned[2]).strip()
            return ""
        for name, value in self._variables.items():
            command = command.replace(f"${name}", value)
        words = shlex.split(command, comments=True)
        match words:
            case [setting, ".venv/bin/tracker", *arguments] if setting.startswith("TRACKER_"):
                name, _, value = setting.partition("=")
                return self._tracker(arguments, **{name: value})
            case [".venv/bin/tracker", *arguments]:
                return self._tracker(arguments)
            case ["curl", *arguments]:
                return self._request(self._curl.parse_args(arguments))
            case ["python3", "dev.py", name, *rest]:
                assert f'    "{name}": ' in (ROOT / "dev.py").read_text("utf-8")
                assert name != "bench" or (ROOT / "bench" / f"{rest[0]}.py").exists()
                return ""
        raise AssertionError(f"the tests cannot run {command}")

    def _tracker(self, arguments: list[str], **environment: str) -> str:
        asked = [*arguments, "--help"] if arguments[0] in LASTING else arguments
        result = CliRunner().invoke(cli, asked, env=environment)
        assert result.exit_code == 0, result.output
        return str(result.stdout)

    def _request(self, asked: argparse.Namespace) -> str:
        assert asked.url.startswith(ADDRESS)
        headers = dict(header.split(": ", 1) for header in asked.headers)
        method = asked.method or ("POST" if asked.body else "GET")
        path = asked.url.removeprefix(ADDRESS)
        answer = self._client.request(method, path, headers=headers, content=asked.body)
        assert answer.is_success, answer.text
        assert answer.content
        assert path.startswith(COLLECTED) or not re.search(r'"data":\s*\[\]', answer.text), path
        if asked.file is not None:
            Path(asked.file).write_bytes(answer.content)
        return str(answer.text)


@pytest.mark.usefixtures("programs")
@pytest.mark.parametrize("page", SHOWING, ids=lambda page: page.name)
def test_every_command_that_is_shown_does_what_it_says(
    page: Path, seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    monkeypatch.setenv("TRACKER_DATABASE_URL", url)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "seed").symlink_to(ROOT / "seed")
    (tmp_path / "sources.ndjson").write_bytes(SOURCES)
    with TestClient(create_app(Settings(database_url=url))) as client:
        shell = Shell(client)
        for command in commands(page):
            printed = shell.run(command)
            assert all(text in printed for words, text in PRINTS.items() if words in command), command
