"""Keys, the answers that a retry is given again, and the canonical addresses of sources."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "api_key",
        sa.Column("prefix", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("digest", TEXT, nullable=False),
        sa.Column("scopes", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", INSTANT, nullable=True),
        sa.Column("last_used_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_api_key")),
        sa.UniqueConstraint("name", name=op.f("uq_api_key_name")),
    )
    op.create_table(
        "stored_answer",
        sa.Column("prefix", TEXT, nullable=False),
        sa.Column("target", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("request_digest", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("headers", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("prefix", "target", "key", name=op.f("pk_stored_answer")),
    )
    op.create_index("ix_stored_answer_at", "stored_answer", ["at"])
    op.add_column("source", sa.Column("canonical_url", TEXT, nullable=True))
    op.create_index("ix_source_canonical_url", "source", ["canonical_url", "seq"])
    op.create_index(
        "uq_source_current_canonical_url",
        "source",
        ["canonical_url"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_source_current_canonical_url", "source")
    op.drop_index("ix_source_canonical_url", "source")
    with op.batch_alter_table("source") as batch_op:
        batch_op.drop_column("canonical_url")
    op.drop_table("stored_answer")
    op.drop_table("api_key")
