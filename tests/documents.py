"""The seed document, which stands beside the project where it is there at all."""

from pathlib import Path

import pytest

DOCUMENT = Path(__file__).parents[2] / "shared" / "seed-document.txt"
DOCUMENT_ID = "uk-security-policy-tracker-2026-02-26"
needs_document = pytest.mark.skipif(not DOCUMENT.exists(), reason="the seed document is not beside the project")
