"""The changes of one record, in order."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_change_record", "change", ["collection", "id", "seq"])


def downgrade() -> None:
    op.drop_index("ix_change_record", "change")
