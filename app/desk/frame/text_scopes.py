"""Who may see the text of a source whole at the desk."""

from app.resources import RESOURCES, SOURCES

TEXT_SCOPES = tuple(f"{each.name}:write" for each in RESOURCES if each.carries_evidence or each is SOURCES)
"""The scopes of which a key needs one to see a text whole."""
