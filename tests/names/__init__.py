"""Tests of names: resolved, matched, shared and turned into ids."""
