"""Proposals: which texts were read, and what their sentences could become."""

import sqlalchemy as sa
from alembic import op

revision = "0022_3"
down_revision = "0022_2"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "text_read",
        sa.Column("source", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("source", name=op.f("pk_text_read")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", SEQ, nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("state", "source")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("start", "end")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("sha256", "words", "exact")),
        sa.Column("heading", TEXT, nullable=True),
        *(sa.Column(name, TEXT, nullable=False) for name in ("reason", "verdict")),
        sa.Column("near", TEXT, nullable=True),
        sa.Column("nearness", sa.Float(), nullable=False),
        *(sa.Column(name, TEXT, nullable=False) for name in ("near_reason", "actors", "themes", "parts", "draft")),
        *(sa.Column(name, TEXT, nullable=True) for name in ("drafted_by", "decided_by")),
        sa.Column("decided_at", INSTANT, nullable=True),
        *(sa.Column(name, TEXT, nullable=True) for name in ("decision", "outcome")),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    op.create_index("ix_proposal_state", "proposal", ["state", "id"])
    op.create_index("ix_proposal_source", "proposal", ["source", "id"])
    op.create_index("ix_proposal_words", "proposal", ["words"])


def downgrade() -> None:
    for name in ("proposal", "text_read"):
        op.drop_table(name)
