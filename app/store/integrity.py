"""Integrity: what a record says can be, whatever it names stands, and what has gone is named no more."""

from collections.abc import Iterable, Iterator

from app.errors import MOST_FAULTS, Conflict
from app.rules.facts import Facts
from app.rules.grounds import check_passages
from app.rules.references import check_named, check_others, mentions_in
from app.store.collection import AnyCollection
from app.store.current import Current
from schemas import Contract, Fault, Record, RecordKey


def check_targets(current: Current, label: str, draft: Contract) -> None:
    """Raises `Invalid` where a draft, called `label`, names a record that does not stand."""
    stands = lambda name, record_id: current.record(name, record_id) is not None  # noqa: E731
    check_named(label, draft, stands=stands, nearest=current.nearest)


def check_references(current: Current, touched: Iterable[RecordKey], *, named_on: set[RecordKey]) -> None:
    """Refuse a transaction after which a record that it has `touched` would name, or be, one that is not there.

    What is `named_on` may still be named by what is final. Raises `Invalid` or `Conflict`.
    """
    keys = list(touched)
    written = filter(None, (current.record(*key) for key in keys))
    current.read({named.key for record in written for named in mentions_in(record)})
    for key in keys:
        record = current.record(*key)
        if record is not None:
            check_targets(current, str(key), record)
        elif key not in named_on and (naming := current.still_naming(*key)):
            names = ", ".join(map(str, naming[:10]))
            faults = list(_naming_faults(current, key, naming[:MOST_FAULTS]))
            raise Conflict(f"{key} cannot go while it is named by {names}", faults=faults)


def _naming_faults(current: Current, key: RecordKey, naming: Iterable[RecordKey]) -> Iterator[Fault]:
    """A fault for each record that names one which is to go, saying where."""
    for other in naming:
        mentions = mentions_in(current.existing(*other))
        places = [each.pointer for each in mentions if each.key == key]
        where = f" at {', '.join(places[:10])}" if places else ", by what went into it"
        yield Fault(in_="path", name="id", message=f"is named by {other}{where}")


def check_given(
    collection: AnyCollection, record: Record, *, old: Record | None, last: Record | None, facts: Facts
) -> None:
    """Raises a `Refusal` for what a writer makes of a record that cannot be: by the rules of all, and its collection's.

    `old` is the record as it stood, `last` as it last did where it had ended.
    """
    check_others(record, collection.name)
    check_passages(record, last, facts=facts)
    collection.derivation.check(record, facts=facts, previous=old)
