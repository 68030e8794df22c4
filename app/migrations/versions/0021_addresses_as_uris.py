"""Addresses are written as URIs, so that sources may have other canonical addresses.

Every version is rendered again.
"""

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""


def downgrade() -> None:
    """Change no table."""
