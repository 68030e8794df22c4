"""The README: the answer that it shows is the real one."""

import json
import re
from pathlib import Path

from tests.clients import CheckedClient

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")


def test_the_request_has_the_answer_that_is_shown(reader: CheckedClient) -> None:
    found = re.search(r"curl 'http://127\.0\.0\.1:8000([^']+)'\n```\n\n```json\n(.*?)```", README, re.DOTALL)
    assert found is not None
    assert json.loads(found[2]) == reader.get(found[1]).json()


def test_the_two_commands_stand_first() -> None:
    blocks = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert [line.split("#")[0].strip() for line in blocks[0].splitlines()] == [
        "python3 dev.py run",
        "python3 dev.py test",
    ]


def test_every_request_that_is_shown_is_answered(reader: CheckedClient) -> None:
    requests = re.findall(r"curl (?:--compressed )?'http://127\.0\.0\.1:8000([^']+)'", README)
    assert len(requests) > 5
    for request in requests:
        answer = reader.raw.get(request)
        assert answer.status_code == 200, request
        assert answer.content
        assert not re.search(r'"data":\s*\[\]', answer.text), request
