"""Evidence: the texts of sources, the passages in them, what rests on these, and what stands against a claim."""
