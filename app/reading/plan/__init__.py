"""THE PLAN: what a question means in SQL."""
