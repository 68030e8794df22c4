"""The desk: pages on which editors who write no code read, decide and write."""
