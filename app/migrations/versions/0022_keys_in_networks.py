"""Keys may be used from some networks alone, and have the secret before their last rotation for a while."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("api_key", sa.Column("networks", TEXT, nullable=True))
    op.add_column("api_key", sa.Column("previous_digest", TEXT, nullable=True))
    op.add_column("api_key", sa.Column("previous_until", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("api_key") as batch_op:
        for name in ("previous_until", "previous_digest", "networks"):
            batch_op.drop_column(name)
