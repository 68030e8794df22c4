"""VERSIONS: the tables, the clock, the one write path, and reading at a number."""
