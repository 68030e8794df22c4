"""The desk in a real browser: a shift by keyboard alone, accessible at every width, and working without scripts."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from app.store.database import Database
from app.writing import keys
from tests.databases import Server
from tests.desk.queues import attach, fill, read_all
from tests.servers import serving

WIDTHS = (390, 820, 1440)
SHIFT = 30
"""How many proposals are decided in a row."""
TICK = "#draft [value=diplomacy]"
UNDO = ".undo button"
HASTE = 300
"""For how many milliseconds a page does not take the key that led to it."""
MOST_SECONDS = 5.0
"""How long one of them may take."""
CONTRADICTING = "NATO ministers never met in Brussels on 12 February 2026, Russia said."


@pytest.fixture(scope="module")
def url(servers: dict[str, Server]) -> str:
    return servers["sqlite"].url("seeded")


@pytest.fixture(scope="module")
def address(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(url, tmp_path_factory.mktemp("desk")) as (running, _):
        yield running


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def token(url: str) -> Iterator[str]:
    """The key of somebody for whom new proposals wait."""
    database = Database(url)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE proposal SET state = 'withdrawn' WHERE state = 'open'")
        made = keys.make_key(connection, f"her {keys.draw_letters(8)}", ["*"], person="Ada Byron")
    fill(database, SHIFT)
    attach(database, "Another article", CONTRADICTING)
    read_all(database)
    yield made
    database.close()


def opened(browser: Browser, address: str, token: str, **options: Any) -> tuple[Page, list[str]]:
    """The queue of somebody who has signed in by keyboard, and whatever the browser complains about."""
    complaints: list[str] = []
    page = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options}).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.append(request.url))
    page.goto(f"{address}/desk")
    page.focus("#key")
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/queue")
    return page, complaints


def number_of(page: Page) -> str:
    return page.inner_text("#proposed-title .number")


def wait_for_another(page: Page, number: str) -> None:
    """Wait until a page shows another proposal."""
    other = "before => (document.querySelector('#proposed-title .number')?.innerText ?? before) !== before"
    page.wait_for_function(other, arg=number, timeout=10_000)


def tick(page: Page) -> None:
    """Have the theme that is the eighth ticked, by keyboard."""
    if not page.is_checked(TICK):
        page.keyboard.press("8")


def decided(page: Page) -> int:
    return int(page.inner_text(".progress strong >> nth=0"))


def test_a_shift_of_thirty_proposals_by_keyboard_alone(browser: Browser, address: str, token: str) -> None:
    page, complaints = opened(browser, address, token)
    for count in range(SHIFT):
        number, started = number_of(page), time.monotonic()
        if count % 5 == 1:
            page.keyboard.press("r")
            page.keyboard.type("It is known.")
            page.keyboard.press("Enter")
        elif count % 5 == 2:
            page.keyboard.press("m")
            page.keyboard.type("stoltenberg-on-diplomacy-and-deterrence")
            page.keyboard.press("Enter")
        elif count % 5 == 3:
            page.keyboard.press("e")
            page.keyboard.type(f"Prisoners come home for the {count}th time")
            page.keyboard.press("Escape")
            tick(page)
            page.keyboard.press("a")
        else:
            tick(page)
            page.wait_for_timeout(HASTE)
            page.keyboard.press("a")
        wait_for_another(page, number)
        assert time.monotonic() - started < MOST_SECONDS
        assert decided(page) == count + 1
    assert complaints == []
    page.context.close()


def test_what_was_decided_is_undone_and_what_was_put_off_comes_again_by_keyboard(
    browser: Browser, address: str, token: str
) -> None:
    page, complaints = opened(browser, address, token)
    first = number_of(page)
    page.keyboard.press("l")
    wait_for_another(page, first)
    second = number_of(page)
    tick(page)
    page.keyboard.press("a")
    page.wait_for_selector(UNDO)
    third = number_of(page)
    assert third != second
    page.keyboard.press("u")
    wait_for_another(page, third)
    assert number_of(page) == second
    assert decided(page) == 0
    page.keyboard.press("?")
    assert page.locator("details.help dl").is_visible()
    assert complaints == []
    page.context.close()


def test_a_key_that_is_pressed_twice_in_haste_decides_once(browser: Browser, address: str, token: str) -> None:
    page, _ = opened(browser, address, token)
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'a', bubbles: true}))"
    page.add_init_script(f'document.addEventListener("DOMContentLoaded", () => {press})')
    first = number_of(page)
    tick(page)
    page.keyboard.press("a")
    wait_for_another(page, first)
    page.wait_for_load_state()
    assert decided(page) == 1
    page.context.close()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_is_accessible_at_every_width(browser: Browser, address: str, token: str, width: int) -> None:
    page, complaints = opened(browser, address, token, viewport={"width": width, "height": 900})
    check(page, width)
    page.click("summary >> nth=0")
    check(page, width)
    refused = len(complaints)
    page.fill("#title", "")
    page.fill("#actor-0-name", "Rusia")
    page.click("text=Accept")
    page.wait_for_selector(".note.wrong")
    check(page, width)
    page.goto(f"{address}/desk/queue")
    page.fill("#development", "Stoltenberg")
    page.press("#development", "Enter")
    page.wait_for_selector(".found")
    check(page, width)
    stale = page.context.new_page()
    stale.goto(f"{address}/desk/queue")
    page.goto(f"{address}/desk/queue")
    for each, title in ((page, "His title"), (stale, "Her title")):
        each.fill("#title", title)
        each.click("text=Keep the draft")
        each.wait_for_load_state()
    stale.wait_for_selector(".conflict table")
    check(stale, width)
    for path in ("/desk", "/desk/queue?actor=Nobody", "/desk/queue?theme=cyber", "/desk/queue/999999"):
        page.goto(f"{address}{path}")
        check(page, width)
    page.click("text=Sign out")
    page.wait_for_selector("#key")
    check(page, width)
    page.goto(f"{address}/desk/queue")
    check(page, width)
    assert complaints[:refused] == []
    # What else a browser says: that a page is a refusal, and that names were no longer looked up when it was left.
    told = ("responded with a status of 4", "/v1/reconcile/suggest/")
    assert [each for each in complaints if not any(words in each for words in told)] == []
    page.context.close()


def check(page: Page, width: int) -> None:
    """Fail where a page is not accessible, light or dark, or wider than its window."""
    page.emulate_media(color_scheme="light")
    found = [Axe().run(page)]
    page.emulate_media(color_scheme="dark")
    found.append(Axe().run(page, options={"runOnly": ["color-contrast"]}))
    for each in found:
        assert each.violations_count == 0, (page.url, each.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def test_everything_works_without_the_script(browser: Browser, address: str, token: str) -> None:
    page, complaints = opened(browser, address, token, java_script_enabled=False)
    first = number_of(page)
    page.check(TICK)
    page.click("text=Accept")
    page.wait_for_selector(UNDO)
    assert (number_of(page) != first, decided(page)) == (True, 1)
    page.click(UNDO)
    assert number_of(page) == first
    page.click(".actions >> text=Reject")
    page.keyboard.type("Typed where the link leads.")
    page.keyboard.press("Enter")
    page.wait_for_selector(UNDO)
    assert decided(page) == 1
    page.click("text=Later")
    assert complaints == []
    page.context.close()


def test_what_was_typed_when_the_session_died_is_there_after_signing_in(
    browser: Browser, address: str, token: str, url: str
) -> None:
    page, _ = opened(browser, address, token)
    page.keyboard.press("e")
    page.keyboard.type("Typed before the session died")
    database = Database(url)
    with database.write() as connection:
        connection.exec_driver_sql("DELETE FROM desk_session")
    database.close()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("text=What you typed is kept")
    page.focus("#key")
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    page.wait_for_selector("#draft")
    assert page.input_value("#title") == "Typed before the session died"
    tick(page)
    page.keyboard.press("a")
    page.wait_for_selector(UNDO)
    page.context.close()
