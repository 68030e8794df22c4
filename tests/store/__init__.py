"""Tests of the store: schema, history, commits and replicas."""
