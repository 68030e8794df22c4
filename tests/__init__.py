"""Tests: one file a behaviour, over all collections and both databases."""
