"""Tests of rules: what holds of values of the contract, without a database."""
