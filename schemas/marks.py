"""The marks on the types of the contract: what a reader of a record must know of a field beside its values.

They alter neither what is valid nor the JSON schemas. Another mark is `RefersTo`.
"""

from dataclasses import dataclass
from typing import Annotated, TypeVar


@dataclass(frozen=True)
class IsOther:
    """Marks a type whose values name another record than the one that they stand in: never itself."""


@dataclass(frozen=True)
class IsTold:
    """Marks a type whose values a record says itself: the words and days that a statement which cites it may say too.

    What a record says of its record (ids, kinds, addresses), and what only repeats other fields, is not told.
    """


@dataclass(frozen=True)
class IsSearched(IsTold):
    """Marks a type whose values are told, and searched for words; the first of a record is its title or name."""


T = TypeVar("T")
Other = Annotated[T, IsOther()]
"""A name of another record."""
Told = Annotated[T, IsTold()]
"""Words that a record says itself."""
Searched = Annotated[T, IsSearched()]
"""Words that a record says itself and is found by."""
