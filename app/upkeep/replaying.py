"""Replaying: the history of every record made anew from all changes, as `/v1/changes` gives them in lines."""

import datetime as dt
import gzip
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, select

from app.errors import Invalid
from app.store.clock import Tick
from app.store.collection import Collections, one_with_texts
from app.store.metadata import columns_of
from app.store.turn import Turn
from app.store.versions import read_again
from app.store.withdrawing import withdraw_drafts
from app.store.write import DERIVED, Writer
from schemas import RecordKey

MAKING_ONE, ENDING_ONE = ("created", "updated"), ("updated", "deleted", "merged")


def count_lines_of(file: Path) -> int:
    """How many lines a file has, of which each should be a change."""
    with _open_lines(file) as lines:
        return sum(1 for _ in lines)


def replay(connection: Connection, collections: Collections, file: Path, advance: Callable[[int], None]) -> int:
    """Write the changes that a file holds, all from the first, with their numbers, into an empty database.

    Of how many sources the texts were not among them: they tell of none from then on, by changes of `tracker`. Raises
    `Invalid` for a line that is not the change that should follow.
    """
    turn = Turn(connection, collections)
    replayed = _Replay(turn, collections)
    changes = replayed.read(file)
    # The changes of a transaction share their instant, and instants never fall.
    for _, together in groupby(changes, itemgetter("at")):
        for change in together:
            replayed.take(change)
            advance(1)
        replayed.keep()
    turn.close()
    return _tidy(connection, collections)


class _Replay:
    """Takes changes in their order; `standing` says which change made the version of each record that stands."""

    def __init__(self, turn: Turn, collections: Collections) -> None:
        self._turn = turn
        self._collections = collections
        self._standing: dict[RecordKey, int] = {}
        self._kept = self._seq = 0
        self._at: Any = turn.kept.at

    def read(self, file: Path) -> Iterator[dict[str, Any]]:
        """The changes of a file. Raises `Invalid` for a line that is none, or not the next one."""
        with _open_lines(file) as lines:
            for number, line in enumerate(lines, 1):
                try:
                    change = json.loads(line)
                    if change["seq"] != number or change["collection"] not in self._collections:
                        raise ValueError(f"it is change {change['seq']} of {change['collection']}")
                    change["at"] = _instant(change["at"])
                except (ValueError, LookupError, TypeError) as error:
                    raise Invalid(f"line {number} of {file} is not change {number}: {error}") from error
                yield change

    def take(self, change: dict[str, Any]) -> None:
        """Do what a change did. Raises `Invalid` where it does not follow from those before it."""
        name, seq, action = change["collection"], change["seq"], change["action"]
        key, pending = RecordKey(name, change["id"]), self._turn.pending
        row = {each: change[each] for each in ("seq", "at", "by", "collection", "id", "action", "into")}
        pending.log({**row, "last": seq})
        try:
            if action in ENDING_ONE:
                pending.end(name, self._standing.pop(key), seq=seq)
            if action in MAKING_ONE:
                record = read_again(self._collections[name], json.dumps(change["record"]))
                if key in self._standing or record.id != key.id:
                    raise ValueError("it makes what stands already, or another record")
                pending.make(name, record, seq=seq)
                self._standing[key] = seq
        except (ValueError, LookupError, TypeError) as error:
            cause = str(error).partition("\n")[0]
            raise Invalid(f"change {seq} of {key} does not follow from those before it: {cause}") from error
        self._seq, self._at = seq, change["at"]

    def keep(self) -> None:
        """End a transaction."""
        tick = Tick(self._seq, self._at, self._turn.kept.instance)
        self._turn.pending.keep(tick, after=self._kept)
        self._kept = self._seq


def _tidy(connection: Connection, collections: Collections) -> int:
    """Have the sources that tell of a text, which is not there, tell of none; how many there were.

    Drafts that were public when the changes were made leave the record.
    """
    sources, field = one_with_texts(collections)
    columns = columns_of(sources.table)
    query = select(columns.id).where(columns.until.is_(None), columns.document.not_like(f'%"{field}":null%'))
    turn = Turn(connection, collections)
    writer = Writer(turn, by=DERIVED)
    withdraw_drafts(writer, collections)
    without = 0
    for source_id in connection.execute(query.order_by(columns.id)).scalars().all():
        if getattr(writer.current.existing(sources.name, source_id), field) is not None:
            writer.attach(source_id, None)
            without += 1
    writer.finish()
    turn.keep()
    turn.close()
    return without


@contextmanager
def _open_lines(file: Path) -> Iterator[IO[str]]:
    """A file's lines, of one that is packed with gzip too. Raises `Invalid` where they cannot be read."""
    try:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == ".gz" else file.open(encoding="utf-8") as lines:
            yield lines
    except (gzip.BadGzipFile, EOFError, UnicodeDecodeError) as error:
        raise Invalid(f"{file} cannot be read: {error}") from error


def _instant(said: str) -> dt.datetime:
    return dt.datetime.fromisoformat(said).astimezone(dt.UTC)
