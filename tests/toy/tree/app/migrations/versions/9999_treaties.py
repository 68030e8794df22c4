"""The tables of treaties."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "HEAD"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "treaty",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("number", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_treaty")),
    )
    op.create_index("ix_treaty_history", "treaty", ["id", "seq"])
    for key in ("signed_on", "title_key", "created_at", "updated_at"):
        op.create_index(f"ix_treaty_{key}", "treaty", [key, "id", "seq", "until"])
    for label, column in (("uq_treaty_current", "id"), ("uq_treaty_current_number", "number")):
        where = sa.text("until IS NULL")
        op.create_index(label, "treaty", [column], unique=True, sqlite_where=where, postgresql_where=where)
    op.create_table(
        "treaty_term",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "field", "value", "role", name=op.f("pk_treaty_term")),
    )
    op.create_index("ix_treaty_term_value", "treaty_term", ["field", "value", "leads", "id", "seq", "until"])


def downgrade() -> None:
    op.drop_table("treaty_term")
    op.drop_table("treaty")
