"""Checks: what `tracker check` says of a database that is as it should be, and of every way in which one may not be."""

from pathlib import Path

import pytest
from sqlalchemy import text

from app.store.database import Database
from tests.commands.running import run
from tests.upkeep.faults import FAULTS, INDEX, corrupt


def test_a_database_that_has_lived_is_as_it_should_be(lived: str) -> None:
    assert run("check", status=0, url=lived).stdout.startswith("Everything holds after change ")


@pytest.mark.parametrize("fault", FAULTS)
def test_whatever_is_wrong_is_named(fault: str, lived: str) -> None:
    statement, said = FAULTS[fault]
    corrupt(lived, statement)
    ended = run("check", status=1, url=lived)
    assert said in ended.stdout, ended.stdout
    assert " faults after change " in ended.stderr


def test_a_quick_check_leaves_out_what_reads_documents(lived: str) -> None:
    assert "chains, links and tallies hold after change " in run("check", "--quick", status=0, url=lived).stdout
    corrupt(lived, FAULTS["a column is another"][0])
    run("check", "--quick", status=0, url=lived)
    corrupt(lived, FAULTS["a revision is another"][0])
    said = run("check", "--quick", status=1, url=lived).stdout
    assert "where revision 2" in said
    assert "title_key" not in said


def test_an_index_of_search_that_is_wrong_is_named(lived: str, engine: str) -> None:
    corrupt(lived, INDEX[engine])
    assert "The index of search is wrong about what change 1 made." in run("check", status=1, url=lived).stdout


def test_of_many_faults_some_are_told_and_all_are_counted(lived: str) -> None:
    for table in ("actor", "source", "development", "search_text", "actor_term", "development_term", "reference"):
        corrupt(lived, f"UPDATE {table} SET id = 'x', until = 1")  # noqa: S608  # names of ours
    ended = run("check", status=1, url=lived)
    assert len(ended.stdout.splitlines()) == 100
    assert int(ended.stderr.split()[0]) > 100


def test_a_check_changes_nothing(lived: str) -> None:
    database = Database(lived)
    with database.read() as connection:
        before = connection.execute(text("SELECT * FROM clock")).all()
    run("check", status=0, url=lived)
    with database.read() as connection:
        assert connection.execute(text("SELECT * FROM clock")).all() == before
    database.close()


def test_a_damaged_file_is_told_in_a_sentence(lived: str, engine: str, tmp_path: Path) -> None:
    if engine != "sqlite":
        pytest.skip("PostgreSQL keeps many files, and looks after them")
    file = Path(lived.removeprefix("sqlite:///"))
    whole = file.read_bytes()
    for garbled in range(4, 40, 5):
        damaged = tmp_path / f"{garbled}.db"
        page = 4096 * garbled
        damaged.write_bytes(whole[:page] + b"\x5a" * 4096 + whole[page + 4096 :])
        ended = run("check", status=1, url=f"sqlite:///{damaged}")
        assert "SQLite " in ended.stdout, (garbled, ended.output)
    (tmp_path / "words.db").write_text("This is no database. " * 1000)
    ended = run("check", status=2, url=f"sqlite:///{tmp_path / 'words.db'}")
    assert "cannot be checked" in ended.stderr


def test_what_is_not_there_is_not_made(tmp_path: Path) -> None:
    assert "there is no such file" in run("check", status=2, url=f"sqlite:///{tmp_path / 'none.db'}").stderr
    assert list(tmp_path.iterdir()) == []


def test_a_database_of_another_version_cannot_be_checked(lived: str) -> None:
    corrupt(lived, "UPDATE alembic_version SET version_num = '0019'")
    assert "its schema is not this version's" in run("check", status=2, url=lived).stderr
