"""Writing: one path that numbers changes without gaps, keeps references whole and loses nothing."""

import threading

import pytest
from sqlalchemy import text

from app.errors import Conflict, Invalid, NotFound
from app.resources import COLLECTIONS
from app.store import clock
from app.store.database import Database
from app.store.turn import Turn
from app.store.write import Writer, Written, writing
from schemas import BriefingDraft, Condition
from tests import examples
from tests.reading.test_costs import statements
from tests.writing.records import changes, create, write


@pytest.mark.parametrize("name", examples.CHANGEABLE)
def test_a_record_is_created_changed_and_deleted(database: Database, name: str) -> None:
    draft = examples.EVERY[name]
    record = create(database, name, draft).record
    assert record.revision == 1
    assert record.created_at == record.updated_at
    renamed = type(draft).model_validate({**draft.model_dump(), ("name" if name == "actors" else "title"): "Another"})
    changed = write(database, lambda writer: writer.replace(name, record.id, renamed)).record
    assert (changed.id, changed.revision, changed.created_at) == (record.id, 2, record.created_at)
    assert changed.updated_at > record.updated_at
    write(database, lambda writer: writer.delete(name, record.id))
    actions = ["created", "updated", "deleted"]
    assert changes(database) == [(seq, name, record.id, action) for seq, action in enumerate(actions, 1)]


@pytest.mark.parametrize("name", COLLECTIONS)
def test_writing_the_same_again_changes_nothing(database: Database, name: str) -> None:
    draft = examples.EVERY[name]
    record = create(database, name, draft).record
    again = write(database, lambda writer: writer.replace(name, record.id, draft))
    assert again == Written(None, record)
    assert len(changes(database)) == 1
    with database.read() as connection:
        assert clock.newest(connection).seq == 1


def test_ids_come_from_titles_and_are_never_used_twice(database: Database) -> None:
    first = create(database, "conditions", examples.condition("Łódź Group"))
    second = create(database, "conditions", examples.condition("Lodz  group!"))
    assert (first.record.id, second.record.id) == ("lodz-group", "lodz-group-2")
    write(database, lambda writer: writer.delete("conditions", "lodz-group-2"))
    assert create(database, "conditions", examples.condition("Łódź Group")).record.id == "lodz-group-3"
    with pytest.raises(Conflict):
        create(database, "conditions", examples.condition(id="lodz-group-2"))
    assert create(database, "conditions", examples.condition("Россия")).record.id == "rossiya"


def test_a_reference_to_nothing_is_refused_with_its_place_and_leaves_no_trace(database: Database) -> None:
    draft = examples.development(
        actors=[{"id": "nobody", "role": "speaker"}],
        evidence=[{"source": "nowhere"}],
        caveats=[{"kind": "other", "note": "See there.", "refers_to": "briefings/none"}],
    )
    with pytest.raises(Invalid) as caught:
        create(database, "developments", draft)
    pointers = [fault.pointer for fault in caught.value.faults]
    assert pointers == ["/actors/0/id", "/evidence/0/source", "/caveats/0/refers_to"]
    assert changes(database) == []


def test_records_that_name_each_other_are_written_in_one_transaction(database: Database) -> None:
    def both(writer: Writer) -> None:
        writer.create("developments", examples.development(id="a", relations=[{"id": "b", "kind": "contradicts"}]))
        writer.create("developments", examples.development(id="b", relations=[{"id": "a", "kind": "contradicts"}]))

    write(database, both)
    assert [change[2] for change in changes(database)] == ["a", "b", "a"]


def test_a_record_that_others_name_cannot_go(database: Database) -> None:
    create(database, "actors", examples.actor(id="ruritania"))
    create(database, "conditions", examples.condition(id="peace", addressed_to=["ruritania"]))
    with pytest.raises(Conflict, match="conditions/peace"):
        write(database, lambda writer: writer.delete("actors", "ruritania"))
    write(database, lambda writer: writer.delete("conditions", "peace"))
    write(database, lambda writer: writer.delete("actors", "ruritania"))
    assert len(changes(database)) == 4


def test_what_is_not_there_cannot_be_changed(database: Database) -> None:
    with pytest.raises(NotFound):
        write(database, lambda writer: writer.replace("sources", "none", examples.source()))
    with pytest.raises(NotFound):
        write(database, lambda writer: writer.delete("sources", "none"))


def test_writers_at_once_number_without_gaps_and_lose_nothing(database: Database) -> None:
    failures: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for round_ in range(10):
                create(database, "sources", examples.source(f"Report {number} {round_}"))
                with writing(database, COLLECTIONS, by=f"writer-{number}") as writer:
                    count = writer.current.find(Condition, "counter")
                    assert count is not None
                    writer.replace("conditions", "counter", examples.condition(position=count.position + 1))
        except BaseException as failure:  # handed to the test's own thread
            failures.append(failure)

    create(database, "conditions", examples.condition(id="counter", position=1))
    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []
    assert [change[0] for change in changes(database)] == list(range(1, 122))
    with database.write() as connection:
        counter = Turn(connection, COLLECTIONS).current.find(Condition, "counter")
    assert counter is not None
    assert counter.position == 61


def test_a_failing_transaction_leaves_nothing(database: Database) -> None:
    def fails(writer: Writer) -> None:
        writer.create("sources", examples.source())
        raise RuntimeError("the caller fails")

    with pytest.raises(RuntimeError):
        write(database, fails)
    assert changes(database) == []
    assert create(database, "sources", examples.source()).seq == 1


def test_instants_never_fall_behind_those_of_earlier_changes(database: Database) -> None:
    with database.write() as connection:
        connection.execute(text("UPDATE clock SET at = '2900-01-01 00:00:00+00:00'"))
    record = create(database, "sources", examples.source()).record
    assert record.created_at.year == 2900


def test_sqlite_is_as_durable_as_it_can_be(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("PostgreSQL is durable by its own defaults")
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    for connect in (database.read, database.write):
        with connect() as connection:
            found = {name: connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in pragmas}
        assert found == pragmas
    with database.read() as connection, pytest.raises(Exception, match="readonly"):
        connection.execute(text("UPDATE clock SET seq = 5"))


def test_a_published_edition_never_changes(seeded: Database) -> None:
    with writing(seeded, COLLECTIONS, by="test") as writer:
        ids = [record_id for _, collection, record_id, _ in changes(seeded) if collection == "briefings"]
        edition = writer.current.existing("briefings", ids[0])
    same = BriefingDraft.model_validate({name: getattr(edition, name) for name in BriefingDraft.model_fields})
    assert write(seeded, lambda writer: writer.replace("briefings", edition.id, same)).seq is None
    other = same.model_copy(update={"title": "Another"})
    with pytest.raises(Conflict, match="final"):
        write(seeded, lambda writer: writer.replace("briefings", edition.id, other))


def test_a_title_of_many_records_costs_few_statements(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        ids = [writer.create("sources", examples.source("★")).record.id for _ in range(200)]
        with statements() as seen:
            ids.append(writer.create("sources", examples.source("★")).record.id)
    assert ids == ["report", *(f"report-{number}" for number in range(2, 202))]
    assert len(seen) < 40


@pytest.mark.parametrize(
    "name", [("actors", "resolve"), ("briefings", "latest"), *((name, "batch") for name in COLLECTIONS)]
)
def test_words_of_addresses_are_no_ids(database: Database, name: tuple[str, str]) -> None:
    collection, word = name
    draft = examples.EVERY[collection]
    with pytest.raises(Conflict):
        create(database, collection, draft.model_copy(update={"id": word}))
    field = "name" if collection == "actors" else "title"
    assert create(database, collection, draft.model_copy(update={field: word})).record.id == f"{word}-2"
