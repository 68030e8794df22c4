"""Each change knows the last of its transaction; the words of passages that an attached text lost are kept."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("change", sa.Column("last", sa.BigInteger(), nullable=True))
    # The changes of a transaction share their instant, and instants never fall.
    change = sa.table("change", sa.column("seq"), sa.column("at"), sa.column("last"))
    same = change.alias()
    last = sa.select(sa.func.max(same.c.seq)).where(same.c.at == change.c.at).scalar_subquery()
    op.execute(change.update().values(last=last))
    with op.batch_alter_table("change") as batch_op:
        batch_op.alter_column("last", existing_type=sa.BigInteger(), nullable=False)
    op.create_table(
        "lost_passage",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("start", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("exact", TEXT, nullable=False),
        sa.Column("prefix", TEXT, nullable=False),
        sa.Column("suffix", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", "start", "sha256", name=op.f("pk_lost_passage")),
    )


def downgrade() -> None:
    op.drop_table("lost_passage")
    with op.batch_alter_table("change") as batch_op:
        batch_op.drop_column("last")
