"""Tests of reading: filters, walks, counts, forms and what they cost."""
