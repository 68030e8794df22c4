"""Tests of searching: words and what they find."""
