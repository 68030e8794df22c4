"""The desk for everybody: accessible at every width, light and dark, and without scripts."""

import pytest
from playwright.sync_api import Browser

from tests.accessibility import check_accessible, choose_widths
from tests.desk.browsing import TICK, UNDO, decided, number_of, opened


@pytest.mark.parametrize("width", choose_widths("the_queue_is_accessible_at_every_width"))
def test_the_queue_is_accessible_at_every_width(browser: Browser, address: str, token: str, width: int) -> None:
    page, complaints = opened(browser, address, token, viewport={"width": width, "height": 900})
    check_accessible(page, width)
    page.click("summary >> nth=0")
    check_accessible(page, width)
    for path in ("/desk", "/desk/queue?actor=Nobody", "/desk/queue?theme=cyber"):
        page.goto(f"{address}{path}")
        check_accessible(page, width)
    page.goto(f"{address}/desk/queue")
    page.fill("#development", "Stoltenberg")
    page.press("#development", "Enter")
    page.wait_for_selector(".found")
    check_accessible(page, width)
    page.click("text=Sign out")
    page.wait_for_selector("#key")
    check_accessible(page, width)
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("width", choose_widths("what_is_refused_is_accessible_too"))
def test_what_is_refused_is_accessible_too(browser: Browser, address: str, token: str, width: int) -> None:
    page, complaints = opened(browser, address, token, viewport={"width": width, "height": 900})
    page.fill("#title", "")
    page.fill("#actor-0-name", "Rusia")
    page.click("text=Accept")
    page.wait_for_selector(".note.wrong")
    check_accessible(page, width)
    stale = page.context.new_page()
    for each in (stale, page):
        each.goto(f"{address}/desk/queue")
    for each, title in ((page, "His title"), (stale, "Her title")):
        each.fill("#title", title)
        each.click("text=Keep the draft")
        each.wait_for_load_state()
    stale.wait_for_selector(".conflict table")
    check_accessible(stale, width)
    page.goto(f"{address}/desk/queue/999999")
    check_accessible(page, width)
    page.click("text=Sign out")
    page.wait_for_selector("#key")
    page.goto(f"{address}/desk/queue")
    check_accessible(page, width)
    page.goto(f"{address}/desk/actors/poland/delete")
    page.fill("#key", token)
    page.keyboard.press("Enter")
    page.wait_for_selector("text=Delete it")
    page.context.clear_cookies()
    page.click("text=Delete it")
    page.fill("#key", token)
    page.keyboard.press("Enter")
    page.wait_for_selector("h1:has-text('Once more')")
    check_accessible(page, width)
    # What a browser says of every page that is a refusal.
    assert [each for each in complaints if "responded with a status of 4" not in each] == []
    page.context.close()


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
