"""The texts of sources, their grades, and the days of offices."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "source_text",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_text")),
    )
    op.create_table(
        "actor_office",
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "place", name=op.f("pk_actor_office")),
    )
    op.create_index("ix_actor_office_id", "actor_office", ["id"])
    op.add_column("source", sa.Column("reliability", TEXT, nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("source") as batch_op:
        batch_op.drop_column("reliability")
    op.drop_table("actor_office")
    op.drop_table("source_text")
