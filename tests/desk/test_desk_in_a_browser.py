"""The desk in a real browser: a shift by keyboard alone."""

import time

from playwright.sync_api import Browser, Dialog

from app.store.database import Database
from tests.desk.browsing import SHIFT, UNDO, decided, number_of, opened, tick, wait_for_another

HASTE = 300
"""For how many milliseconds a page does not take the key that led to it."""
MOST_SECONDS = 5.0
"""How long one of them may take."""


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
            page.wait_for_timeout(HASTE)
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


def test_what_is_typed_into_a_draft_is_not_lost_by_what_else_is_done(
    browser: Browser, address: str, token: str
) -> None:
    page, complaints = opened(browser, address, token)
    number, asked = number_of(page), list[str]()

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.keyboard.press("e")
    page.keyboard.type("Prisoners come home, as she typed")
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    page.wait_for_timeout(200)
    assert (asked, number_of(page), decided(page)) == (["beforeunload"], number, 0)
    for key, typed in (("r", ""), ("m", "missile")):
        page.keyboard.press(key)
        page.keyboard.press("Control+a")
        page.keyboard.press("Delete")
        page.keyboard.type(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        assert page.input_value("#title") == "Prisoners come home, as she typed"
        page.keyboard.press("Escape")
    assert number_of(page) == number
    assert [each for each in complaints if "status of 422" not in each] == []
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
