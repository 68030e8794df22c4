"""What says how a reader came to a page is told by a longer list, so that sources may have other canonical addresses.

Every version is rendered again.
"""

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""


def downgrade() -> None:
    """Change no table."""
