"""Pages: what people read is valid, safe, accessible and works without scripts, in a real browser."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import html5lib
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, sync_playwright
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.clients import CheckedClient
from tests.databases import Server
from tests.editors import Editor
from tests.servers import serving

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PAGES = [
    "/",
    "/conditions",
    "/timeline",
    "/developments",
    "/developments?q=drone*&theme=deterrence",
    "/developments?actor=Russia&limit=5&sort=date",
    "/actors?kind=person",
    "/sources",
    "/briefings",
    "/briefings/latest",
    "/briefings/tracker-briefing-2026-02-26",
    "/conditions/full-withdrawal",
    "/developments/unwavering-unity-claimed",
    "/actors/kaja-kallas",
    "/sources/uk-security-policy-tracker-2026-02-26",
    "/embed/conditions/full-withdrawal",
    "/developments/nothing-of-the-kind",
    "/developments?nothing=1",
]
WIDTHS = (390, 820, 1440)


def read(client: Any, path: str) -> Any:
    return client.get(path, headers=BROWSER)


def parsed(text: str) -> Any:
    """The document; whatever the parser calls an error of HTML fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_html_under_a_strict_policy(reader: CheckedClient, path: str) -> None:
    answer = read(reader.raw, path)
    assert answer.status_code == {"nothing-of-the-kind": 404, "developments?nothing=1": 422}.get(
        path.rsplit("/", maxsplit=1)[-1], 200
    )
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tree = parsed(answer.text)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "script" not in policy
    assert "unsafe" not in policy
    framed = path.startswith("/embed")
    assert ("frame-ancestors *" in policy) == framed
    assert ("x-frame-options" in answer.headers) != framed
    assert not [each for each in tree.iter("script") if each.get("type") != "application/ld+json"]
    assert not [each for each in tree.iter() if each.get("style") or any(name.startswith("on") for name in each.attrib)]
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    aimed = {each.get("popovertarget") for each in tree.iter("button")} - {None}
    assert aimed <= set(ids)


def test_every_link_of_the_pages_leads_somewhere(reader: CheckedClient) -> None:
    seen: set[str] = set()
    for path in PAGES[:-2]:
        for each in parsed(read(reader.raw, path).text).iter():
            address = each.get("href") or ""
            if address.startswith("/") and not address.startswith(("/docs", "/openapi")):
                seen.add(address)
    assert len(seen) > 150
    for address in sorted(seen):
        answer = read(reader.raw, address)
        assert answer.status_code == 200, address


def test_a_page_has_a_validator_and_says_304(editor: Editor) -> None:
    for path in ("/", "/developments", "/conditions", "/briefings"):
        first = read(editor.client, path)
        again = editor.client.get(path, headers=BROWSER | {"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert "Accept" in first.headers["vary"]
    editor.create("actors")
    moved = editor.client.get("/developments", headers=BROWSER | {"If-None-Match": first.headers["etag"]})
    assert moved.status_code == 200


def test_scripts_get_at_the_same_addresses_what_they_always_got(reader: CheckedClient) -> None:
    for path in ("/", "/developments?actor=Russia", "/actors/russia", "/sources", "/conditions/full-withdrawal"):
        for accept in (None, "*/*", "application/json", "application/json, text/html;q=0.9"):
            answer = reader.raw.get(path, headers={"Accept": accept} if accept else {})
            assert answer.headers["content-type"] == "application/json", (path, accept)
    assert (
        reader.raw.get("/developments", headers={"Accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    )
    assert reader.raw.get("/v1/developments", headers={"Accept": "text/html"}).status_code == 406
    kept = reader.raw.get("/developments?format=json", headers=BROWSER)
    assert kept.headers["content-type"] == "application/json"


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{7*7}}</title>"


def test_every_value_is_escaped(editor: Editor) -> None:
    url = "https://www.example.org/?a=%22%3E%3Cscript%3E&b='><script>alert(1)</script>"
    editor.create("actors", {"id": "a", "name": HOSTILE, "aliases": [f"{HOSTILE} 2"], "description": HOSTILE})
    caveat = {"kind": "other", "note": HOSTILE}
    source = {"title": HOSTILE, "publisher": HOSTILE, "url": url, "notes": HOSTILE, "caveats": [caveat]}
    editor.create("sources", source | {"id": "s", "authors": [HOSTILE]})
    evidence = [{"source": "s", "locator": HOSTILE}]
    editor.create("conditions", {"id": "c", "title": HOSTILE, "demand": HOSTILE, "evidence": evidence})
    measure = {"name": HOSTILE, "value": 3, "unit": f"% {HOSTILE}", "subject": "a"}
    development = {
        "id": "d",
        "title": HOSTILE,
        "summary": HOSTILE,
        "themes": ["defence-spending"],
        "evidence": evidence,
    }
    development |= {"measures": [measure], "caveats": [caveat], "locations": [{"name": HOSTILE}]}
    development |= {"actors": [{"id": "a", "role": "target"}], "conditions": [{"id": "c", "effect": "neutral"}]}
    editor.create("developments", development)
    statement = {"text": HOSTILE, "cites": ["developments/d", "sources/s", "actors/a", "conditions/c"]}
    section = {"heading": HOSTILE, "statements": [statement]}
    editor.create(
        "briefings", {"id": "b", "title": HOSTILE, "subtitle": HOSTILE, "lead": [statement], "sections": [section]}
    )
    paths = ["/developments/d", "/actors/a", "/sources/s", "/conditions/c", "/briefings/b", "/embed/conditions/c"]
    paths += ["/developments?q=script", "/conditions", "/timeline", "/actors", "/sources", "/briefings", "/"]
    paths += ["/developments?q=%3Cscript%3Ealert(1)%3C/script%3E", "/v1/briefings/b?format=html"]
    for path in paths:
        text = read(editor.client, path).text
        tree = parsed(text)
        assert "<script>alert" not in text, path
        assert "49" not in re.findall(r"</title>(\S+)", text), path
        assert not list(tree.iter("img")), path
        assert not [each for each in tree.iter("a") if (each.get("href") or "").startswith("javascript")], path
        for data in (each.text for each in tree.iter("script")):
            assert "<" not in data, path


def test_a_search_with_nothing_in_it_is_the_whole_list(reader: CheckedClient) -> None:
    whole = read(reader.raw, "/developments").text
    assert read(reader.raw, "/developments?q=").text.count("<article") == whole.count("<article")
    assert "means <a" in read(reader.raw, "/developments?actor=Moscow").text
    refused = read(reader.raw, "/developments?actor=Rusia")
    assert refused.status_code == 422
    assert "<code>russia</code>" in refused.text
    assert read(reader.raw, "/developments?fields=id").status_code == 422
    assert read(reader.raw, "/conditions?x=1").status_code == 422


def test_pages_read_any_moment_and_follow_what_was_merged(editor: Editor) -> None:
    editor.create("actors", {"id": "one", "name": "One"})
    editor.create("actors", {"id": "two", "name": "Two"})
    editor.send("POST", "/v1/actors/one/merge", {"into": "two"}, status=200)
    moved = editor.client.get("/actors/one", headers=BROWSER, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/actors/two")
    assert ">One</h1>" in read(editor.client, "/actors/one?as_of=2").text
    assert read(editor.client, "/actors/two?as_of=1").status_code == 404
    assert read(editor.client, "/actors/two?as_of=99").status_code == 422


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


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible_at_every_width(browser: Any, address: str, width: int, scheme: Any) -> None:
    for path in PAGES[:-2]:
        page, complaints = opened(browser, address, path, width=width, color_scheme=scheme)
        found = Axe().run(page)
        assert found.violations_count == 0, (path, found.generate_report())
        assert complaints == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
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


@pytest.mark.parametrize("width", WIDTHS)
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


def test_a_tracker_without_a_briefing_has_a_front_page(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url))) as client:
        for path in ("/", "/timeline", "/conditions", "/developments"):
            assert read(client, path).status_code == 200
        assert read(client, "/briefings/latest").status_code == 404
