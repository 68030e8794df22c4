"""The pages for people who work here: each link and path leads somewhere, and the law is the one that is enforced."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
ARCHITECTURE = ROOT / "ARCHITECTURE.md"
ROOMS = ("app", "bench", "client", "docs", "schemas", "seed", "tests")
HISTORY = ROOT / "CHANGELOG.md"
"""It names what there was."""


def name_of(page: Path) -> str:
    """A page as a test is told apart by it."""
    return str(page.relative_to(ROOT))


def prose(page: Path) -> str:
    """What a page says in words: all of it but what is shown to be typed or read as code."""
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """What can stand behind `#` in a link to a page: its headings, in small letters, with hyphens."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_to_what_is_here(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?://)([^)]+)\)", prose(page)):
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        assert there.is_relative_to(ROOT), target
        assert not anchor or anchor in anchors(there), target


@pytest.mark.parametrize("page", [page for page in PAGES if page != HISTORY], ids=name_of)
def test_paths_that_are_named_are_there(page: Path) -> None:
    named = re.findall(rf"`((?:{'|'.join(ROOMS)})/[\w./-]*)`", prose(page))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_architecture_is_one_page_with_the_law_that_is_enforced() -> None:
    text = ARCHITECTURE.read_text("utf-8")
    assert len(text.encode()) <= 8_000
    (rooms,) = re.findall(r"^```\n(main .*?)^```", text, re.DOTALL | re.MULTILINE)
    shown = [set(re.split(r" · ", re.split(r" {2,}", line)[0])) for line in rooms.splitlines() if line]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    assert shown == [set(layer.split(" | ")) for layer in layers]
