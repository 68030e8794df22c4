"""Caching: strong validators, 304 for what is still true, and `immutable` exactly where nothing can change."""

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.resources import COLLECTIONS
from app.settings import Settings
from app.store.database import Database
from app.store.write import writing
from tests import examples
from tests.clients import CheckedClient
from tests.databases import Server

FOLLOWS = "public, max-age=0, must-revalidate"
FIXED = "public, max-age=31536000, immutable"
PATHS = [
    "/v1/developments",
    "/v1/actors/russia",
    "/v1/actors?limit=1",
    "/v1/sources?fields=id",
    "/developments?actor=Moscow",
]


@pytest.mark.parametrize("path", PATHS)
def test_what_is_still_true_is_not_sent_again(reader: CheckedClient, path: str) -> None:
    first = reader.get(path)
    tag = first.headers["etag"]
    assert tag.startswith('"')
    for header in (tag, f"W/{tag}", f'"other", {tag}', f'W/"x",W/{tag} , "y"', "*"):
        again = reader.get(path, headers={"If-None-Match": header})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == tag
        assert again.headers["cache-control"] == first.headers["cache-control"]
    for header in ('"other"', tag.strip('"'), ""):
        assert reader.get(path, headers={"If-None-Match": header}).content == first.content


def test_tags_may_come_in_several_lines(reader: CheckedClient) -> None:
    tag = reader.get("/v1/actors").headers["etag"]
    for lines in (('"a"', tag), (tag, '"a"')):
        answer = reader.raw.get("/v1/actors", headers=[("If-None-Match", line) for line in lines])
        assert answer.status_code == 304


def test_different_answers_have_different_tags(reader: CheckedClient) -> None:
    paths = [*PATHS[:4], "/v1/actors", "/v1/actors?limit=2", "/v1/actors/russia?fields=id", "/v1/actors/ukraine"]
    paths += ["/v1/actors?as_of=50", "/v1/actors?as_of=51"]
    tags = [reader.get(path).headers["etag"] for path in paths]
    assert len(set(tags)) == len(tags)


def test_a_tag_changes_with_every_change_and_names_the_revision(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source(id="s"))
    before = client.get("/v1/sources/s").headers["etag"]
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source("Other"))
    between = client.get("/v1/sources/s", headers={"If-None-Match": before})
    assert between.status_code == 200
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.replace("sources", "s", examples.source("Changed"))
    after = client.get("/v1/sources/s").headers["etag"]
    assert [tag.split("-")[0] for tag in (before, between.headers["etag"], after)] == ['"r1', '"r1', '"r2']


def test_only_what_no_change_can_alter_is_immutable(reader: CheckedClient) -> None:
    assert reader.get("/v1/developments").headers["cache-control"] == FOLLOWS
    assert reader.get("/v1/actors/russia").headers["cache-control"] == FOLLOWS
    newest = reader.get("/v1/actors").json()["meta"]["snapshot"]
    for moment in ("5", str(newest), "2020-01-01", "2020-01-01T00:00:00Z"):
        assert reader.get(f"/v1/developments?as_of={moment}").headers["cache-control"] == FIXED
    following = reader.get("/v1/developments?limit=1").json()["links"]["next"]
    assert reader.get(following).headers["cache-control"] == FIXED


def test_a_moment_after_the_newest_change_can_still_change(database: Database, client: CheckedClient) -> None:
    created = None
    with writing(database, COLLECTIONS, by="test") as writer:
        created = writer.create("sources", examples.source()).record
    moment = created.created_at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    for as_of in (moment, str(created.created_at.date())):
        assert client.get(f"/v1/sources?as_of={as_of}").headers["cache-control"] == FOLLOWS
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source("Other"))
    response = client.get(f"/v1/sources?as_of={moment}")
    assert (response.headers["cache-control"], response.json()["meta"]["total"]) == (FIXED, 1)


def test_a_refusal_is_kept_by_nobody(reader: CheckedClient) -> None:
    for path in ("/v1/actors/nobody", "/v1/actors?x=1", "/nowhere"):
        assert reader.get(path).headers["cache-control"] == "no-store"
    wrong = reader.get("/v1/developments?actor=nobody-there", headers={"If-None-Match": "*"})
    assert wrong.status_code == 422


@pytest.mark.parametrize("path", [*PATHS, "/v1/actors/nobody", "/", "/docs", "/healthz", "/openapi.json"])
def test_head_is_get_without_the_body(reader: CheckedClient, path: str) -> None:
    got, head = reader.get(path), reader.get(path, method="HEAD")
    varying = {"x-request-id", "date", "ratelimit", "ratelimit-policy"}
    assert head.content == b""
    assert head.status_code == got.status_code
    assert {name: value for name, value in head.headers.items() if name not in varying} == {
        name: value for name, value in got.headers.items() if name not in varying
    }


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.json", "/docs/swagger-ui.css", "/problems/invalid"])
def test_the_pages_about_the_service_have_validators(reader: CheckedClient, path: str) -> None:
    first = reader.get(path)
    again = reader.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    assert again.headers.get("content-security-policy") == first.headers["content-security-policy"]


def test_two_databases_never_share_a_tag(servers: dict[str, Server]) -> None:
    tags = set()
    for server in servers.values():
        opened = Database(server.url("seeded"))
        with TestClient(create_app(Settings(database_url=opened.url.render_as_string(hide_password=False)))) as client:
            tags.add(client.get("/v1/actors?as_of=20").headers["etag"])
        opened.close()
    assert len(tags) == len(servers)


@pytest.mark.parametrize("question", ["limit=1", "limit=2&actor=russia", "limit=1&format=csv", "limit=1&facets=kind"])
def test_what_no_change_can_alter_is_the_same_bytes_after_one(seeded: Database, question: str) -> None:
    url = seeded.url.render_as_string(hide_password=False)
    with TestClient(create_app(Settings(database_url=url, cache_bytes=0))) as client:
        path = f"/v1/developments?as_of=87&{question}"
        with writing(seeded, COLLECTIONS, by="test") as writer:
            writer.create("sources", examples.source(id="s-1"))
        before = client.get(path)
        with writing(seeded, COLLECTIONS, by="test") as writer:
            writer.create("sources", examples.source("Another", id="s-2"))
        after = client.get(path)
        assert before.headers["cache-control"] == FIXED
        assert (after.headers["etag"], after.content) == (before.headers["etag"], before.content)
        assert after.headers["link"] == before.headers["link"]
        assert 'rel="next"' in before.headers["link"]
