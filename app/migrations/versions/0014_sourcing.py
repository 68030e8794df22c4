"""What is called confirmed takes independent sources, and what has none says so; both are derived again.

Every version is rendered again, and then every record is derived from what its writer gave.
"""

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change no table."""


def downgrade() -> None:
    """Change no table."""
