"""Batches: many records of one collection in one transaction, each item answered in its order."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import Invalid, Refusal
from app.reading.question.refusing import lead_into
from app.reading.resource import Resource
from app.store.write import Writer
from app.writing import records
from app.writing.items import Item
from app.writing.similarity import similar_to
from schemas import BatchItem, Draft, Fault

MOST_ITEMS = 1_000
"""How many items a batch has."""


@dataclass(frozen=True)
class BatchDone:
    """What became of each item of a batch of a collection, in their order."""

    collection: str
    items: tuple[BatchItem, ...]

    def count(self, status: str) -> int:
        """How many items have a status."""
        return sum(item.status == status for item in self.items)


def add_batch(
    writer: Writer, resource: Resource, items: Sequence[Item], *, is_atomic: bool, looks_for_similar: bool = True
) -> BatchDone:
    """Add the items that are right; all or none where the batch is atomic.

    Raises `Invalid` for too many items or none, and with the faults of all that is wrong in an atomic batch.
    """
    if not 1 <= len(items) <= MOST_ITEMS:
        message = f"has {len(items)} items"
        raise Invalid(f"a batch has 1 to {MOST_ITEMS} items", faults=[Fault(in_="body", pointer="", message=message)])
    done = BatchDone(resource.name, tuple(add_items(writer, resource, items, looks_for_similar=looks_for_similar)))
    faults = list(_faults_of(done.items))
    if is_atomic and faults:
        raise Invalid("nothing was added, as some items are wrong; mode=partial adds the others", faults=faults)
    return done


def add_items(
    writer: Writer, resource: Resource, items: Iterable[Item], *, looks_for_similar: bool = True
) -> list[BatchItem]:
    """Add items in their order, numbered from 0; what became of each. What cannot be added has changed nothing."""
    read = [(item, _read(resource, item)) for item in items]
    writer.turn.foresee(resource.name, (draft for _, draft in read if not isinstance(draft, Refusal)))
    added = [_add(writer, resource, index, item, draft) for index, (item, draft) in enumerate(read)]
    if not looks_for_similar or resource.likeness is None:
        return added
    created = [
        writer.current.existing(resource.name, item.id) for item in added if item.status == "created" and item.id
    ]
    similar = similar_to(writer, resource, created)
    return [
        item.model_copy(update={"similar": similar.get(item.id or "") or None}) if item.status == "created" else item
        for item in added
    ]


def _read(resource: Resource, item: Item) -> Draft | Refusal:
    """An item as a draft, or why it is none."""
    if isinstance(item, Refusal):
        return item
    try:
        return records.read_draft(resource, item)
    except Refusal as refusal:
        return refusal


def _add(writer: Writer, resource: Resource, index: int, item: Item, draft: Draft | Refusal) -> BatchItem:
    """Add one item, or say why not."""
    if isinstance(draft, Refusal):
        return _refuse(index, draft, None if isinstance(item, Refusal) else item)
    try:
        done = records.add(writer, resource, draft, among_many=True)
    except Refusal as refusal:
        return _refuse(index, refusal, item)
    return BatchItem(index=index, status="created" if done.is_new else "existing", id=done.record.id)


def _refuse(index: int, refusal: Refusal, value: Any) -> BatchItem:
    """An item that is refused, with the places of its faults as far as they lead in its value."""
    faults = refusal.faults or (Fault(in_="body", pointer="", message=refusal.detail),)
    return BatchItem(index=index, status="invalid", id=None, errors=tuple(lead_into(fault, value) for fault in faults))


def _faults_of(items: Iterable[BatchItem]) -> Iterator[Fault]:
    for item in items:
        for fault in item.errors or ():
            yield fault.model_copy(update={"pointer": f"/{item.index}{fault.pointer or ''}"})
