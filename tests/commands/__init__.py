"""Tests of commands: `tracker …`, and what it says."""
