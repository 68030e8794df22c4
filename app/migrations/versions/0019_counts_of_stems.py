"""How often each stem stands in a version is counted when it is rendered, not each time that hits are ranked."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.execute("DELETE FROM search_tokens")
    with op.batch_alter_table("search_tokens", recreate="always") as batch_op:
        batch_op.add_column(sa.Column("counts", TEXT, nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("search_tokens") as batch_op:
        batch_op.drop_column("counts")
