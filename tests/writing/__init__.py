"""Tests of writing: records, batches, merges, retries and what is restored."""
