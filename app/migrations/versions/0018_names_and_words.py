"""Names are folded anew, and words that hyphens join are read as one too, when every version is rendered again."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.execute("DELETE FROM search_tokens")
    with op.batch_alter_table("search_tokens", recreate="always") as batch_op:
        for name in ("title_joined", "body_joined"):
            batch_op.add_column(sa.Column(name, TEXT, nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("search_tokens") as batch_op:
        for name in ("title_joined", "body_joined"):
            batch_op.drop_column(name)
