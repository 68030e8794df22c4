"""Stories over HTTP: for the holder of a key alone, in pages, with the origin that is proposed, and put right."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from app.collecting.stories import catch_up
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import StoryDetail, StoryPage
from tests.collecting.telling import add, words_of
from tests.editors import Editor, key


class Desk:
    """Somebody with a key."""

    def __init__(self, client: TestClient, token: str | None) -> None:
        self.client = client
        self._sent = {"Authorization": f"Bearer {token}"} if token is not None else {}

    def read(self, path: str = "/v1/stories", *, status: int = 200) -> Any:
        """What a read is answered."""
        answer = self.client.get(path, headers=self._sent)
        assert answer.status_code == status, answer.text
        if status == 200:
            (StoryPage if path.partition("?")[0] == "/v1/stories" else StoryDetail).model_validate_json(answer.content)
            assert answer.headers["cache-control"] == "no-store"
        return answer.json()

    def place(self, source: str, body: Any, *, status: int = 200, query: str = "", **headers: str) -> Any:
        """What a correction is answered."""
        sent = self._sent | {name.replace("_", "-"): value for name, value in headers.items()}
        address = f"/v1/sources/{source}/story{query}"
        answer = self.client.put(address, json=body, headers=sent, follow_redirects=False)
        assert answer.status_code == status, answer.text
        if status == 200:
            StoryDetail.model_validate_json(answer.content)
        return answer.json() if answer.content else None


@pytest.fixture
def desk(editor: Editor, database: Database) -> Desk:
    """Somebody who may see stories and put them right, where there are three of two sources, and a lone source."""
    for story in ("a", "b", "c"):
        for copy in (1, 2):
            add(database, f"{story}{copy}", words_of(story), publisher=f"Paper {copy}", origin=f"paper-{copy}")
    add(database, "lone", words_of("lone"), publisher="dpa", origin="dpa")
    catch_up(database)
    return Desk(editor.client, key(database, "desk", "proposals:read", "proposals:write"))


def ids(page: Any) -> list[list[str]]:
    return [[source["id"] for source in story["sources"]] for story in page["data"]]


def test_stories_of_two_sources_are_listed_the_newest_first(desk: Desk) -> None:
    page = desk.read()
    assert ids(page) == [["c1", "c2"], ["b1", "b2"], ["a1", "a2"]]
    assert page["links"] == {"self": "/v1/stories", "next": None}
    assert page["data"][0] == desk.read(f"/v1/stories/{page['data'][0]['id']}")["data"]
    assert page["data"][0]["proposed"] is None
    assert ids(desk.read("/v1/stories?source=b2")) == [["b1", "b2"]]
    assert ids(desk.read("/v1/stories?source=lone")) == ids(desk.read("/v1/stories?source=none")) == []


def test_pages_follow_each_other_without_a_gap(desk: Desk) -> None:
    page = desk.read("/v1/stories?limit=1")
    walked = ids(page)
    while page["links"]["next"] is not None:
        page = desk.read(page["links"]["next"])
        walked += ids(page)
    assert walked == ids(desk.read())


def test_nothing_of_stories_is_seen_without_the_scope(desk: Desk, editor: Editor, database: Database) -> None:
    (first, *_) = desk.read()["data"]
    reading, writing_other = key(database, "reads", "proposals:read"), key(database, "writes", "sources:write")
    correcting = key(database, "corrects", "proposals:write")
    for token, status in ((None, 401), (writing_other, 403)):
        for path in ("/v1/stories", f"/v1/stories/{first['id']}", "/v1/stories/st-99", "/v1/stories?source=a1"):
            refused = Desk(editor.client, token).read(path, status=status)
            assert "c1" not in str(refused)
    for token in (reading, correcting):
        assert len(Desk(editor.client, token).read()["data"]) == 3
    for token, status in ((None, 401), (writing_other, 403), (reading, 403)):
        Desk(editor.client, token).place("a1", {"story": None}, status=status)


def test_what_cannot_be_asked_is_refused(desk: Desk) -> None:
    for story in ("st-99", "st-0", "a1", f"st-{'9' * 40}"):
        desk.read(f"/v1/stories/{story}", status=404)
    for query in ("limit=0", "limit=51", "before=x", "source=No+id", "other=1"):
        desk.read(f"/v1/stories?{query}", status=422)


def test_a_source_is_placed_by_hand(desk: Desk, database: Database) -> None:
    story = desk.read("/v1/stories?source=a1")["data"][0]["id"]
    placed = desk.place("lone", {"story": story})["data"]
    assert [(each["id"], each["by_hand"]) for each in placed["sources"]] == [
        ("a1", False),
        ("a2", False),
        ("lone", True),
    ]
    assert placed["proposed"]["reason"] == (
        "dpa is a news agency, and lone, undated, is the earliest source of one in this story; 2 of the 3 sources in "
        "it have another origin."
    )
    own = desk.place("a2", {"story": None})["data"]
    assert ([each["id"] for each in own["sources"]], own["size"]) == (["a2"], 1)
    catch_up(database)
    assert ids(desk.read()) == [["c1", "c2"], ["b1", "b2"], ["a1", "lone"]]


def test_a_correction_that_is_tried_out_or_sent_again_is_made_once_at_most(desk: Desk) -> None:
    before = desk.read()
    desk.place("a2", {"story": None}, query="?dry_run=true")
    assert desk.read() == before
    answers = [desk.place("a2", {"story": None}, Idempotency_Key="once") for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(desk.read()["data"]) == 2


def test_a_correction_that_cannot_be_made_is_refused(desk: Desk) -> None:
    before = desk.read()
    bodies: list[Any] = [{"story": each} for each in ("st-99", "c1", 1, f"st-{'9' * 40}")]
    for body in [*bodies, {}, {"story": None, "more": 1}, []]:
        assert desk.place("a1", body, status=422)["errors"]
    for source in ("none", "No id"):
        assert desk.place(source, {"story": None}, status=404)["errors"]
    assert desk.read() == before


def test_sources_that_ended_are_in_no_story_that_is_shown(desk: Desk, database: Database) -> None:
    desk.place("b2", {"story": desk.read("/v1/stories?source=b1")["data"][0]["id"]})
    with writing(database, COLLECTIONS, by="her") as writer:
        writer.merge("sources", "c1", "c2")
        writer.delete("sources", "b2")
    for _ in range(2):
        assert ids(desk.read()) == [["a1", "a2"]]
        catch_up(database)
    desk.place("c1", {"story": None}, status=308)
    desk.place("b2", {"story": None}, status=410)


def test_a_source_that_changed_since_it_was_read_is_not_placed(desk: Desk) -> None:
    desk.place("a1", {"story": None}, status=412, If_Match='"r1-1-000000000000"')
    tag = desk.client.get("/v1/sources/a1").headers["etag"]
    desk.place("a1", {"story": None}, If_Match=tag)
