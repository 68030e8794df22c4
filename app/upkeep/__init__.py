"""UPKEEP: whether the database holds what it should, bringing right what is derived, and backups and back."""
