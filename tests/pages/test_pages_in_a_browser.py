"""Pages in a real browser: accessible at every width, and working without scripts."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from tests.accessibility import check_accessible, choose_widths
from tests.databases import Server
from tests.pages.visiting import PAGES
from tests.servers import serving


@pytest.fixture(scope="module")
def address(servers: dict[str, Server], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    url = servers["sqlite"].url("seeded")
    with serving(url, tmp_path_factory.mktemp("pages")) as (running, _):
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Any]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


def opened(browser: Any, address: str, path: str, *, width: int = 1440, **options: Any) -> tuple[Page, list[str]]:
    """A page, and whatever the browser complains about."""
    complaints: list[str] = []
    page = browser.new_context(viewport={"width": width, "height": 900}, **options).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(f"{address}{path}")
    return page, complaints


@pytest.mark.parametrize("width", choose_widths("pages_are_accessible_at_every_width"))
def test_pages_are_accessible_at_every_width(browser: Any, address: str, width: int) -> None:
    for path in PAGES[:-2]:
        page, complaints = opened(browser, address, path, width=width)
        check_accessible(page, width)
        assert complaints == [], path
        page.context.close()


def test_a_footnote_opens_by_mouse_and_by_keyboard_without_a_script(browser: Any, address: str) -> None:
    page, complaints = opened(browser, address, "/", java_script_enabled=False)
    mark = page.locator("button.mark").first
    note = page.locator(f"#{mark.get_attribute('popovertarget')}")
    assert not note.is_visible()
    mark.click()
    assert note.is_visible()
    assert "reliability" in note.inner_text()
    assert "Caveat." in note.inner_text()
    page.keyboard.press("Escape")
    assert not note.is_visible()
    mark.focus()
    page.keyboard.press("Enter")
    assert note.is_visible()
    assert complaints == []


def test_a_facet_narrows_the_list_and_can_be_taken_away(browser: Any, address: str) -> None:
    page, _ = opened(browser, address, "/developments", java_script_enabled=False)
    page.fill("#search", "drones")
    with page.expect_navigation():
        page.press("#search", "Enter")
    before = page.locator("article.entry").count()
    facet = page.locator(".facets li a").filter(has_text="Counter-drone")
    count = int(facet.locator(".n").inner_text())
    assert 0 < count < before
    with page.expect_navigation():
        facet.click()
    assert page.locator("article.entry").count() == count
    assert "q=drones" in page.url
    with page.expect_navigation():
        page.locator(".facets a[aria-current]").click()
    assert page.locator("article.entry").count() == before


def test_the_board_and_the_charts_say_in_words_what_they_show(browser: Any, address: str) -> None:
    page, _ = opened(browser, address, "/")
    assert page.locator(".board li").count() == 8
    for drawn in page.locator("svg").all():
        described = drawn.evaluate("e => e.querySelector('desc').textContent")
        assert any(character.isdigit() for character in described)
        figure = page.locator("figure", has=page.locator(f"#{str(drawn.get_attribute('aria-labelledby')).split()[0]}"))
        assert figure.locator("table tbody tr").count() > 0
    assert page.locator("svg").count() == 2


@pytest.mark.parametrize("width", choose_widths("pages_can_be_looked_at"))
def test_pages_can_be_looked_at(browser: Any, address: str, width: int, tmp_path: Path) -> None:
    for name, path in (("front", "/"), ("list", "/developments?q=drones"), ("board", "/conditions")):
        page, _ = opened(browser, address, path, width=width)
        page.screenshot(path=tmp_path / f"{name}-{width}.png")
        assert (tmp_path / f"{name}-{width}.png").stat().st_size > 10_000


def test_an_embedded_card_is_shown_in_anothers_frame(browser: Any, address: str, tmp_path: Path) -> None:
    (tmp_path / "other.html").write_text(f'<iframe src="{address}/embed/conditions/full-withdrawal"></iframe>')
    other = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path)))
    threading.Thread(target=other.serve_forever, daemon=True).start()
    page, _ = opened(browser, f"http://127.0.0.1:{other.server_port}", "/other.html")
    frame = page.frame_locator("iframe")
    assert "Unmet" in frame.locator("body").inner_text()
    other.shutdown()
    other.server_close()
