"""Tests of what reads what comes from outside: whatever that is, it is taken or refused, and nothing fails."""
