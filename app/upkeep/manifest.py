"""Manifests: what a backup holds, said beside it, so that it can be told whole and known for what it is."""

import datetime as dt
import json
import os
from hashlib import file_digest
from pathlib import Path
from typing import Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Connection, text

from app.errors import Conflict, Invalid

MANIFEST = "manifest.json"
"""The name of the file beside what a backup holds: where there is none, the backup was not finished."""


class DatabaseState(NamedTuple):
    """What tells one state of a database from any other: the schema's revision, its name, and the newest number."""

    revision: str
    instance: str
    seq: int


class Manifest(BaseModel):
    """What a backup holds: of which engine and schema, of which database at which number, in which file."""

    model_config = ConfigDict(frozen=True)

    form: Literal[1] = 1
    engine: Literal["sqlite", "postgresql"]
    revision: str
    instance: str
    seq: int
    made_at: dt.datetime
    file: str = Field(pattern=r"^[a-z.]+$")
    bytes: int
    sha256: str


def read_state(connection: Connection) -> DatabaseState:
    """Which state of a database a connection reads. Raises `Conflict` where the tracker has made no tables in it."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        raise Conflict("the database holds nothing of the tracker's")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    row = connection.execute(text("SELECT seq, instance FROM clock")).one()
    return DatabaseState(revision, row.instance, row.seq)


def write_manifest(folder: Path, file: Path, engine: Literal["sqlite", "postgresql"], state: DatabaseState) -> Manifest:
    """Write what a file in a folder holds beside it, both to the disk."""
    made_at = dt.datetime.now(dt.UTC).replace(microsecond=0)
    manifest = Manifest(
        engine=engine,
        revision=state.revision,
        instance=state.instance,
        seq=state.seq,
        made_at=made_at,
        file=file.name,
        bytes=file.stat().st_size,
        sha256=_digest(file),
    )
    with (folder / MANIFEST).open("w", encoding="utf-8") as out:
        json.dump(json.loads(manifest.model_dump_json()), out, indent=2)
        out.write("\n")
    for path in (file, folder / MANIFEST, folder):
        sync(path)
    return manifest


def read_manifest(folder: Path) -> Manifest:
    """What a backup holds. Raises `Invalid` for a folder that is no backup, and for one that was damaged."""
    try:
        manifest = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except FileNotFoundError:
        raise Invalid(f"{folder} is no backup: there is no {MANIFEST} in it") from None
    except ValidationError as error:
        raise Invalid(f"{folder / MANIFEST} is no manifest of a backup that this version knows") from error
    file = folder / manifest.file
    if not file.is_file() or (file.stat().st_size, _digest(file)) != (manifest.bytes, manifest.sha256):
        raise Invalid(f"{file} is not what {MANIFEST} says of it: the backup was damaged")
    return manifest


def sync(path: Path) -> None:
    """Have what was written to a file, or which files a folder has, on the disk."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return file_digest(opened, "sha256").hexdigest()
