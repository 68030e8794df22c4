"""Values: what stands at a dotted path of a record's JSON."""

from collections.abc import Iterator
from typing import Any


def values_at(record: Any, path: str) -> Iterator[Any]:
    """Each value at a path, through lists; nulls are left out, and an object of free members gives `name=value`."""
    if isinstance(record, list):
        for item in record:
            yield from values_at(item, path)
    elif path:
        name, _, rest = path.partition(".")
        if isinstance(record, dict) and name in record:
            yield from values_at(record[name], rest)
    elif isinstance(record, dict):
        yield from (f"{name}={value}" for name, value in record.items())
    elif record is not None:
        yield record
