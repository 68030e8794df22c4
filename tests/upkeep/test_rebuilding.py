"""Rebuilding: whatever is derived is brought right, and what cannot be is named."""

import json

import pytest

from tests.commands.running import run
from tests.upkeep.faults import DERIVED, FAULTS, INDEX, corrupt


@pytest.mark.parametrize("together", [DERIVED[:4], DERIVED[4:8], DERIVED[8:]], ids=lambda faults: faults[0])
def test_what_is_derived_is_brought_right(together: list[str], lived: str, engine: str) -> None:
    for statement in (*(FAULTS[fault][0] for fault in together), INDEX[engine]):
        corrupt(lived, statement)
    run("check", status=1, url=lived)
    run("rebuild", status=0, url=lived)
    run("check", status=0, url=lived)


def test_what_was_computed_otherwise_is_a_change_that_followers_see(lived: str) -> None:
    before = len(run("export", status=0, url=lived).stdout.splitlines())
    corrupt(lived, FAULTS["a computed field is another"][0])
    said = run("rebuild", status=0, url=lived)
    assert ", 1 records derived otherwise than they were." in said.stdout
    lines = [json.loads(line) for line in run("export", status=0, url=lived).stdout.splitlines()]
    (met,) = (line["record"] for line in lines if line["record"]["id"] == "met")
    assert (met["corroboration"]["independent_origins"], len(lines)) == (1, before)
    assert ", 0 records" in run("rebuild", status=0, url=lived).stdout


def test_a_document_that_cannot_be_read_is_named_and_nothing_is_done(lived: str) -> None:
    corrupt(lived, FAULTS["a document is no document"][0])
    corrupt(lived, FAULTS["a tally is missing"][0])
    assert "cannot be read" in run("rebuild", status=1, url=lived).stderr
    assert "The tally of" in run("check", status=1, url=lived).stdout
