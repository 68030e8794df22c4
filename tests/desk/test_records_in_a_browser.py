"""Records at the desk in a real browser: from words to a record by keyboard alone, files, and accessible everywhere."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.accessibility import check_accessible, choose_widths
from tests.desk.browsing import opened
from tests.desk.test_source_texts import SENTENCE, TEXT

SOURCE = "/desk/sources/isw-assessment-2026-02-25"
WHERE = """words => { const walker = document.createTreeWalker(document.getElementById("whole"), NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) { const at = node.data.indexOf(words);
if (at >= 0) { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + words.length);
const { x, y, width, height } = range.getBoundingClientRect(); return { x, y, width, height }; } } }"""
"""Where words of a text stand in the window."""
REFUSED = "Failed to load resource"
"""What the browser says of every page whose status is one of a refusal."""


def attach(page: Page, address: str, text: str) -> None:
    """Have a source's page show a text."""
    page.goto(f"{address}{SOURCE}/text")
    if page.locator("details:has(#attach)").count():
        page.locator("details:has(#attach) summary").press("Enter")
    page.fill("#text", text)
    page.focus("#attach button[value=paste]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#whole")


def test_a_development_is_written_from_a_text_by_keyboard_alone(
    browser: Browser, address: str, editor_token: str
) -> None:
    page, complaints = opened(browser, address, editor_token)
    attach(page, address, TEXT)
    page.focus("#whole")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert page.input_value("#words") == SENTENCE
    page.keyboard.press("Shift+ArrowDown")
    assert page.input_value("#words") == f"{SENTENCE} Allies met."
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.wait_for_selector("#record")
    assert page.input_value("[name='evidence.0.exact']") == SENTENCE
    page.focus("#title")
    page.keyboard.press("Control+a")
    page.keyboard.type("Twelve drones fall near Poland")
    page.focus("[value=counter-drone]")
    page.keyboard.press("Space")
    page.focus("[id='conditions.0.id']")
    page.keyboard.type("full-withdrawal")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.focus("[id='conditions.0.effect']")
    page.keyboard.type("Hinders")
    page.focus("#title")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=It is saved.")
    assert page.url.startswith(f"{address}/desk/developments/twelve-drones-fall-near-poland")
    assert page.input_value("[id='conditions.0.effect']") == "hinders"
    assert complaints == []
    page.context.close()


def test_words_are_selected_with_the_mouse_whatever_characters_stand_before_them(
    browser: Browser, address: str, editor_token: str
) -> None:
    page, complaints = opened(browser, address, editor_token)
    attach(page, address, "🛰️ Über Łódź.\n\n" + TEXT)
    box = page.evaluate(WHERE, "twelve drones")
    page.mouse.move(box["x"] + 1, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    assert page.input_value("#words") == "twelve drones"
    page.click("text=New development from these words")
    page.wait_for_selector("#record")
    assert page.input_value("[name='evidence.0.exact']") == "twelve drones"
    assert complaints == []
    page.context.close()


def test_names_are_offered_as_they_are_typed_and_files_are_read(
    browser: Browser, address: str, editor_token: str, tmp_path: Path
) -> None:
    page, complaints = opened(browser, address, editor_token)
    page.goto(f"{address}/desk/developments/new")
    page.focus("[id='actors.0.id']")
    page.keyboard.type("kaja kal")
    page.wait_for_selector("#of-actors option[value=kaja-kallas]", state="attached")
    words = "What a page says is read from a file that somebody has saved, as if they had pasted it. " * 4
    (tmp_path / "saved.html").write_text(f"<html><nav>Menu</nav><article><p>{words}</p></article></html>")
    (tmp_path / "saved.txt").write_text("Plain words of a file.")
    for name, expected in (("saved.html", "as if they had pasted it"), ("saved.txt", "Plain words of a file.")):
        page.goto(f"{address}{SOURCE}/text")
        if page.locator("details:has(#attach)").count():
            page.locator("details:has(#attach) summary").click()
        page.set_input_files("#file", tmp_path / name)
        page.wait_for_function("document.querySelector('#text').value.length > 10")
        page.click("#attach button[value=paste]")
        page.wait_for_selector(f"#whole:has-text('{expected}')")
        assert "Menu" not in page.inner_text("#whole")
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("width", choose_widths("the_forms_are_accessible_at_every_width"))
def test_the_forms_are_accessible_at_every_width(browser: Browser, address: str, editor_token: str, width: int) -> None:
    page, complaints = opened(browser, address, editor_token, viewport={"width": width, "height": 900})
    attach(page, address, TEXT)
    check_accessible(page, width)
    page.fill("#words", "Russia denied it.")
    page.click("text=New development from these words")
    page.wait_for_selector("input[name=place]")
    check_accessible(page, width)
    page.click("text=New development from these words")
    page.wait_for_selector("#record")
    check_accessible(page, width)
    judging = "/desk/conditions/full-withdrawal/assess"
    for path in ("/desk/developments", "/desk/clip", "/desk/actors/poland/delete", SOURCE, judging):
        page.goto(f"{address}{path}")
        check_accessible(page, width)
    for name in ("developments", "conditions", "actors", "sources"):
        page.goto(f"{address}/desk/{name}/new")
        page.click(".bar button")
        page.wait_for_selector(".wrongs")
        page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true; })")
        check_accessible(page, width)
    page.goto(f"{address}/desk/conditions/full-withdrawal")
    page.evaluate("document.querySelector('details').open = true")
    page.evaluate("document.querySelector('[name=revision]').value = '0'")
    page.fill("#demand", f"Something else at {width}.")
    page.click(".bar button")
    page.wait_for_selector(".versions")
    check_accessible(page, width)
    assert [each for each in complaints if REFUSED not in each] == []
    page.context.close()
