"""READING: a question becomes a plan, a plan becomes documents; knows no collection."""
