"""Feeds, which of their items are which sources, and the log of their polls."""

import sqlalchemy as sa
from alembic import op

revision = "0022_1"
down_revision = "0022"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "feed",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("host", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=True),
        sa.Column("publisher", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=True),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("language", TEXT, nullable=True),
        sa.Column("reliability", TEXT, nullable=True),
        sa.Column("aggregator", sa.Boolean(), nullable=False),
        sa.Column("interval_minutes", sa.Integer(), nullable=False),
        sa.Column("takes_texts", sa.Boolean(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("moved_from", TEXT, nullable=True),
        sa.Column("ended_because", TEXT, nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("polled_at", INSTANT, nullable=True),
        sa.Column("next_poll_at", INSTANT, nullable=True),
        sa.Column("etag", TEXT, nullable=True),
        sa.Column("last_modified", TEXT, nullable=True),
        sa.Column("digest", TEXT, nullable=True),
        sa.Column("relay", TEXT, nullable=True),
        sa.Column("lease", TEXT, nullable=True),
        sa.Column("leased_until", INSTANT, nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("url", name=op.f("uq_feed_url")),
    )
    op.create_index("ix_feed_next_poll_at", "feed", ["next_poll_at"])
    op.create_table(
        "feed_item",
        sa.Column("feed", TEXT, nullable=False),
        sa.Column("item", TEXT, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("given", TEXT, nullable=False),
        sa.Column("relay", TEXT, nullable=True),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text_due_at", INSTANT, nullable=True),
        sa.Column("text_tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("feed", "item", name=op.f("pk_feed_item")),
    )
    op.create_index("ix_feed_item_source", "feed_item", ["source"])
    op.create_index("ix_feed_item_text_due_at", "feed_item", ["text_due_at"])
    op.create_table(
        "feed_poll",
        sa.Column("id", SEQ, nullable=False),
        sa.Column("feed", TEXT, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("problems", TEXT, nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_poll")),
    )
    op.create_index("ix_feed_poll_log", "feed_poll", ["feed", "id"])


def downgrade() -> None:
    for name in ("feed_poll", "feed_item", "feed"):
        op.drop_table(name)
