"""Tests of what is read off the sentences of texts."""
