"""DECLARATIONS: what each collection's filters, sorts and derived fields mean."""

from app.resources.actors import ACTORS
from app.resources.briefings import BRIEFINGS
from app.resources.conditions import CONDITIONS
from app.resources.developments import DEVELOPMENTS
from app.resources.sources import SOURCES

RESOURCES = (BRIEFINGS, DEVELOPMENTS, CONDITIONS, ACTORS, SOURCES)
"""Every resource, each before those that its records name: the order in which `include` follows references."""

COLLECTIONS = {resource.name: resource.collection for resource in RESOURCES}
"""The same, as the store sees them."""

__all__ = ["ACTORS", "BRIEFINGS", "COLLECTIONS", "CONDITIONS", "DEVELOPMENTS", "RESOURCES", "SOURCES"]
