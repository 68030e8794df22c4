"""Tests of changes: the feed, and what can be made of it."""
