"""What is derived: in the transaction that moved it, in whatever order, and by nobody's edit."""

from sqlalchemy import select

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import ChangeRow
from app.store.turn import Turn
from app.store.write import writing
from schemas import Condition, Development
from tests import examples
from tests.writing.records import changes, create, write


def test_corroboration_follows_the_sources_in_the_same_transaction(database: Database) -> None:
    create(database, "sources", examples.source(id="first", origin="gazette"))
    create(database, "sources", examples.source(id="second", origin="herald"))
    create(database, "sources", examples.source(id="digest", origin="digest", aggregator=True))
    evidence = [{"source": "first", "via": "digest"}, {"source": "second"}, {"source": "digest"}]
    made: Development = create(database, "developments", examples.development(evidence=evidence)).record  # type: ignore[assignment]
    assert (made.corroboration.sources, made.corroboration.independent_origins) == (3, 2)
    reprint = examples.source(id="second", origin="gazette")
    write(database, lambda writer: writer.replace("sources", "second", reprint))
    with database.write() as connection:
        now = Turn(connection, COLLECTIONS).current.find(Development, made.id)
    assert now is not None
    assert now.corroboration.independent_origins == 1
    assert now.revision == 2
    assert changes(database)[-2:] == [(5, "sources", "second", "updated"), (6, "developments", made.id, "updated")]


def test_a_condition_takes_its_status_from_its_newest_assessment(database: Database) -> None:
    late = {"on": "2026-03-01", "status": "partly-met", "rationale": "Some left."}
    early = {"on": "2026-02-01", "status": "unmet", "rationale": "None left."}
    record = create(database, "conditions", examples.condition(assessments=[late, early])).record
    assert isinstance(record, Condition)
    assert record.status == "partly-met"
    assert [assessment.status for assessment in record.assessments] == ["unmet", "partly-met"]
    following = create(database, "conditions", examples.condition("Second")).record
    assert isinstance(following, Condition)
    assert (record.position, following.position, following.status) == (1, 2, "unclear")


def test_what_is_derived_is_nobodys_edit(database: Database) -> None:
    evidence = [{"source": "s"}]
    with writing(database, COLLECTIONS, by="test") as writer:
        writer.create("sources", examples.source("A", id="s", origin="one"))
        writer.create("sources", examples.source("B", id="t", origin="one"))
        writer.create("developments", examples.development(id="d", evidence=[*evidence, {"source": "t"}]))
    write(database, lambda writer: writer.replace("sources", "s", examples.source("A", id="s", origin="two")), by="her")
    columns = columns_of(ChangeRow)
    with database.read() as connection:
        rows = connection.execute(select(columns.by, columns.collection).where(columns.seq > 3).order_by(columns.seq))
        assert [tuple(row) for row in rows] == [("her", "sources"), ("tracker", "developments")]
