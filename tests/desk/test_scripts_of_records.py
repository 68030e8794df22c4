"""What the script of records' forms does in a real browser with answers that fail or are late, and with files."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route

from tests.desk.browsing import opened
from tests.desk.test_records_in_a_browser import SOURCE

PAGE = '<html><head><meta http-equiv="Content-Type" content="text/html; charset={}"></head><p>{}</p></html>'
FILES = {
    "utf-8.txt": ("Łódź – “so”", "utf-8", "Łódź – “so”"),
    "marked.txt": ("Łódź – “so”", "utf-16", "Łódź – “so”"),
    "western.txt": ("Café – “so”", "windows-1252", "Café – “so”"),
    "western.html": ("<p>Café – “so”</p>", "windows-1252", "<p>Café – “so”</p>"),
    "polish.html": (PAGE.format("iso-8859-2", "Łódź"), "iso-8859-2", PAGE.format("iso-8859-2", "Łódź")),
    "wrong.html": (PAGE.format("no-such-thing", "Café"), "windows-1252", PAGE.format("no-such-thing", "Café")),
}


def test_a_file_is_read_in_the_encoding_that_it_has(
    browser: Browser, address: str, editor_token: str, tmp_path: Path
) -> None:
    page, complaints = opened(browser, address, editor_token)
    page.goto(f"{address}{SOURCE}/text")
    for name, (text, encoding, expected) in FILES.items():
        (tmp_path / name).write_bytes(text.encode(encoding))
        page.evaluate("document.querySelector('#text').value = ''")
        page.set_input_files("#file", tmp_path / name)
        page.wait_for_function("() => document.querySelector('#text').value !== ''")
        assert page.input_value("#text") == expected, name
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("is_late", [True, False])
def test_answers_that_are_late_or_fail_change_nothing(
    browser: Browser, address: str, editor_token: str, is_late: bool
) -> None:
    page, complaints = opened(browser, address, editor_token)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(f"{address}/desk/developments/new")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/desk/find/actors?q=kaja", hold)
    page.focus("[id='actors.0.id']")
    with page.expect_request("**/desk/find/actors?q=kaja"):
        page.keyboard.type("kaja")
    page.keyboard.type(" kal")
    page.wait_for_selector("#of-actors option[value=kaja-kallas]", state="attached")
    if is_late:
        held[0].fulfill(json=[{"id": "late", "title": "Late"}])
    else:
        held[0].abort()
    page.wait_for_timeout(100)
    assert page.locator("#of-actors option[value=late]").count() == 0
    assert errors == []
    assert [each for each in complaints if "ERR_FAILED" not in each] == []
    page.context.close()
