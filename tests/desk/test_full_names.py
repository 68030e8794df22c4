"""Full names of whoever has a key: said at the desk, and in nothing public that is made there."""

from app.collecting import feeds
from app.store.database import Database
from app.writing import keys
from tests.collecting.collectors import Collecting
from tests.collecting.publishing import item, publishing, rss
from tests.desk.signing import Person, hidden

GRADED = {
    "url": "https://feeds.example.org/a", "publisher": "The Strelsau Courier", "kind": "article",
    "interval_minutes": "30", "enabled": "on", "grade": "B", "reason": "Mostly right so far.",
}  # fmt: skip


def test_a_source_that_is_taken_from_a_feed_made_at_the_desk_says_the_keys_name_alone(
    person: Person, seeded: Database
) -> None:
    with seeded.write() as connection:
        token = keys.make_key(connection, "ada", ["*"], person="Ada Byron")
    person.sign_in(token)
    made = person.post("/desk/feeds", {**hidden(person.get("/desk/feeds"), "/desk/feeds"), **GRADED})
    feed_id = made.headers["location"].rsplit("/", 1)[1]
    with publishing() as publisher:
        address = publisher.put("/rss", rss(item(1)))
        with seeded.write() as connection:
            feeds.edit_feed(connection, feeds.find_feed(connection, feed_id), {"url": address}, allow_private=True)
        Collecting(seeded).collect()
    (source,) = (each for each in Collecting(seeded).sources() if each["title"] == "Item 1")
    assert source["reliability"]["assessed_by"] == "ada"
    for path in (f"/v1/sources/{source['id']}", f"/sources/{source['id']}", "/v1/export", "/v1/changes?limit=200"):
        answer = person.client.get(path)
        assert answer.status_code == 200
        assert "Byron" not in answer.text
