"""Tests of editions: drafted, checked, published, pinned, compared and superseded."""
