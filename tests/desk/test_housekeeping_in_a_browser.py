"""Housekeeping in a real browser: by keyboard alone, accessible at every width, light and dark, and by selecting."""

from collections.abc import Iterator

import httpx2
import pytest
from playwright.sync_api import Browser, Page

from app.store.database import Database
from app.writing import keys
from tests.accessibility import check_accessible, choose_widths
from tests.databases import Server
from tests.desk.browsing import opened, reach
from tests.desk.tidying import ENDED, LOST, NEW, SOURCE, fill_housekeeping
from tests.editors import draft
from tests.servers import serving

WAYS = (
    "/desk/care", "/desk/care/developments/orphaned", "/desk/ended",
    f"/desk/ended/actors/{ENDED}", f"/desk/actors/{ENDED}/history",
    "/desk/actors/strelsau-office/merge?into=strelsau-ministry",
    "/desk/actors/strelsau-office/merge?into=strelsau", f"/desk/sources/{SOURCE}/passages", "/desk/keys", "/desk/feeds",
    "/desk/webhooks",
)  # fmt: skip


@pytest.fixture(scope="module")
def url(servers: dict[str, Server]) -> str:
    return servers["sqlite"].url("seeded")


@pytest.fixture(scope="module")
def address(url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(url, tmp_path_factory.mktemp("desk")) as (running, _):
        yield running


@pytest.fixture(scope="module")
def token(url: str, address: str) -> str:
    """The key of somebody for whom there is something on every page."""
    database = Database(url)
    with database.write() as connection:
        made = keys.make_key(connection, "tidy", ["*"], person="Ada Byron")
    fill_housekeeping(database, address, made)
    database.close()
    return made


def test_an_actor_is_merged_and_split_off_again_by_keyboard_alone(browser: Browser, address: str, token: str) -> None:
    page, complaints = opened(browser, address, token)
    page.goto(f"{address}/desk/actors/strelsau-office/merge")
    reach(page, "#into")
    page.keyboard.type("Ministry of Strelsau")
    page.keyboard.press("Enter")
    page.wait_for_selector("#together")
    assert "Their visit" in page.inner_text("section[aria-labelledby=moving]")
    reach(page, "main form[method=post] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/ended/actors/strelsau-office")
    reach(page, "main form[method=post] button")
    page.keyboard.press("Enter")
    page.wait_for_selector("text=is back")
    assert page.locator("main li").count() == 1
    assert complaints == []
    page.context.close()


def test_a_new_version_of_a_text_is_attached_and_mended_by_selecting(
    browser: Browser, address: str, token: str
) -> None:
    page, complaints = opened(browser, address, token)
    page.goto(f"{address}/desk/sources/{SOURCE}/passages")
    page.fill("#text", NEW)
    page.click("text=See what would move")
    told = page.inner_text("section[aria-labelledby=trial]")
    assert "1 would be orphaned" in told
    assert "1 would move" in told
    page.click("text=Attach it")
    page.wait_for_selector("#mend")
    card = page.locator("#developments-it-is-lost-evidence-0")
    assert LOST in card.inner_text()
    begin = NEW.index("Ninety-five")
    page.eval_on_selector("#whole", f"text => text.setSelectionRange({begin}, {begin + 25})")
    take = card.locator("[data-takes]")
    assert take.is_visible()
    take.focus()
    page.keyboard.press("Enter")
    assert card.locator("[name$=exact]").input_value() == NEW[begin : begin + 25]
    assert page.evaluate("document.activeElement.innerText") == "This is the passage"
    page.keyboard.press("Enter")
    page.wait_for_function("() => document.getElementById('developments-it-is-lost-evidence-0') === null")
    assert complaints == []
    last, marked = page.locator("article.card").last, page.locator("article.card .fault")
    last.locator("summary").click()
    last.locator("[name$=prefix]").press("Enter")
    marked.wait_for()
    assert (last.locator(".fault").count(), marked.count()) == (1, 1)
    page.context.close()


def test_a_list_of_feeds_is_sent_from_where_it_is_pasted(browser: Browser, address: str, token: str) -> None:
    page, complaints = opened(browser, address, token)
    page.goto(f"{address}/desk/feeds")
    page.fill("#publisher", "The Zenda News")
    page.fill("#opml", '<opml version="2.0"><body></body></opml>')
    page.press("#opml", "Control+Enter")
    page.wait_for_url("**/desk/feeds/import")
    assert page.input_value("#publisher") == "The Zenda News"
    assert complaints == []
    page.context.close()


def test_it_all_works_without_scripts(browser: Browser, address: str, token: str) -> None:
    page, complaints = opened(browser, address, token, java_script_enabled=False)
    page.goto(f"{address}/desk/keys")
    page.fill("#name", "without scripts")
    page.check("[value='sources:write']")
    page.click("text=Make the key")
    assert page.inner_text(".secret").startswith("trk_")
    page.goto(f"{address}/desk/sources/{SOURCE}/passages")
    assert page.locator("[data-takes]:visible").count() == 0
    assert complaints == []
    page.context.close()


@pytest.mark.parametrize("width", choose_widths("housekeeping_is_accessible_at_every_width"))
def test_housekeeping_is_accessible_at_every_width(browser: Browser, address: str, token: str, width: int) -> None:
    page, complaints = opened(browser, address, token, viewport={"width": width, "height": 900})
    for way in ways(page, address):
        page.goto(address + way)
        check_accessible(page, width)
    assert complaints == []
    page.context.close()


def test_what_is_shown_once_is_accessible_on_a_phone(browser: Browser, address: str, token: str) -> None:
    herald = draft("actors") | {"id": "strelsau-herald", "name": "The Strelsau Herald", "kind": "organisation"}
    with httpx2.Client(base_url=address, headers={"Authorization": f"Bearer {token}", "If-Match": "*"}) as client:
        assert client.post("/v1/actors", json=herald, headers={"Authorization": f"Bearer {token}"}).is_success
        assert client.delete("/v1/actors/strelsau-herald").is_success
    width = 320
    page, complaints = opened(browser, address, token, viewport={"width": width, "height": 900})
    page.goto(f"{address}/desk/ended/actors/strelsau-herald")
    page.click("text=Bring it back")
    page.wait_for_selector("text=is back")
    check_accessible(page, width)
    page.goto(f"{address}/desk/ended/actors/strelsau-herald")
    assert "Nothing ended here" in page.inner_text("h1")
    check_accessible(page, width)
    page.goto(f"{address}/desk/keys")
    page.fill("#name", "shown once")
    page.check("[value='sources:write']")
    page.click("text=Make the key")
    page.wait_for_selector(".secret")
    check_accessible(page, width)
    assert complaints == []
    page.context.close()


def ways(page: Page, address: str) -> list[str]:
    """Every page of housekeeping, with one of each kind that has an id."""
    found = list(WAYS)
    for many in ("keys", "feeds", "webhooks"):
        page.goto(f"{address}/desk/{many}")
        found.append(str(page.get_attribute(f"main a[href^='/desk/{many}/']:not([href$=opml])", "href")))
    return found
