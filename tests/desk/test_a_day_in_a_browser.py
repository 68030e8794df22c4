"""An editor's whole day at the desk, by keyboard alone: from a source to a published, corrected edition and a merge."""

from playwright.sync_api import Browser, Page

from tests.desk.browsing import opened, reach

SAID = "Ruritania and the Duchy of Strelsau agreed on 14 February 2026 to send 40 observers to Zenda."
JUDGED = "Russia keeps its troops where they are, the duke said."
TEXT = f"Envoys met in Zenda this week.\n\n{SAID}\n\n{JUDGED}"
SOURCE = "The Zenda communique"


def follow(page: Page, selector: str) -> None:
    """Go to a link or a button by keyboard, and press it: another page."""
    reach(page, selector)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def type_into(page: Page, selector: str, words: str) -> None:
    reach(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(words)


def choose(page: Page, selector: str, word: str) -> None:
    reach(page, selector)
    page.keyboard.type(word)
    assert word.lower() in page.eval_on_selector(selector, "each => each.selectedOptions[0].text").lower()


def send(page: Page) -> None:
    """Send the form from one of its fields."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def make(page: Page, many: str) -> None:
    """Go to the form of a new record."""
    follow(page, f"nav a[href='/desk/{many}']")
    follow(page, f"a[href='/desk/{many}/new']")


def make_actor(page: Page, name: str, kind: str) -> None:
    make(page, "actors")
    type_into(page, "#name", name)
    choose(page, "#kind", kind)
    reach(page, "button[value=save]")
    send(page)
    assert "It is saved." in page.inner_text("main")


def write_source(page: Page) -> None:
    make(page, "sources")
    type_into(page, "#title", SOURCE)
    type_into(page, "#publisher", "The court of Zenda")
    choose(page, "#kind", "statement")
    type_into(page, "[name='published.on']", "15 February 2026")
    send(page)
    assert "It is saved." in page.inner_text("main"), page.inner_text("main")
    follow(page, "a[href$='/text']")
    type_into(page, "#text", TEXT)
    follow(page, "#attach button[value=paste]")


def select(page: Page, words: str) -> None:
    """Go from sentence to sentence of the text until one has the words."""
    reach(page, "#whole")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
        if page.input_value("#words") == words:
            return
    raise AssertionError(words)


def open_text(page: Page) -> None:
    """Go to the text of the source through the lists."""
    follow(page, "nav a[href='/desk/sources']")
    follow(page, "a[href='/desk/sources/the-zenda-communique']")
    follow(page, "a[href$='/text']")


def write_development(page: Page) -> None:
    open_text(page)
    select(page, SAID)
    page.keyboard.press("Enter")
    send(page)
    assert [page.input_value(f"[id='actors.{number}.id']") for number in range(2)] == ["ruritania", "duchy-of-strelsau"]
    type_into(page, "#title", "Observers go to Zenda")
    reach(page, "[name=themes][value=diplomacy]")
    if not page.is_checked("[name=themes][value=diplomacy]"):
        page.keyboard.press("Space")
    reach(page, "main button.first[value=save]")
    send(page)
    assert "It is saved." in page.inner_text("main"), page.inner_text("main")


def judge(page: Page) -> None:
    open_text(page)
    select(page, JUDGED)
    page.keyboard.press("Enter")
    type_into(page, "#conditions", "full-withdrawal")
    send(page)
    choose(page, "#status", "Unmet")
    type_into(page, "#rationale", "Troops stay where they are.")
    reach(page, "main button.first")
    send(page)
    assert "Troops stay where they are." in page.content()


def publish(page: Page) -> str:
    """Publish the draft that is shown; the edition's id."""
    follow(page, "main a[href$='/publish']")
    assert "Nothing keeps it from publication" in page.inner_text("main"), page.inner_text("main")
    follow(page, "form[action$='/publish'] button")
    return page.url.partition("#")[2]


def issue_edition(page: Page) -> None:
    """Assemble an edition of the day, publish it, and correct it."""
    follow(page, "nav a[href='/desk/drafts']")
    for selector, words in (
        ("#from", "14 February 2026"),
        ("#to", "14 February 2026"),
        ("#title", "What Zenda agreed"),
    ):
        type_into(page, selector, words)
    send(page)
    assert "Observers go to Zenda" in page.content() or "40 observers" in page.content()
    edition = publish(page)
    follow(page, f"[id='{edition}'] button")
    type_into(page, "#title", "What was agreed in Zenda")
    type_into(page, "#correction", "The title named a place as if it had agreed.")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    publish(page)
    follow(page, "main a[href='/corrections']")
    assert "The title named a place as if it had agreed." in page.inner_text("main")
    page.go_back()


def merge(page: Page) -> None:
    """Merge an actor that was made twice."""
    follow(page, "nav a[href='/desk/actors']")
    follow(page, "a[href='/desk/actors/strelsau']")
    follow(page, "a[href$='/merge']")
    type_into(page, "#into", "Duchy of Strelsau")
    send(page)
    follow(page, "form[action$='/merge'][method=post] button")
    assert "Merged into" in page.inner_text("main")


def test_an_editors_whole_day_by_keyboard_alone(browser: Browser, address: str, editor_token: str) -> None:
    page, complaints = opened(browser, address, editor_token)
    write_source(page)
    for name in ("Ruritania", "Duchy of Strelsau", "Strelsau"):
        make_actor(page, name, "State")
    write_development(page)
    judge(page)
    issue_edition(page)
    merge(page)
    assert complaints == []
    page.context.close()
