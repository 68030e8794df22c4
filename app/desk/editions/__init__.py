"""Editions: drafts assembled, edited, checked, previewed, published and corrected."""
