"""Tests of webhooks: what is delivered, to whom, and whose they are."""
