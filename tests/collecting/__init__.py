"""Tests of collecting: what feeds say becomes sources, and nothing is lost, doubled or let in."""
