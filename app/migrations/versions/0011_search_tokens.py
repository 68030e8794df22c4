"""The tokens of versions move to a table of their own, filled when every version is rendered again."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_tokens",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_tokens")),
    )
    with op.batch_alter_table("search_text") as batch_op:
        for name in ("title", "body", "length"):
            batch_op.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("search_text") as batch_op:
        for name in ("title", "body"):
            batch_op.add_column(sa.Column(name, TEXT, nullable=False, server_default=""))
        batch_op.add_column(sa.Column("length", sa.Integer(), nullable=False, server_default="0"))
    op.drop_table("search_tokens")
