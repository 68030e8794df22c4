"""BENCH: figures, and the data that they are taken on."""
