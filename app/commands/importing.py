"""Importing: sources from a file of any size, a batch at a time, which can be broken off and taken up again."""

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Annotated, Any

import typer
from sqlalchemy import Connection, delete, insert, select

from app.commands.opening import prepare_database, read_settings
from app.commands.showing import progress as show_progress
from app.commands.terminal import FAILED, say, say_fault
from app.errors import Invalid
from app.reading.formats.csv_reading import BadTable
from app.reading.resource import Resource
from app.resources import COLLECTIONS, SOURCES
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.service_tables import StoredAnswerRow
from app.store.write import writing
from app.writing.batch import MOST_ITEMS, add_items
from app.writing.items import Item, read_item, read_lines, read_table
from schemas import BatchItem

MARK = "import"
"""In the place of a key's prefix, marks how far a file has been taken in."""
WHOLE = ""
"""The key of that mark for the file; those of its refused items are their places in it."""

_stored = columns_of(StoredAnswerRow)
commands = typer.Typer(rich_markup_mode=None)


@commands.command("import")
def import_sources(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Sources: .json, .ndjson, .jsonl, .csv, .tsv.")
    ],
    by: Annotated[str, typer.Option(help="Whose changes they are.")] = "import",
) -> None:
    """Add sources from a file of any size; broken off, it goes on where it was.

    What was refused is tried again, and named by its place in the file, counted from 1. Status 1 where any was.
    """

    def tell(item: BatchItem) -> None:
        for fault in item.errors or ():
            say(f"item {item.index + 1}: {say_fault(fault)}")

    with prepare_database(read_settings()) as database, show_progress() as bar:
        task = bar.add_task("Sources", total=None)
        done = import_file(
            database, SOURCES, file, by=by, progress=lambda count: bar.advance(task, count), refused=tell
        )
    counted = ", ".join(f"{done.statuses[status]} {status}" for status in ("created", "existing", "invalid"))
    say(counted + (f", {done.passed} done before." if done.passed else "."))
    if done.statuses["invalid"]:
        raise typer.Exit(FAILED)


@dataclass
class Imported:
    """How many items were passed over as done before, and what became of the others."""

    passed: int = 0
    statuses: Counter[str] = field(default_factory=Counter)


def import_file(
    database: Database,
    resource: Resource,
    path: Path,
    *,
    by: str,
    progress: Callable[[int], None] = lambda _: None,
    refused: Callable[[BatchItem], None] = lambda _: None,
) -> Imported:
    """Add what a `.json` (an array), `.ndjson`, `.jsonl`, `.csv` or `.tsv` file holds, from where it was broken off.

    How far it has come is kept in the transaction that came so far, under the file's own digest: taken up again, no
    item is added twice or left out, and those that were refused are tried again. `progress` is told of each batch,
    `refused` of each item that is refused. Raises `Invalid` for a file that cannot be read.
    """
    with path.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    imported = Imported()
    with database.read() as connection:
        done, again = _read_note(connection, digest)
    imported.passed = done - len(again)
    progress(imported.passed)
    items = ((index, item) for index, item in enumerate(_items(resource, path)) if index >= done or index in again)
    while batch := list(islice(items, MOST_ITEMS)):
        indexes = [index for index, _ in batch]
        with writing(database, COLLECTIONS, by=by) as writer:
            added = add_items(writer, resource, (item for _, item in batch), looks_for_similar=False)
            results = [each.model_copy(update={"index": indexes[each.index]}) for each in added]
            done = max(done, indexes[-1] + 1)
            _note(writer.connection, digest, results, done)
        imported.statuses.update(each.status for each in results)
        for each in results:
            if each.status == "invalid":
                refused(each)
        progress(len(batch))
    return imported


def _items(resource: Resource, path: Path) -> Iterator[Item]:
    """The items of a file, one by one where its form allows."""
    try:
        match path.suffix.lower():
            case ".ndjson" | ".jsonl":
                with path.open(encoding="utf-8-sig", newline="\n") as lines:
                    yield from read_lines(lines)
            case ".csv" | ".tsv":
                with path.open(encoding="utf-8-sig", newline="") as table:
                    yield from read_table(table, resource)
            case ".json":
                found: Any = json.loads(path.read_text("utf-8-sig"))
                if not isinstance(found, list):
                    raise Invalid(f"{path.name} is no JSON array")
                yield from (read_item(json.dumps(item)) for item in found)
            case _:
                raise Invalid(f"{path.name} is none of .json, .ndjson, .jsonl, .csv and .tsv")
    except (BadTable, csv.Error, ValueError, RecursionError) as error:
        raise Invalid(f"{path.name} cannot be read: {error}") from None


def _read_note(connection: Connection, digest: str) -> tuple[int, set[int]]:
    """How far a file has been taken in, and which of its items were refused."""
    query = select(_stored.key, _stored.status).where(_stored.prefix == MARK, _stored.target == digest)
    noted = {row.key: row.status for row in connection.execute(query)}
    return noted.pop(WHOLE, 0), set(noted.values())


def _note(connection: Connection, digest: str, results: Sequence[BatchItem], done: int) -> None:
    """Note how far a file has come, and under keys of their own which of the items were refused."""
    tried = [WHOLE, *(str(each.index) for each in results)]
    connection.execute(
        delete(StoredAnswerRow).where(_stored.prefix == MARK, _stored.target == digest, _stored.key.in_(tried))
    )
    noted = {str(each.index): each.index for each in results if each.status == "invalid"} | {WHOLE: done}
    row: dict[str, Any] = {"prefix": MARK, "target": digest, "request_digest": "", "headers": "", "body": ""}
    row["at"] = dt.datetime.now(dt.UTC)
    connection.execute(insert(StoredAnswerRow), [{**row, "key": key, "status": place} for key, place in noted.items()])
