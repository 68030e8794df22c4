"""LANGUAGE: words, numbers and days as texts have them; pure functions of text."""
