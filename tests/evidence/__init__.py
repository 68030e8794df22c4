"""Tests of evidence: texts, passages, corroboration, disputes and offices."""
