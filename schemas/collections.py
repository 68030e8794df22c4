"""Collections: the one list of them, from which every type of the contract that speaks of all collections is made.

It holds names and no classes: the records themselves name each other as `collection/id`, in a pattern made of this
list, so it must be there before any of them is.
"""

import re
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias


class ListedCollection(NamedTuple):
    """A collection: its name, which is also that of its module in this package, and the class of its records there."""

    name: str
    record: str


LISTED_COLLECTIONS = (
    ListedCollection("actors", "Actor"),
    ListedCollection("briefings", "Briefing"),
    ListedCollection("conditions", "Condition"),
    ListedCollection("developments", "Development"),
    ListedCollection("sources", "Source"),
)
"""Every collection, in the order in which the contract names them."""

COLLECTION_NAME = re.compile("[a-z]{1,13}")
"""What a collection may be called: `collection/id` has 110 characters at most, and a message's type no hyphen."""

COLLECTION_NAMES = tuple(each.name for each in LISTED_COLLECTIONS)
if misnamed := [name for name in COLLECTION_NAMES if not COLLECTION_NAME.fullmatch(name)]:
    raise ValueError(f"a collection is called by 1 to 13 small letters, and not {', '.join(misnamed)}")

if TYPE_CHECKING:  # a checker of types cannot read a list that is made when the program runs
    Collection: TypeAlias = str
else:
    Collection = Literal[COLLECTION_NAMES]
