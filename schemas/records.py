"""Records: the class of each collection's records, by the one list of collections, and the types of any record."""

from importlib import import_module
from typing import TYPE_CHECKING, Literal, TypeAlias, Union

from schemas.collections import LISTED_COLLECTIONS, ListedCollection
from schemas.record import Record


def _find_class(listed: ListedCollection) -> type[Record]:
    """The class of a collection's records. Raises `TypeError` where its module has none of that name."""
    found = getattr(import_module(f"schemas.{listed.name}"), listed.record, None)
    if not isinstance(found, type) or not issubclass(found, Record):
        raise TypeError(f"schemas/{listed.name}.py has no record {listed.record}, which schemas/collections.py lists")
    return found


RECORDS: dict[str, type[Record]] = {listed.name: _find_class(listed) for listed in LISTED_COLLECTIONS}
"""The class of the records of each collection, by its name."""

EVIDENCE_CARRIERS = tuple(name for name, record in RECORDS.items() if "evidence" in record.model_fields)
"""The collections whose records rest on evidence."""

if TYPE_CHECKING:  # a checker of types cannot read a list that is made when the program runs
    AnyRecord: TypeAlias = Record
    EvidenceCarrier: TypeAlias = str
else:
    AnyRecord = Union[tuple(RECORDS.values())]  # noqa: UP007  # of as many as there are
    EvidenceCarrier = Literal[EVIDENCE_CARRIERS]
