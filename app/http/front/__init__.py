"""THE FRONT: the one path of every request: its head, limits, kept answers, what all answers have, logs, counts."""
