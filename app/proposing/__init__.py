"""Proposing: what a record could say of each sentence of a text, every part with its place and its reason."""
