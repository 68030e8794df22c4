"""Feeds: Atom and JSON Feed are what their specifications say."""

import feedparser
import pytest
from jsonschema import Draft202012Validator
from lxml import etree

from tests.clients import CheckedClient
from tests.reading.forms import NAMES

# Our own reading of RFC 4287 and RFC 5005, for what the service writes.
ATOM = """
<element name="feed" xmlns="http://relaxng.org/ns/structure/1.0" ns="http://www.w3.org/2005/Atom"
         datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes">
  <attribute name="xml:lang"/>
  <interleave>
    <element name="title"><data type="string"><param name="minLength">1</param></data></element>
    <element name="id"><data type="anyURI"/></element>
    <element name="updated"><data type="dateTime"/></element>
    <element name="author"><element name="name"><text/></element></element>
    <oneOrMore><ref-link/></oneOrMore>
    <zeroOrMore>
      <element name="entry">
        <interleave>
          <element name="id"><data type="anyURI"/></element>
          <element name="title"><data type="string"><param name="minLength">1</param></data></element>
          <element name="updated"><data type="dateTime"/></element>
          <element name="published"><data type="dateTime"/></element>
          <oneOrMore><ref-link/></oneOrMore>
          <zeroOrMore><element name="category"><attribute name="term"/></element></zeroOrMore>
          <element name="content"><text/></element>
        </interleave>
      </element>
    </zeroOrMore>
  </interleave>
</element>
""".replace(
    "<ref-link/>",
    """<element name="link"><attribute name="rel"><choice><value>self</value><value>first</value><value>next</value>
    <value>alternate</value></choice></attribute><attribute name="type"/>
    <attribute name="href"><data type="anyURI"/></attribute></element>""",
)
ADDRESS = {"type": "string", "pattern": "^https?://[^ ]+$"}
INSTANT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
# Our own reading of JSON Feed 1.1.
JSONFEED = {
    "type": "object",
    "additionalProperties": False,
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": {"type": "string", "minLength": 1},
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "next_url": ADDRESS,
        "language": {"type": "string"},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["id", "content_text"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "url": ADDRESS,
                    "title": {"type": "string"},
                    "content_text": {"type": "string"},
                    "date_published": INSTANT,
                    "date_modified": INSTANT,
                    "tags": {"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                },
            },
        },
    },
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("query", ["", "&limit=3", "&limit=2&as_of=40", "&limit=1&as_of=0"])
def test_feeds_are_what_their_specifications_say(reader: CheckedClient, name: str, query: str) -> None:
    places = reader.ids(f"/v1/{name}?sort=-updated_at{query}")
    ids = [f"http://testserver/v1/{name}/{each}" for each in places]
    pages = [f"http://testserver/{name}/{each}" for each in places]
    atom = reader.raw.get(f"/v1/{name}?format=atom{query}")
    etree.RelaxNG(etree.fromstring(ATOM)).assertValid(etree.fromstring(atom.content))
    parsed = feedparser.parse(atom.content, response_headers=dict(atom.headers))
    assert (parsed.bozo, parsed.version) == (False, "atom10")
    assert [entry.id for entry in parsed.entries] == ids
    assert [entry.link for entry in parsed.entries] == pages
    assert all(entry.updated_parsed and entry.title and entry.content[0].value for entry in parsed.entries)
    feed = reader.raw.get(f"/v1/{name}?format=jsonfeed{query}").json()
    Draft202012Validator(JSONFEED).validate(feed)
    assert [item["id"] for item in feed["items"]] == ids
    assert [item["url"] for item in feed["items"]] == pages


def test_a_feed_says_what_is_wrong_with_what_it_tells(reader: CheckedClient) -> None:
    feed = reader.raw.get("/v1/developments?format=jsonfeed&has_caveat=wrong-date").json()
    assert feed["items"]
    assert all("Caveat (wrong-date): " in item["content_text"] for item in feed["items"])
