"""Models: what came of asking one for a proposal's draft, and when it is asked."""

import sqlalchemy as sa
from alembic import op

revision = "0022_4"
down_revision = "0022_3"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("proposal", sa.Column("model", TEXT, nullable=True))
    op.add_column("proposal", sa.Column("model_reason", TEXT, nullable=True))
    op.add_column("proposal", sa.Column("model_due_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("proposal", sa.Column("model_tries", sa.Integer(), nullable=True))
    op.execute("UPDATE proposal SET model_due_at = created_at WHERE state = 'open'")
    op.create_index("ix_proposal_model", "proposal", ["model", "state"])
    op.create_index("ix_proposal_model_due", "proposal", ["model_due_at"])


def downgrade() -> None:
    for name in ("ix_proposal_model_due", "ix_proposal_model"):
        op.drop_index(name, "proposal")
    for name in ("model_tries", "model_due_at", "model_reason", "model"):
        op.drop_column("proposal", name)
