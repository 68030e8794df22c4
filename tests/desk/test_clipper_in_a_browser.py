"""The clipper in a real browser: from a page of another site, with and without a session, and nothing without a yes."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.desk.browsing import opened
from tests.desk.test_source_texts import SENTENCE

HOST = "reports.example.org"
"""The name of the other site, which the browser finds on this machine."""
PAGE = f"""<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Drones near the border | Gazette</title>
<meta property="og:title" content="Drones near the border"><meta property="og:site_name" content="The Gazette">
<meta property="article:published_time" content="2026-02-25T08:00:00Z"></head>
<body><nav>Menu</nav><article><h1>Drones near the border</h1><p id="said">{SENTENCE}</p>
<p>Ważne słowa. {"x " * 9000}</p>
</article></body></html>"""
SELECT = "getSelection().selectAllChildren(document.getElementById('said'))"


class _Elsewhere(BaseHTTPRequestHandler):
    """A page of another site."""

    def do_GET(self) -> None:
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A browser that finds the other site."""
    finds = f"--host-resolver-rules=MAP {HOST} 127.0.0.1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", finds])
        yield launched
        launched.close()


@pytest.fixture
def elsewhere() -> Iterator[str]:
    """The address of a page of another site: another host, and another port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Elsewhere)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://{HOST}:{server.server_port}/reports/drones"
    server.shutdown()
    thread.join()
    server.server_close()


def clip(page: Page, bookmark: str, elsewhere: str) -> Page:
    """Select words of another site's page and press the bookmark: the page that opens."""
    page.goto(elsewhere)
    page.evaluate(SELECT)
    with page.context.expect_page() as expected:
        page.evaluate(f"void {bookmark.removeprefix('javascript:')}")
    return expected.value


def test_words_of_another_sites_page_become_a_development(
    browser: Browser, address: str, editor_token: str, elsewhere: str
) -> None:
    page, complaints = opened(browser, address, editor_token)
    page.goto(f"{address}/desk/clip")
    bookmark = str(page.get_attribute("[data-clipper]", "href"))
    page.click("[data-clipper]")
    form = clip(page, bookmark, elsewhere)
    form.wait_for_url("**/desk/clip?here=1")
    form.wait_for_function("document.querySelector('#clip').elements.words.value !== ''")
    assert form.input_value("#title") == "Drones near the border"
    assert form.input_value("#publisher") == "The Gazette"
    assert form.input_value("#published") == "2026-02-25"
    assert form.input_value("#words") == SENTENCE
    assert "Menu" not in form.input_value("#text")
    assert form.evaluate("window.opener") is None
    assert form.evaluate("sessionStorage.getItem('clipped')") is None
    form.click("text=Save, and go on with the words")
    form.wait_for_selector("#record")
    assert form.input_value("[name='evidence.0.exact']") == SENTENCE
    assert complaints == []
    page.context.close()


def test_what_was_clipped_waits_while_somebody_signs_in(
    browser: Browser, address: str, editor_token: str, elsewhere: str
) -> None:
    page, _ = opened(browser, address, editor_token)
    page.goto(f"{address}/desk/clip")
    bookmark = str(page.get_attribute("[data-clipper]", "href"))
    page.context.clear_cookies()
    form = clip(page, bookmark, elsewhere)
    form.wait_for_selector("#key")
    form.fill("#key", editor_token)
    form.keyboard.press("Enter")
    form.wait_for_selector("#clip")
    form.wait_for_function("document.querySelector('#clip').elements.words.value !== ''")
    assert form.input_value("#words") == SENTENCE
    page.context.close()
