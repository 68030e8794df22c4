"""Tests: a folder for each room, a file for each behaviour, over all collections and both databases."""
