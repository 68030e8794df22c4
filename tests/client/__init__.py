"""Tests of clients: ours, and those that generators make."""
