"""Pages: what people read is valid, safe, accessible and works without scripts, in a real browser."""

import re
from typing import Any

import html5lib
import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store.database import Database
from tests.clients import CheckedClient
from tests.editors import Editor
from tests.pages.visiting import PAGES

BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}


def read(client: Any, path: str) -> Any:
    return client.get(path, headers=BROWSER)


def parsed(text: str) -> Any:
    """The document; whatever the parser calls an error of HTML fails the test."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    return parser.parse(text)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_valid_html_under_a_strict_policy(reader: CheckedClient, path: str) -> None:
    answer = read(reader.raw, path)
    assert answer.status_code == {"nothing-of-the-kind": 404, "developments?nothing=1": 422}.get(
        path.rsplit("/", maxsplit=1)[-1], 200
    )
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    tree = parsed(answer.text)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'self'")
    assert "script" not in policy
    assert "unsafe" not in policy
    framed = path.startswith("/embed")
    assert ("frame-ancestors *" in policy) == framed
    assert ("x-frame-options" in answer.headers) != framed
    assert not [each for each in tree.iter("script") if each.get("type") != "application/ld+json"]
    assert not [each for each in tree.iter() if each.get("style") or any(name.startswith("on") for name in each.attrib)]
    ids = [each.get("id") for each in tree.iter() if each.get("id")]
    assert len(ids) == len(set(ids))
    aimed = {each.get("popovertarget") for each in tree.iter("button")} - {None}
    assert aimed <= set(ids)


def test_every_link_of_the_pages_leads_somewhere(reader: CheckedClient) -> None:
    seen: set[str] = set()
    for path in PAGES[:-2]:
        for each in parsed(read(reader.raw, path).text).iter():
            address = each.get("href") or ""
            if address.startswith("/") and not address.startswith(("/docs", "/openapi")):
                seen.add(address)
    assert len(seen) > 150
    for address in sorted(seen):
        answer = read(reader.raw, address)
        assert answer.status_code == 200, address


def test_a_page_has_a_validator_and_says_304(editor: Editor) -> None:
    for path in ("/", "/developments", "/conditions", "/briefings"):
        first = read(editor.client, path)
        again = editor.client.get(path, headers=BROWSER | {"If-None-Match": first.headers["etag"]})
        assert again.status_code == 304
        assert again.content == b""
        assert "Accept" in first.headers["vary"]
    editor.create("actors")
    moved = editor.client.get("/developments", headers=BROWSER | {"If-None-Match": first.headers["etag"]})
    assert moved.status_code == 200


def test_scripts_get_at_the_same_addresses_what_they_always_got(reader: CheckedClient) -> None:
    for path in ("/", "/developments?actor=Russia", "/actors/russia", "/sources", "/conditions/full-withdrawal"):
        for accept in (None, "*/*", "application/json", "application/json, text/html;q=0.9"):
            answer = reader.raw.get(path, headers={"Accept": accept} if accept else {})
            assert answer.headers["content-type"] == "application/json", (path, accept)
    assert (
        reader.raw.get("/developments", headers={"Accept": "text/csv"}).headers["content-type"].startswith("text/csv")
    )
    assert reader.raw.get("/v1/developments", headers={"Accept": "text/html"}).status_code == 406
    kept = reader.raw.get("/developments?format=json", headers=BROWSER)
    assert kept.headers["content-type"] == "application/json"


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{7*7}}</title>"


def test_every_value_is_escaped(editor: Editor) -> None:
    url = "https://www.example.org/?a=%22%3E%3Cscript%3E&b='><script>alert(1)</script>"
    editor.create("actors", {"id": "a", "name": HOSTILE, "aliases": [f"{HOSTILE} 2"], "description": HOSTILE})
    caveat = {"kind": "other", "note": HOSTILE}
    source = {"title": HOSTILE, "publisher": HOSTILE, "url": url, "notes": HOSTILE, "caveats": [caveat]}
    editor.create("sources", source | {"id": "s", "authors": [HOSTILE]})
    evidence = [{"source": "s", "locator": HOSTILE}]
    editor.create("conditions", {"id": "c", "title": HOSTILE, "demand": HOSTILE, "evidence": evidence})
    measure = {"name": HOSTILE, "value": 3, "unit": f"% {HOSTILE}", "subject": "a"}
    development = {
        "id": "d",
        "title": HOSTILE,
        "summary": HOSTILE,
        "themes": ["defence-spending"],
        "evidence": evidence,
    }
    development |= {"measures": [measure], "caveats": [caveat], "locations": [{"name": HOSTILE}]}
    development |= {"actors": [{"id": "a", "role": "target"}], "conditions": [{"id": "c", "effect": "neutral"}]}
    editor.create("developments", development)
    statement = {"text": HOSTILE, "cites": ["developments/d", "sources/s", "actors/a", "conditions/c"]}
    section = {"heading": HOSTILE, "statements": [statement]}
    editor.create(
        "briefings", {"id": "b", "title": HOSTILE, "subtitle": HOSTILE, "lead": [statement], "sections": [section]}
    )
    editor.publish("b")
    paths = ["/developments/d", "/actors/a", "/sources/s", "/conditions/c", "/briefings/b", "/embed/conditions/c"]
    paths += ["/developments?q=script", "/conditions", "/timeline", "/actors", "/sources", "/briefings", "/"]
    paths += ["/developments?q=%3Cscript%3Ealert(1)%3C/script%3E", "/v1/briefings/b?format=html"]
    paths += ["/corrections"]
    for path in paths:
        text = read(editor.client, path).text
        tree = parsed(text)
        assert "<script>alert" not in text, path
        assert "49" not in re.findall(r"</title>(\S+)", text), path
        assert not list(tree.iter("img")), path
        assert not [each for each in tree.iter("a") if (each.get("href") or "").startswith("javascript")], path
        for data in (each.text for each in tree.iter("script")):
            assert "<" not in data, path


def test_a_search_with_nothing_in_it_is_the_whole_list(reader: CheckedClient) -> None:
    whole = read(reader.raw, "/developments").text
    assert read(reader.raw, "/developments?q=").text.count("<article") == whole.count("<article")
    assert "means <a" in read(reader.raw, "/developments?actor=Moscow").text
    refused = read(reader.raw, "/developments?actor=Rusia")
    assert refused.status_code == 422
    assert "<code>russia</code>" in refused.text
    assert read(reader.raw, "/developments?fields=id").status_code == 422
    assert read(reader.raw, "/conditions?x=1").status_code == 422


def test_pages_read_any_moment_and_follow_what_was_merged(editor: Editor) -> None:
    editor.create("actors", {"id": "one", "name": "One"})
    editor.create("actors", {"id": "two", "name": "Two"})
    editor.send("POST", "/v1/actors/one/merge", {"into": "two"}, status=200)
    moved = editor.client.get("/actors/one", headers=BROWSER, follow_redirects=False)
    assert (moved.status_code, moved.headers["location"]) == (308, "/actors/two")
    assert ">One</h1>" in read(editor.client, "/actors/one?as_of=2").text
    assert read(editor.client, "/actors/two?as_of=1").status_code == 404
    assert read(editor.client, "/actors/two?as_of=99").status_code == 422


def test_a_tracker_without_a_briefing_has_a_front_page(database: Database) -> None:
    url = database.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url))) as client:
        for path in ("/", "/timeline", "/conditions", "/developments"):
            assert read(client, path).status_code == 200
        assert read(client, "/briefings/latest").status_code == 404
