"""The decisions: each has a page with its day, its rooms and when it would be violated, and a row in the index."""

import datetime as dt
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "docs" / "decisions"
PAGES = sorted(FOLDER.glob("[0-9]*.md"))
ROWS = re.findall(
    r"^\| \[(\d+)\]\((.+?)\) \| (.+) \| (.+) \|$", (FOLDER / "README.md").read_text("utf-8"), re.MULTILINE
)
HEAD = re.compile(r"# (\d+)\. (.+)\n\nDecided on (\d{4}-\d{2}-\d{2})\. It binds (`[^`]+`(?:, `[^`]+`)*)\.\n\n")


def last_paragraph(page: Path) -> str:
    """The last paragraph of a page, on one line."""
    return " ".join(page.read_text("utf-8").strip().rpartition("\n\n")[2].split())


def test_numbers_have_no_gap() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))
    assert len(PAGES) >= 71


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name[:4])
def test_a_decision_says_its_day_its_rooms_and_when_it_is_violated(page: Path) -> None:
    head = HEAD.match(page.read_text("utf-8"))
    assert head is not None
    number, title, day, rooms = head.groups()
    assert int(page.name[:4]) == int(number)
    assert page.stem[5:] == re.sub(r"[^a-z0-9]+", "-", re.sub(r"'", "", title.lower())).strip("-")
    assert dt.date(2026, 11, 23) <= dt.date.fromisoformat(day)
    assert [room for room in re.findall(r"`([^`]+)`", rooms) if not (ROOT / room).exists()] == []
    assert re.fullmatch(r"Violated when .{40,}\.", last_paragraph(page))


def test_the_index_has_a_row_for_each() -> None:
    expected = []
    for page in PAGES:
        head = HEAD.match(page.read_text("utf-8"))
        assert head is not None
        expected.append((head[1], page.name, head[2], last_paragraph(page).removeprefix("Violated when ")))
    assert expected == ROWS
