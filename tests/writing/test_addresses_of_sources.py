"""Addresses of sources: a source is known by its own, however it is spelled, also after it ended."""

import json

import pytest

from tests.editors import Editor, draft, export
from tests.writing.over_http import URL, draft_source


@pytest.mark.parametrize(
    "spelling",
    [
        URL,
        "HTTPS://WWW.Example.ORG/a?id=1",
        "https://www.example.org:443/a?id=1",
        "https://www.example.org./a?id=1",
        "https://www.example.org/b/../a?id=1",
        "https://www.example.org/./a?id=1#top",
        "https://www.example.org/%61?id=1&utm_source=x&fbclid=y",
        "https://www.example.org/a?utm_medium=email&id=1&",
        "https://www.example.org/a?id=%31",
        "https://www.example.org/a?CMP=share_btn_url&id=1&at_medium=RSS&at_campaign=rss&ns_mchannel=social",
        "https://www.example.org/a?srsltid=x&ttclid=x&_hsenc=x&_hsmi=1&mkt_tok=x&vero_id=x&igsh=x&id=1&xtor=RSS-1",
    ],
)
def test_a_source_is_known_by_its_address_however_it_is_spelled(editor: Editor, spelling: str) -> None:
    first = editor.create("sources", {"url": URL})
    body = draft("sources")
    again = editor.send("POST", "/v1/sources", body | {"url": URL}, status=200)
    assert again.json()["data"] == first.json()["data"]
    different = body | {"url": spelling, "title": "Other", "aggregator": True}
    other = editor.send("POST", "/v1/sources", different, status=409)
    assert first.json()["data"]["id"] in other.json()["detail"]
    assert {fault["pointer"] for fault in other.json()["errors"]} >= {"/title", "/aggregator"}
    assert editor.client.get("/v1/sources").json()["meta"]["total"] == 1


@pytest.mark.parametrize(
    "other",
    ["http://www.example.org/a?id=1", "https://example.org/a?id=1", "https://www.example.org/A?id=1",
     "https://www.example.org/a/?id=1", "https://www.example.org/a?id=2", "https://www.example.org/a%2Fb?id=1",
     "https://www.example.org:8443/a?id=1", "https://www.example.org/a?ID=1",
     "https://www.example.org/a?id=1&cmpx=1", "https://www.example.org/a?id=1&at=1", "https://www.example.org/a?id=1&ref=x"],
)  # fmt: skip
def test_another_address_is_another_source(editor: Editor, other: str) -> None:
    editor.create("sources", {"url": URL})
    editor.create("sources", {"url": other})


def test_the_address_of_a_source_that_ended_is_kept_and_the_refusal_names_the_way_on(editor: Editor) -> None:
    editor.create("sources", {"id": "other", "url": f"{URL}&other"})
    editor.create("sources", {"id": "s", "url": URL})
    editor.send("DELETE", "/v1/sources/s", tag="*", status=200)
    editor.create("sources", {"id": "t", "url": f"{URL}&b"})
    editor.create("sources", {"id": "u"})
    editor.send("POST", "/v1/sources/t/merge", {"into": "u"}, status=200)
    before = export(editor)
    gone = "is that of sources/s, which was deleted by change 3; POST /v1/sources/s/restore brings it back"
    merged = "is that of sources/t, which is part of sources/u now; POST /v1/sources/t/restore splits it off again"
    for url, message in ((URL, gone), (f"{URL}&b", merged)):
        fault = {"in": "body", "pointer": "/url", "message": message}
        made = editor.send("POST", "/v1/sources", draft("sources") | {"url": url}, status=409)
        changed = editor.send("PATCH", "/v1/sources/other", {"url": url}, tag="*", status=409)
        assert made.json()["errors"] == changed.json()["errors"] == [fault]
        items = [draft("sources") | {"url": url}]
        batch = editor.send("POST", "/v1/sources/batch", json.dumps(items).encode(), status=422)
        assert batch.json()["errors"] == [fault | {"pointer": "/0/url"}]
    assert export(editor) == before
    # What went into a source is its own: it may take the address.
    editor.send("PATCH", "/v1/sources/u", {"url": f"{URL}&b"}, tag="*", status=200)
    named = editor.send("POST", "/v1/sources/t/restore", status=409).json()["errors"]
    assert named == [{"in": "path", "pointer": "/url", "message": "is that of sources/u"}]


def test_an_address_that_a_source_left_before_it_ended_is_free(editor: Editor) -> None:
    editor.create("sources", {"id": "s", "url": URL})
    editor.send("PATCH", "/v1/sources/s", {"url": f"{URL}&new"}, tag="*", status=200)
    editor.send("DELETE", "/v1/sources/s", tag="*", status=200)
    editor.create("sources", {"id": "t", "url": URL})
    editor.send("POST", "/v1/sources/s/restore", status=200)


def test_a_source_is_known_by_any_spelling_of_its_url(editor: Editor) -> None:
    draft = {"id": None, "url": "https://can.example.org/a?utm_source=mail"}
    first = editor.create("sources", draft)
    same = editor.send("POST", "/v1/sources", draft_source(url="https://CAN.example.org/a#part"), status=200)
    assert same.json()["data"]["id"] == first.json()["data"]["id"]
    editor.send("POST", "/v1/sources", draft_source(url="https://can.example.org/a", title="Else"), status=409)
    other = editor.create("sources", {"id": "other", "url": "https://other.example.org/"}).json()["data"]["id"]
    editor.send("POST", f"/v1/sources/{other}/merge", {"into": first.json()["data"]["id"]}, status=200)
    refused = editor.send("POST", "/v1/sources", draft_source(url="https://other.example.org/"), status=409).json()
    assert first.json()["data"]["id"] in refused["detail"]
