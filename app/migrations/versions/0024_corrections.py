"""Notes of corrections: every version of a briefing is rendered again with one, and found by what it corrects."""

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing: no table is another one."""


def downgrade() -> None:
    """Nothing."""
