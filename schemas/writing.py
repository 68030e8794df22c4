"""Writing: the parameters of writes, and what a merge is asked with."""

from schemas.query import Flag
from schemas.types import Contract, Slug


class WriteQuery(Contract):
    """The parameters of a write."""

    dry_run: Flag = False
    """`true`: answer as if it had been done, and do nothing."""


class NamingQuery(WriteQuery):
    """The parameters of a write that gives a record names by which it is asked for."""

    shared_names: Flag = False
    """`true`: take names that other records have too; a question by such a name is then refused with all of them."""


class CreationQuery(WriteQuery):
    """The parameters of a write that adds records."""

    similar: Flag = True
    """`false`: look for no others that may be the same, and name none."""


class NamedCreationQuery(NamingQuery, CreationQuery):
    """The parameters of a write that adds a record which is asked for by its names."""


class Merge(Contract):
    """What a record is merged into."""

    into: Slug
    """The record that goes on; the merged one's address leads to it, and what named the one names the other."""
