"""Tests of pages: what people read."""
