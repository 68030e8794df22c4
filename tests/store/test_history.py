"""History: `as_of` reads every state that ever was, and nothing overwrites it."""

import datetime as dt
import json
import time

import pytest

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from schemas import instant_text
from tests import examples
from tests.clients import CheckedClient

NAMES = sorted(COLLECTIONS)


@pytest.mark.parametrize("name", NAMES)
def test_before_the_seed_there_is_nothing(reader: CheckedClient, name: str) -> None:
    for moment in ("0", "2020-01-01", "2020-01-01T00:00:00Z"):
        page = reader.get(f"/v1/{name}?as_of={moment}").json()
        assert (page["data"], page["meta"]) == ([], {"total": 0, "snapshot": 0})
    record = reader.ids(f"/v1/{name}?limit=1")[0]
    reader.refused(f"/v1/{name}/{record}?as_of=0", 404)


@pytest.mark.parametrize("name", examples.CHANGEABLE)
def test_each_number_gives_back_the_document_of_its_time(database: Database, client: CheckedClient, name: str) -> None:
    field = "name" if name == "actors" else "title"
    documents: dict[int, str] = {}
    for title in ("First", "Second", "Third"):
        draft = type(examples.EVERY[name]).model_validate(
            {**examples.EVERY[name].model_dump(), "id": "it", field: title}
        )
        with writing(database, COLLECTIONS, by="test") as writer:
            written = writer.replace(name, "it", draft) if documents else writer.create(name, draft)
        assert written.seq is not None
        documents[written.seq] = written.record.model_dump_json()
    with writing(database, COLLECTIONS, by="test") as writer:
        removed = writer.delete(name, "it")
    for seq, document in documents.items():
        detail = client.get(f"/v1/{name}/it?as_of={seq}").json()
        assert detail["data"] == json.loads(document)
        assert detail["meta"] == {"snapshot": seq}
        assert client.data(f"/v1/{name}?as_of={seq}") == [json.loads(document)]
    gone = client.refused(f"/v1/{name}/it", 410)
    assert f"change {removed}" in gone["detail"]
    last = client.get(f"/v1/{name}/it").headers["link"].split(">")[0].strip("<")
    assert client.data(last) == json.loads(documents[removed - 1])
    assert client.data(f"/v1/{name}") == []


def test_an_instant_shows_what_was_known_at_it(database: Database, client: CheckedClient) -> None:
    moments = []
    for number in range(3):
        with writing(database, COLLECTIONS, by="test") as writer:
            writer.create("sources", examples.source(f"Report {number}"))
        time.sleep(0.01)
        moments.append(instant_text(dt.datetime.now(dt.UTC)))
        time.sleep(0.01)
    for count, moment in enumerate(moments, 1):
        page = client.get(f"/v1/sources?as_of={moment}").json()
        assert (page["meta"]["total"], page["meta"]["snapshot"]) == (count, count)
        offset = moment.replace("Z", "%2B00:00")
        assert client.get(f"/v1/sources?as_of={offset}").json()["meta"]["snapshot"] == count
    today = dt.datetime.now(dt.UTC).date()
    assert len(client.ids(f"/v1/sources?as_of={today}")) == 3
    assert client.ids(f"/v1/sources?as_of={today - dt.timedelta(days=1)}") == []


def test_a_moment_that_has_not_come_is_refused(reader: CheckedClient) -> None:
    for moment in ("999999", "2099-01-01", "2099-01-01T00:00:00Z"):
        assert reader.refused(f"/v1/actors?as_of={moment}")["errors"][0]["name"] == "as_of"
    record = reader.ids("/v1/actors?limit=1")[0]
    reader.refused(f"/v1/actors/{record}?as_of=999999")


def test_names_are_those_of_the_moment(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("actors", examples.actor(id="it", aliases=["Old"]))
        writer.create("developments", examples.development(actors=[{"id": "it", "role": "host"}]))
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.replace("actors", "it", examples.actor(id="it", aliases=["New"]))
    assert len(client.ids("/v1/developments?actor=Old&as_of=2")) == 1
    assert len(client.ids("/v1/developments?actor=New")) == 1
    client.refused("/v1/developments?actor=Old")


def test_a_name_that_was_not_known_yet_means_what_it_means_now(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("actors", examples.actor(id="it"))
        writer.create("developments", examples.development(actors=[{"id": "it", "role": "host"}]))
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.replace("actors", "it", examples.actor(id="it", aliases=["New"]))
    assert client.ids("/v1/developments?actor=New&as_of=0") == []
    then = client.get("/v1/developments?actor=New&as_of=2")
    assert len(then.json()["data"]) == 1
    assert "immutable" not in then.headers["cache-control"]
    assert "immutable" in client.get("/v1/developments?actor=it&as_of=2").headers["cache-control"]
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("actors", examples.actor("Other", id="other"))
        writer.replace("actors", "it", examples.actor(id="it"))
        writer.replace("actors", "other", examples.actor("Other", id="other", aliases=["New"]))
    again = client.get("/v1/developments?actor=New&as_of=2", headers={"If-None-Match": then.headers["etag"]})
    assert (again.status_code, again.json()["meta"]["resolved"], again.json()["data"]) == (200, {"New": "other"}, [])


def test_a_walk_keeps_what_its_words_meant_when_it_began(database: Database, client: CheckedClient) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        for actor in ("it", "other"):
            writer.create("actors", examples.actor(actor, id=actor))
            for number in range(3):
                involved = [{"id": actor, "role": "host"}]
                writer.create("developments", examples.development(id=f"{actor}-{number}", actors=involved))
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.replace("actors", "it", examples.actor("it", id="it", aliases=["New"]))
    first = client.get("/v1/developments?actor=New&as_of=8&limit=2").json()
    assert first["meta"]["total"] == 3
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.replace("actors", "it", examples.actor("it", id="it"))
        writer.replace("actors", "other", examples.actor("other", id="other", aliases=["New"]))
    second = client.get(first["links"]["next"]).json()
    assert [record["id"] for record in first["data"] + second["data"]] == ["it-2", "it-1", "it-0"]
    assert second["meta"]["resolved"] == {"New": "it"}
