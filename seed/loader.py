"""The loader: seed records go through the ordinary write path, and a second load changes nothing."""

import datetime as dt
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import Connection, select

from app.editions.publishing import check_publishable
from app.errors import Conflict, Invalid
from app.reading.question.refusing import faults_of_json
from app.resources import COLLECTIONS, RESOURCES
from app.rules.grounds import evidence_in, grounds_in, move_passages, passage_of
from app.store.database import Database
from app.store.metadata import columns_of
from app.store.tables import ChangeRow
from app.store.turn import Turn
from app.store.write import DERIVED, Writer, writing
from app.writing.drafts import find_draft_row
from schemas import BriefingDraft, Draft, Fault, Record, RecordKey

DATA = Path(__file__).parent / "data"
SEED_AUTHOR = "seed"
_DAY: TypeAdapter[dt.date | None] = TypeAdapter(dt.date | None)
ORDER = tuple(resource.name for resource in reversed(RESOURCES))
"""Each collection after those that its derived fields rest on."""


@dataclass
class Loaded:
    """How many records a load created, changed and left as they were, and which it kept from others' hands."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def load(database: Database, folder: Path = DATA) -> Loaded:
    """Write the records of a folder's TOML files in one transaction.

    A record that somebody else has changed or removed since, or that is final, is kept and named in the result.
    Raises `Invalid` for files that hold no such records, for a reference to nothing, and for an edition that its
    records do not carry.
    """
    with writing(database, COLLECTIONS, by=SEED_AUTHOR) as writer:
        return _load(writer, folder)


def fill(connection: Connection) -> Loaded:
    """Write the seed's records into a database that was just made, in the transaction that makes it."""
    turn = Turn(connection, COLLECTIONS)
    writer = Writer(turn, by=SEED_AUTHOR)
    loaded = _load(writer, DATA)
    writer.finish()
    turn.keep()
    turn.close()
    return loaded


def _load(writer: Writer, folder: Path) -> Loaded:
    if not any((folder / f"{name}.toml").exists() for name in ORDER):
        raise Invalid(f"{folder} holds none of {', '.join(f'{name}.toml' for name in ORDER)}")
    loaded, foreign = Loaded(), _find_touched_by_others(writer)
    for name in ORDER:
        for draft, published_on in _drafts(name, folder):
            if draft.id is not None and (key := RecordKey(name, draft.id)) in foreign:
                loaded.kept.append(str(key))
            else:
                _save(writer, name, draft, published_on, loaded)
    return loaded


def _save(writer: Writer, name: str, draft: Draft, published_on: dt.date | None, loaded: Loaded) -> None:
    existing = writer.current.record(name, draft.id or "")
    given: dict[str, Any] = {}
    if isinstance(draft, BriefingDraft) and existing is None:
        if find_draft_row(writer.connection, str(draft.id)) is not None:
            loaded.kept.append(f"the draft {draft.id}")
            return
        check_publishable(writer, draft)
        given = {"published_on": published_on}
    if existing is None:
        writer.create(name, draft, given=given)
        loaded.created += 1
    else:
        try:
            changed = writer.replace(name, existing.id, _follow(draft, existing), given=given).seq is not None
        except Conflict:
            loaded.kept.append(str(RecordKey(name, existing.id)))
        else:
            loaded.updated += changed
            loaded.unchanged += not changed


def _follow(draft: Draft, existing: Record) -> Draft:
    """The draft, selecting its passages where the record does, which has followed their words into another text."""
    there = {place for _, ground in evidence_in(existing) if (place := passage_of(ground)) is not None}
    by_words = {(source_id, selector.sha256): selector for source_id, selector in there}
    return move_passages(
        draft, lambda place: None if place in there else by_words.get((place.source, place.selector.sha256))
    )


def _drafts(name: str, folder: Path) -> Iterable[tuple[Draft, dt.date | None]]:
    """What a collection's file holds, and on which day editions were published; nothing where there is no file."""
    path = folder / f"{name}.toml"
    if not path.exists():
        return
    for index, table in enumerate(_tables(name, path)):
        published_on = table.pop("published_on", None) if name == "briefings" else None
        try:
            draft: Draft = COLLECTIONS[name].draft.model_validate(table)
            if name == "briefings" and published_on is None:
                raise Invalid(f"{path}: no. {index + 1} has no published_on, and a draft is in no record")
            if quoted := [f"{pointer}/exact" for pointer, ground in grounds_in(draft) if ground.exact is not None]:
                message = "is not looked for in a seed, which gives selectors"
                faults = [Fault(in_="body", pointer=pointer, message=message) for pointer in quoted]
                raise Invalid(f"{path}: no. {index + 1} quotes what its evidence rests on", faults=faults)
            yield draft, _DAY.validate_python(published_on)
        except ValidationError as error:
            faults = faults_of_json(error, COLLECTIONS[name].draft, table)
            raise Invalid(f"{path}: no. {index + 1} is none of the {name}", faults=faults) from None


def _tables(name: str, path: Path) -> list[dict[str, Any]]:
    """The tables of a file's records. Raises `Invalid` for what is no TOML, or holds anything else."""
    try:
        found = tomllib.loads(path.read_text("utf-8"))
    except ValueError as error:
        raise Invalid(f"{path} cannot be read: {error}") from None
    tables = found.get(name)
    if set(found) != {name} or not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
        raise Invalid(f"{path} must hold [[{name}]], and nothing else")
    return tables


def _find_touched_by_others(writer: Writer) -> set[RecordKey]:
    """The records that somebody else than the seed has changed."""
    columns = columns_of(ChangeRow)
    query = select(columns.collection, columns.id).where(columns.by.not_in([SEED_AUTHOR, DERIVED])).distinct()
    return {RecordKey(row.collection, row.id) for row in writer.connection.execute(query)}
