"""PAGES: the record as people read it: HTML without scripts, made from what the API answers."""
