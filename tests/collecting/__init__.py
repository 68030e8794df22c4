"""Tests of what comes in by itself."""
