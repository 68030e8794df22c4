"""COLLECTING: what comes in by itself, and which of it tells the same story."""
