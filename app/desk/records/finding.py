"""Finding records by what is typed: actors as the filter knows them, all others by their ids and words."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection
from starlette.responses import Response

from app.desk.frame.framing import GUARDED
from app.desk.frame.titles import title_of
from app.desk.frame.visits import Visit
from app.errors import NotFound, Refusal
from app.names import candidates
from app.names.candidates import ActorNames
from app.pages.asking import Asking
from app.reading.archive import Archive
from app.resources import COLLECTIONS
from app.store.read import ANY_NUMBER, documents_of
from schemas import SLUG, RecordKey

MOST_FOUND = 8
"""How many records are offered to whoever types."""
MOST_NEWEST = 60
"""How many records of a collection a page offers before anything is typed."""
LONGEST_TYPED = 200
"""How many characters are looked for."""


@dataclass(frozen=True)
class OfferedRecord:
    """A record that may be meant, and what it is called."""

    id: str
    title: str


def find_records(archive: Archive, collection: str, typed: str) -> list[OfferedRecord]:
    """The records of a collection that what is typed may mean; with nothing typed, the newest.

    What has it as its id comes first, then the likeliest.
    """
    words = "".join(filter(str.isprintable, typed[:LONGEST_TYPED])).strip()
    meant = _find_by_id(archive, collection, words)
    return [*meant, *(each for each in _find_by_words(archive, collection, words) if each not in meant)]


def _find_by_id(archive: Archive, collection: str, words: str) -> list[OfferedRecord]:
    with archive.database.read() as connection:
        titles = read_titles(connection, [RecordKey(collection, words)])
    return [OfferedRecord(key.id, title) for key, title in titles.items()]


def _find_by_words(archive: Archive, collection: str, words: str) -> list[OfferedRecord]:
    if collection == "actors" and words:
        return _find_actors(archive, words)
    resource, asking = archive.by_name[collection], Asking(archive)
    terms = re.findall(r"\w+", words)
    question = (
        {"q": " ".join([*terms[:-1], f"{terms[-1]}*"]), "sort": "relevance"} if terms else {"sort": "-updated_at"}
    )
    most = MOST_FOUND if terms else MOST_NEWEST
    try:
        listed = asking.list(collection, resource.query.model_validate({**question, "limit": most, "count": "none"}))
    except (Refusal, ValueError):
        return []
    return [OfferedRecord(each["id"], title_of(each)) for each in listed.records]


def give_found(visit: Visit) -> Response:
    """What may be meant by the words in the query, as JSON, for the script that offers it."""
    collection = visit.place["collection"]
    if collection not in COLLECTIONS:
        raise NotFound(f"there are no {collection[:40]!r}")
    typed = visit.asked.value("q")
    found = [{"id": each.id, "title": each.title} for each in find_records(visit.service.archive, collection, typed)]
    return Response(json.dumps(found, ensure_ascii=False), media_type="application/json", headers=GUARDED)


def read_titles(connection: Connection, named: Iterable[RecordKey]) -> Mapping[RecordKey, str]:
    """What the records are called that stand under these names."""
    ids: dict[str, set[str]] = {}
    for key in named:
        if re.fullmatch(SLUG, key.id):
            ids.setdefault(key.collection, set()).add(key.id)
    return {
        RecordKey(collection, record_id): title_of(json.loads(document))
        for collection, several in ids.items()
        if collection in COLLECTIONS
        for record_id, document in documents_of(
            connection, COLLECTIONS[collection].table, several, seq=ANY_NUMBER
        ).items()
    }


def _find_actors(archive: Archive, words: str) -> list[OfferedRecord]:
    with archive.database.read() as connection:
        names = ActorNames(connection, kinds=None, seq=ANY_NUMBER)
        begun = [
            each.id for each in candidates.beginning(connection, words, passing=0, limit=MOST_FOUND, seq=ANY_NUMBER)
        ]
        ids = list(dict.fromkeys([*begun, *names.matches(words).best(MOST_FOUND)]))[:MOST_FOUND]
        found = candidates.actors(connection, ids, seq=ANY_NUMBER)
    return [OfferedRecord(each, found[each].name) for each in ids if each in found]
