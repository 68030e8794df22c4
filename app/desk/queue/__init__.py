"""The queue: proposals, decided on one at a time."""
