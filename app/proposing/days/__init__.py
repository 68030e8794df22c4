"""Days: the days, months and years that a sentence names; `reading` is the way in."""
