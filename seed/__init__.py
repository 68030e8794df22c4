"""THE DATA: curated records in our own words, and their loader."""
