"""DECLARATIONS: what each collection's filters, sorts and derived fields mean."""

from app.reading.resource import check_together
from app.resources.actors import ACTORS
from app.resources.briefings import BRIEFINGS
from app.resources.conditions import CONDITIONS
from app.resources.developments import DEVELOPMENTS
from app.resources.sources import SOURCES

RESOURCES = (BRIEFINGS, DEVELOPMENTS, CONDITIONS, ACTORS, SOURCES)
"""Every resource, each before those that its records rest on: the order in which `include` follows references."""

check_together(RESOURCES)

RESOURCES_BY_NAME = {resource.name: resource for resource in RESOURCES}
"""Every resource, by the name of its collection."""

COLLECTIONS = {resource.name: resource.collection for resource in RESOURCES}
"""The same, as the store sees them."""

__all__ = [
    "ACTORS",
    "BRIEFINGS",
    "COLLECTIONS",
    "CONDITIONS",
    "DEVELOPMENTS",
    "RESOURCES",
    "RESOURCES_BY_NAME",
    "SOURCES",
]
