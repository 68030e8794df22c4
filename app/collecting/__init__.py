"""COLLECTING: sources that come by themselves, from feeds; the texts of articles; which of them are one story.

A poll is one transaction for each portion of items, and one that says that it is done; whoever is killed between polls
again, and an item that is a source already is not made one again.
"""
