"""Importing: sources from a file of any size, a batch at a time, which can be broken off and taken up again."""

import csv
import datetime as dt
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import file_digest
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from app.errors import Invalid
from app.formats.csv_reading import BadTable
from app.pipeline.resource import Resource
from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.service_tables import StoredAnswer
from app.store.write import writing
from app.writing.batch import BLANK, MOST_ITEMS, Item, add_items, read_line, read_table
from schemas import BatchItem

MARK = "import"
"""In the place of a key's prefix, marks how far a file has been taken in."""

_stored = columns_of(StoredAnswer)


@dataclass
class Imported:
    """How many items were passed over as done before, what became of the others, and those that were refused."""

    passed: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    refused: list[BatchItem] = field(default_factory=list)


def import_file(
    database: Database, resource: Resource, path: Path, *, by: str, progress: Callable[[int], None] = lambda _: None
) -> Imported:
    """Add what a `.json` (an array), `.ndjson`, `.jsonl`, `.csv` or `.tsv` file holds, from where it was broken off.

    How far it has come is kept in the transaction that came so far, under the file's own digest: taken up again, no
    item is added twice or left out. `progress` is told of each batch. Raises `Invalid` for a file that cannot be read.
    """
    with path.open("rb") as opened:
        digest = file_digest(opened, "sha256").hexdigest()
    imported = Imported()
    with database.read() as connection:
        imported.passed = _done(connection, digest)
    items = _items(resource, path)
    index = sum(1 for _ in islice(items, imported.passed))
    progress(index)
    while batch := list(islice(items, MOST_ITEMS)):
        with writing(database, COLLECTIONS, by=by) as writer:
            results = add_items(writer, resource, batch, first=index)
            index += len(batch)
            _note(writer.connection, digest, index)
        imported.statuses.update(each.status for each in results)
        imported.refused += [each for each in results if each.status == "invalid"]
        progress(len(batch))
    return imported


def _items(resource: Resource, path: Path) -> Iterator[Item]:
    """The items of a file, one by one where its form allows."""
    try:
        match path.suffix:
            case ".ndjson" | ".jsonl":
                with path.open(encoding="utf-8-sig", newline="\n") as lines:
                    yield from (read_line(line) for line in lines if line.strip(f"{BLANK}\n"))
            case ".csv" | ".tsv":
                with path.open(encoding="utf-8-sig", newline="") as table:
                    yield from read_table(table, resource)
            case ".json":
                found: Any = json.loads(path.read_text("utf-8-sig"))
                if not isinstance(found, list):
                    raise Invalid(f"{path.name} is no JSON array")
                yield from (read_line(json.dumps(item)) for item in found)
            case _:
                raise Invalid(f"{path.name} is none of .json, .ndjson, .jsonl, .csv and .tsv")
    except (BadTable, csv.Error, ValueError) as error:
        raise Invalid(f"{path.name} cannot be read: {error}") from None


def _done(connection: Connection, digest: str) -> int:
    query = select(_stored.status).where(_stored.prefix == MARK, _stored.target == digest)
    return connection.execute(query).scalar() or 0


def _note(connection: Connection, digest: str, done: int) -> None:
    connection.execute(delete(StoredAnswer).where(_stored.prefix == MARK, _stored.target == digest))
    row: dict[str, Any] = {"prefix": MARK, "target": digest, "key": "", "request_digest": "", "status": done}
    row |= {"at": dt.datetime.now(dt.UTC), "headers": "", "body": ""}
    connection.execute(insert(StoredAnswer), row)
