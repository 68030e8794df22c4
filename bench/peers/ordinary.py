"""An ordinary FastAPI and SQLModel app on the same records: a session, `selectinload`, `response_model`, an offset."""

import datetime as dt
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import func
from sqlalchemy.orm import selectinload
from sqlmodel import Field, Relationship, Session, SQLModel, create_engine, or_, select

SIZE = 20
"""How many developments a page has."""


class Involved(SQLModel, table=True):
    """An actor's part in a development."""

    development_id: str = Field(foreign_key="development.id", primary_key=True)
    id: str = Field(primary_key=True, index=True)
    role: str = Field(primary_key=True)
    development: "Development" = Relationship(back_populates="actors")


class Ground(SQLModel, table=True):
    """A piece of evidence."""

    key: int | None = Field(default=None, primary_key=True)
    development_id: str = Field(foreign_key="development.id", index=True)
    source: str
    stance: str
    development: "Development" = Relationship(back_populates="evidence")


class Development(SQLModel, table=True):
    """A development."""

    id: str = Field(primary_key=True)
    title: str
    summary: str
    kind: str
    themes: str
    status: str
    date: dt.date = Field(index=True)
    credibility: int | None = None
    actors: list[Involved] = Relationship(back_populates="development")
    evidence: list[Ground] = Relationship(back_populates="development")


class Source(SQLModel, table=True):
    """A source."""

    key: int | None = Field(default=None, primary_key=True)
    url: str = Field(unique=True)
    title: str
    publisher: str


class Part(SQLModel):
    """An actor's part, as it is answered."""

    id: str
    role: str


class Evidence(SQLModel):
    """Evidence, as it is answered."""

    source: str
    stance: str


class DevelopmentRead(SQLModel):
    """A development, as it is answered."""

    id: str
    title: str
    summary: str
    kind: str
    themes: str
    status: str
    date: dt.date
    credibility: int | None
    actors: list[Part]
    evidence: list[Evidence]


class Page(SQLModel):
    """A page, as it is answered."""

    data: list[DevelopmentRead]
    total: int


class SourceCreate(SQLModel):
    """A source, as it is sent."""

    url: str
    title: str
    publisher: str


URL = os.environ.get("BENCH_ORDINARY", "sqlite://")
engine = create_engine(URL, connect_args={"check_same_thread": False} if URL.startswith("sqlite") else {})
app = FastAPI()


def session() -> Iterator[Session]:
    """A session for a request."""
    with Session(engine) as opened:
        yield opened


Opened = Annotated[Session, Depends(session)]


@app.get("/developments", response_model=Page)
def list_developments(
    opened: Opened,
    actor: str | None = None,
    since: dt.date | None = None,
    q: str | None = None,
    offset: int = 0,
) -> Any:
    """A page of developments, the newest first."""
    query = select(Development)
    if actor is not None:
        query = query.join(Involved).where(Involved.id == actor).distinct()
    if since is not None:
        query = query.where(Development.date >= since)
    if q is not None:
        query = query.where(or_(Development.title.contains(q), Development.summary.contains(q)))  # type: ignore[attr-defined]  # columns
    total = opened.exec(select(func.count()).select_from(query.subquery())).one()
    loaded = query.options(selectinload(Development.actors), selectinload(Development.evidence))  # type: ignore[arg-type]  # relationships
    newest = Development.date.desc(), Development.id.desc()  # type: ignore[attr-defined]  # columns
    return {"data": opened.exec(loaded.order_by(*newest).offset(offset).limit(SIZE)).all(), "total": total}


@app.get("/developments/{key}", response_model=DevelopmentRead)
def get_development(key: str, opened: Opened) -> Any:
    """One development."""
    found = opened.get(Development, key)
    if found is None:
        raise HTTPException(404)
    return found


@app.post("/sources", status_code=201, response_model=Source)
def create_source(source: SourceCreate, opened: Opened) -> Any:
    """Add a source."""
    made = Source.model_validate(source)
    opened.add(made)
    opened.commit()
    opened.refresh(made)
    return made


def fill(url: str, file: Path) -> None:
    """Make a database of the developments in a file, a line of JSON each."""
    filled = create_engine(url)
    SQLModel.metadata.create_all(filled)
    with Session(filled) as opened, file.open() as lines:
        for each in map(json.loads, lines):
            day = each["occurred"]["from"] or each["reported_on"]
            own = {name: each[name] for name in ("id", "title", "summary", "kind", "status", "credibility")}
            opened.add(Development(**own, date=dt.date.fromisoformat(day), themes=",".join(each["themes"])))
            for part in {(part["id"], part["role"]) for part in each["actors"]}:
                opened.add(Involved(development_id=each["id"], id=part[0], role=part[1]))
            for ground in each["evidence"]:
                opened.add(Ground(development_id=each["id"], source=ground["source"], stance=ground["stance"]))
        opened.commit()
    filled.dispose()


if __name__ == "__main__":
    fill(sys.argv[1], Path(sys.argv[2]))
