"""CHANGES: everything that happened, in its order, and the whole of what stands."""
