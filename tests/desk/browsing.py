"""The desk in a browser: somebody who has signed in, and what their page shows."""

from typing import Any

from playwright.sync_api import Browser, Page, Request

SHIFT = 30
"""How many proposals are decided in a row."""
TICK = "#draft [value=diplomacy]"
UNDO = ".undo button"


def opened(browser: Browser, address: str, token: str, **options: Any) -> tuple[Page, list[str]]:
    """The queue of somebody who has signed in by keyboard, and whatever the browser complains about."""
    complaints: list[str] = []
    page = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options}).new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("requestfailed", lambda request: complaints.extend(list_failure(request)))
    page.goto(f"{address}/desk")
    page.focus("#key")
    page.keyboard.type(token)
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/queue")
    return page, complaints


def list_failure(request: Request) -> list[str]:
    """What failed to be fetched, but for what a script no longer waited for when its page was left."""
    is_left = request.resource_type == "fetch" and request.failure == "net::ERR_ABORTED"
    return [] if is_left else [f"{request.url}: {request.failure}"]


def reach(page: Page, selector: str, *, most: int = 200) -> None:
    """Go on by the tabulator until an element has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached by keyboard at {page.url}")


def number_of(page: Page) -> str:
    return page.inner_text("#proposed-title .number")


def wait_for_another(page: Page, number: str) -> None:
    """Wait until a page shows another proposal, and its script has run."""
    other = "before => (document.querySelector('#proposed-title .number')?.innerText ?? before) !== before"
    page.wait_for_function(other, arg=number, timeout=10_000)
    page.wait_for_load_state()


def tick(page: Page) -> None:
    """Have the theme that is the eighth ticked, by keyboard."""
    if not page.is_checked(TICK):
        page.keyboard.press("8")


def decided(page: Page) -> int:
    return int(page.inner_text(".progress strong >> nth=0"))
