"""Housekeeping: what needs care, merging and bringing back, texts, feeds, webhooks and keys."""
