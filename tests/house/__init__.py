"""Tests of the project itself: its contract, its pages, its seed and its own rules."""
