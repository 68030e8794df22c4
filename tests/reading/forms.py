"""The forms of a list, and their types."""

from app.resources import COLLECTIONS

NAMES = sorted(COLLECTIONS)
