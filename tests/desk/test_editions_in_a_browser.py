"""Editions at the desk in a real browser: by keyboard alone, checked as one types, for everybody."""

import re

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import check_accessible, choose_widths
from tests.desk.browsing import opened
from tests.desk.drafting import TALKS

FAULT = "#statement-0-findings .fault"


def begin(page: Page, address: str, title: str) -> None:
    """Begin a draft by keyboard."""
    page.goto(f"{address}/desk/drafts")
    page.focus("#empty-title-field")
    page.keyboard.type(title)
    page.keyboard.press("Enter")
    page.wait_for_selector("#edition")


def save(page: Page) -> None:
    """Save by keyboard, and wait until the page is there again."""
    with page.expect_navigation():
        page.keyboard.press("Control+s")


def type_statement(page: Page, words: str, cited: str) -> None:
    """Add a statement by keyboard, and cite a record in it."""
    with page.expect_navigation():
        page.keyboard.press("Alt+a")
    page.wait_for_function("document.activeElement.matches('textarea')")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.type(cited)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_from_assembling_to_publication_and_its_correction_by_keyboard_alone(
    browser: Browser, address: str, editor_token: str
) -> None:
    page, complaints = opened(browser, address, editor_token)
    page.goto(f"{address}/desk/drafts")
    page.focus("#from")
    for words in ("2026-02-16", "2026-02-18", "By keyboard"):
        page.keyboard.type(words)
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_selector("#edition")
    before = page.locator("textarea").count()
    first = page.input_value("#statement-0-text")
    page.focus("#statement-0-text")
    page.keyboard.press("Alt+r")
    page.wait_for_selector("#statement-0 details.records[open]")
    with page.expect_navigation():
        page.keyboard.press("Alt+ArrowDown")
    assert page.evaluate("document.activeElement.id") == "statement-1-text"
    assert page.input_value("#statement-1-text") == first
    type_statement(page, "They met in Geneva.", TALKS)
    assert page.locator("textarea").count() == before + 1
    save(page)
    assert "revision 2" in page.inner_text(".progress")
    assert page.evaluate("document.activeElement.id").startswith("statement-")
    page.goto(f"{page.url.partition('#')[0]}/publish")
    with page.expect_navigation():
        press_until(page, "Publish it")
    edition = page.url.partition("#")[2]
    correct(page, address, edition)
    assert complaints == []
    page.context.close()


def correct(page: Page, address: str, edition: str) -> None:
    """Correct an edition by keyboard."""
    with page.expect_navigation():
        page.focus(f"[id='{edition}'] button")
        page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'correction'")
    assert "1 thing keeps" in page.inner_text("#edition-findings")
    page.keyboard.type("The talks were told twice.")
    page.wait_for_selector("#edition-findings .good")
    save(page)
    page.goto(f"{page.url.partition('#')[0]}/publish")
    with page.expect_navigation():
        press_until(page, "Publish it")
    page.goto(f"{address}/corrections")
    assert "The talks were told twice." in page.inner_text("main")


def press_until(page: Page, words: str) -> None:
    """Go to a button by Tab, and press it."""
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()").startswith(words):
            page.keyboard.press("Enter")
            return
    raise AssertionError(words)


def test_findings_appear_as_one_types_and_go_as_one_mends(browser: Browser, address: str, editor_token: str) -> None:
    page, complaints = opened(browser, address, editor_token)
    begin(page, address, "As one types")
    type_statement(page, "They met in Geneva.", "geneva-talks-february-2026")
    assert page.input_value("[name=statement-0-cites]") == TALKS
    assert page.locator(FAULT).count() == 0
    page.focus("#statement-0-text")
    page.keyboard.press("End")
    page.keyboard.type(" 310 envoys came.")
    page.wait_for_selector(FAULT)
    assert "310" in page.inner_text(FAULT)
    assert "1 thing keeps" in page.inner_text("#edition-findings")
    page.focus("#title")
    page.keyboard.press("Alt+n")
    assert page.evaluate("document.activeElement.id") == "statement-0-text"
    page.keyboard.press("Control+a")
    page.keyboard.type("They met.")
    page.wait_for_selector(FAULT, state="detached")
    assert "revision 1" in page.inner_text(".progress")
    page.focus("#statement-0-cite")
    page.keyboard.type("rearmament")
    page.wait_for_selector("#records option", state="attached")
    save(page)
    assert page.locator(".found button").count() > 0
    assert complaints == []
    page.context.close()


def test_all_of_it_works_without_the_script(browser: Browser, address: str, editor_token: str) -> None:
    page, complaints = opened(browser, address, editor_token, java_script_enabled=False)
    begin(page, address, "Without a script")
    page.click("text=Add a statement")
    page.fill("#statement-0-text", "They met 310 times.")
    page.fill("#statement-0-cite", TALKS)
    page.press("#statement-0-cite", "Enter")
    assert "310" in page.inner_text(FAULT)
    page.fill("#statement-0-text", "They met.")
    page.click("text=Add a section")
    page.fill("#section-1-heading", "Talks")
    page.select_option("#statement-0-section", "1")
    page.click("[data-save]")
    assert "revision 2" in page.inner_text(".progress")
    assert page.input_value("#statement-0-section") == "1"
    page.click("text=Its record")
    assert "Geneva" in page.inner_text("details.records")
    page.click(".actions >> text=Publish")
    page.click("button:has-text('Publish it')")
    assert re.search("/desk/editions#without-a-script", page.url)
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("width", choose_widths("every_page_of_editions_is_accessible"))
def test_every_page_of_editions_is_accessible(browser: Browser, address: str, editor_token: str, width: int) -> None:
    page, complaints = opened(browser, address, editor_token, viewport={"width": width, "height": 900})
    begin(page, address, f"Accessible at {width}")
    way = page.url
    page.click("text=Add a statement")
    page.fill("#statement-0-text", "They met 310 times in Quito.")
    page.fill("#statement-0-cite", "geneva talks")
    page.press("#statement-0-cite", "Enter")
    page.wait_for_selector(".found")
    check_accessible(page, width)
    page.click(".found button >> nth=0")
    page.wait_for_selector(FAULT)
    page.click(".records summary")
    check_accessible(page, width)
    page.click("[data-save]")
    page.wait_for_function("document.querySelector('.progress').textContent.includes('revision 2')")
    for path in (f"{way}/preview", f"{way}/preview?as=markdown", f"{way}/preview?as=diff", f"{way}/publish"):
        page.goto(path)
        check_accessible(page, width)
    for path in ("/desk/drafts", "/desk/editions", "/corrections"):
        page.goto(f"{address}{path}")
        if path == "/desk/drafts":
            page.click("text=Which developments")
        check_accessible(page, width)
    page.goto(way)
    other = page.context.new_page()
    other.goto(way)
    other.click("text=Delete the draft")
    with other.expect_navigation():
        other.click(".remove button")
    page.fill("#title", "A draft that is gone")
    page.click("[data-save]")
    page.wait_for_selector("#typed-lines")
    check_accessible(page, width)
    assert [each for each in complaints if "responded with a status of 4" not in each] == []
    page.context.close()
