"""SEARCH: a question in words becomes what both engines look up and rank."""
