"""Tests of upkeep: checks, backups and back."""
