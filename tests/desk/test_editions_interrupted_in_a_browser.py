"""Editions in a browser where something comes between: a form that stops, a network that fails, a narrow window."""

from playwright.sync_api import Browser, Route

from tests.desk.browsing import opened
from tests.desk.test_editions_in_a_browser import begin, save, type_statement

OFFERED = "[...document.querySelectorAll('#records option')].map(each => each.value).join(' ')"


def test_a_form_that_was_stopped_on_its_way_is_sent_again(browser: Browser, address: str, editor_token: str) -> None:
    page, complaints = opened(browser, address, editor_token)
    begin(page, address, "Stopped")
    page.focus("#title")
    page.keyboard.press("End")
    page.keyboard.type(" on its way")
    page.evaluate("document.querySelector('[data-save]').click(); window.stop()")
    page.keyboard.type(", and sent again")
    save(page)
    assert page.input_value("#title") == "Stopped on its way, and sent again"
    assert "revision 2" in page.inner_text(".progress")
    assert complaints == []
    page.context.close()


def test_what_is_offered_is_of_what_is_typed_last_and_nothing_breaks_without_a_network(
    browser: Browser, address: str, editor_token: str
) -> None:
    page, complaints = opened(browser, address, editor_token)
    begin(page, address, "Offered")
    type_statement(page, "They met.", "geneva-talks-february-2026")
    held: list[Route] = []
    page.route("**/v1/search?q=rearmament*", lambda route: held.append(route))  # noqa: PLW0108  # it takes no built-in
    page.focus("#statement-0-cite")
    with page.expect_request("**/v1/search?q=rearmament*"):
        page.keyboard.type("rearmament")
    page.keyboard.press("Control+a")
    page.keyboard.type("withdrawal")
    page.wait_for_selector("#records option", state="attached")
    offered = page.evaluate(OFFERED)
    with page.expect_response("**/v1/search?q=rearmament*"):
        held[0].continue_()
    page.wait_for_timeout(200)
    assert page.evaluate(OFFERED) == offered
    assert complaints == []
    page.context.set_offline(True)
    with page.expect_event("requestfailed"):
        page.keyboard.type(" of troops")
    page.wait_for_timeout(200)
    page.context.set_offline(False)
    assert [each for each in complaints if "ERR_INTERNET_DISCONNECTED" not in each] == []
    page.context.close()


def test_on_a_phone_every_button_of_the_lists_is_within_the_window(
    browser: Browser, address: str, editor_token: str
) -> None:
    page, complaints = opened(browser, address, editor_token, viewport={"width": 390, "height": 844})
    begin(page, address, "On a phone")
    for path, label in (("/desk/editions", "Period"), ("/desk/drafts", "Last changed")):
        page.goto(f"{address}{path}")
        assert page.evaluate("document.querySelector('.scroll').scrollWidth") <= 390
        shown = f"getComputedStyle(document.querySelector('[data-of=\"{label}\"]'), '::before').content"
        assert page.evaluate(shown) == f'"{label}"'
    page.goto(f"{address}/desk/editions")
    box = page.locator("button:has-text('Correct it')").first.bounding_box()
    assert box is not None
    assert box["x"] + box["width"] <= 390
    assert complaints == []
    page.context.close()
