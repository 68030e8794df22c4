"""Accessibility: what axe-core finds on a page, light and dark, at the widths of windows that people have."""

import random

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests import draws

WIDTHS = (390, 820, 1440)
"""How wide windows are, in pixels: a phone's, a tablet's, a screen's."""


def choose_widths(test: str) -> tuple[int, ...]:
    """The widths that a test is run at: one that is drawn anew in every run, all of them in a long one."""
    return WIDTHS if draws.LONG else (random.Random(f"{draws.SEED} {test}").choice(WIDTHS),)


def check_accessible(page: Page, width: int) -> None:
    """Fail where a page is not accessible, light or dark, or wider than its window."""
    page.emulate_media(color_scheme="dark")
    found = [Axe().run(page, options={"runOnly": ["color-contrast"]})]  # what else there is depends on no colours
    page.emulate_media(color_scheme="light")
    found.append(Axe().run(page))
    for each in found:
        assert each.violations_count == 0, (page.url, each.generate_report())
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
