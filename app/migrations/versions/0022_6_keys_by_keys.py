"""Keys that are made by keys: which one made each, and how often it was edited."""

import sqlalchemy as sa
from alembic import op

revision = "0022_6"
down_revision = "0022_5"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("api_key", sa.Column("by", TEXT, nullable=True))
    op.add_column("api_key", sa.Column("revision", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    with op.batch_alter_table("api_key") as batch_op:
        batch_op.drop_column("revision")
        batch_op.drop_column("by")
