"""Texts: what sources tell of those that are attached to them, and the words that orphaned passages keep."""

from collections.abc import Callable, Iterator

from sqlalchemy import Connection, func, select

from app.rules.grounds import orphans_in
from app.rules.texts import digest_of
from app.store import read
from app.store.collection import AnyCollection, Collections, one_with_texts
from app.store.current import Current
from app.store.metadata import columns_of
from app.store.service_tables import LostPassageRow, SourceTextRow
from app.upkeep.findings import Findings
from schemas import SourceText

_text = columns_of(SourceTextRow)
_lost = columns_of(LostPassageRow)


TOLD_AT_ONCE = 500
"""How many sources are read at a time."""


def count_texts(connection: Connection) -> int:
    """How many texts are attached."""
    return connection.execute(select(func.count()).select_from(SourceTextRow)).scalar_one()


def check_texts(
    connection: Connection, collections: Collections, findings: Findings, advance: Callable[[int], None]
) -> None:
    """Each source that tells of a text has it, as it tells; no other text, and no lost words but a passage's, are kept.

    Whether the passages that records select stand in these texts, their derived states say.
    """
    sources, field = one_with_texts(collections)
    for source_id in _ids_of_texts(connection):
        text = connection.execute(select(_text.text).where(_text.id == source_id)).scalar_one()
        told = _find_told(connection, sources, field, [source_id]).get(source_id)
        if told is None:
            findings.note(f"A text is kept of {sources.name}/{source_id}, which tells of none.")
        elif (told.sha256, told.characters) != (digest_of(text), len(text)):
            findings.note(f"The text of {sources.name}/{source_id} is not the one that the record tells of.")
        advance(1)
    for ids in read.batches_of_ids(connection, sources.table, size=TOLD_AT_ONCE):
        told_of = _find_told(connection, sources, field, ids)
        kept = set(connection.execute(select(_text.id).where(_text.id.in_(list(told_of)))).scalars())
        for source_id in sorted(told_of.keys() - kept):
            findings.note(f"{sources.name}/{source_id} tells of a text that is not kept.")
    _check_lost(connection, collections, sources, findings)


def _ids_of_texts(connection: Connection) -> Iterator[str]:
    after = ""
    while ids := list(
        connection.execute(select(_text.id).where(_text.id > after).order_by(_text.id).limit(500)).scalars()
    ):
        yield from ids
        after = ids[-1]


def _find_told(connection: Connection, sources: AnyCollection, field: str, ids: list[str]) -> dict[str, SourceText]:
    """What those of some sources that stand tell of their texts, by id."""
    told: dict[str, SourceText] = {}
    for source_id, document in read.documents_of(connection, sources.table, ids, seq=read.ANY_NUMBER).items():
        about = getattr(sources.record.model_validate_json(document), field)
        if about is not None:
            told[source_id] = about
    return told


def _check_lost(connection: Connection, collections: Collections, sources: AnyCollection, findings: Findings) -> None:
    """The words of lost passages are those that their digests are of, and a record that stands selects each."""
    for source_id in connection.execute(select(_lost.id).distinct().order_by(_lost.id)).scalars().all():
        current = Current.of_reader(connection, collections)
        naming = [current.record(*key) for key in current.naming(sources.name, source_id)]
        orphans = {(place.selector.start, place.selector.sha256) for each in naming for place in orphans_in(each)}
        for row in connection.execute(select(_lost.start, _lost.sha256, _lost.exact).where(_lost.id == source_id)):
            if digest_of(row.exact) != row.sha256:
                findings.note(f"The words kept of a passage of {sources.name}/{source_id} are not those it had.")
            elif (row.start, row.sha256) not in orphans:
                findings.note(f"Words of {sources.name}/{source_id} are kept that no record selects.")
