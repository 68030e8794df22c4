"""The clock, the change log, and the five collections."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "actor",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("country", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_actor")),
    )
    with op.batch_alter_table("actor", schema=None) as batch_op:
        batch_op.create_index("ix_actor_created_at", ["created_at", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_actor_history", ["id", "seq"], unique=False)
        batch_op.create_index("ix_actor_title_key", ["title_key", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_actor_updated_at", ["updated_at", "id", "seq", "until"], unique=False)
        batch_op.create_index(
            "uq_actor_current",
            ["id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "actor_term",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "field", "value", "role", name=op.f("pk_actor_term")),
    )
    with op.batch_alter_table("actor_term", schema=None) as batch_op:
        batch_op.create_index("ix_actor_term_value", ["field", "value", "id", "seq", "until"], unique=False)

    op.create_table(
        "briefing",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("state", TEXT, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_briefing")),
    )
    with op.batch_alter_table("briefing", schema=None) as batch_op:
        batch_op.create_index("ix_briefing_created_at", ["created_at", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_briefing_history", ["id", "seq"], unique=False)
        batch_op.create_index("ix_briefing_published_on", ["published_on", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_briefing_title_key", ["title_key", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_briefing_updated_at", ["updated_at", "id", "seq", "until"], unique=False)
        batch_op.create_index(
            "uq_briefing_current",
            ["id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "briefing_term",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "field", "value", "role", name=op.f("pk_briefing_term")),
    )
    with op.batch_alter_table("briefing_term", schema=None) as batch_op:
        batch_op.create_index("ix_briefing_term_value", ["field", "value", "id", "seq", "until"], unique=False)

    op.create_table(
        "change",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("action", TEXT, nullable=False),
        sa.Column("into", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
    )
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.create_index("ix_change_at", ["at", "seq"], unique=False)

    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.execute("INSERT INTO clock (id, seq, at) VALUES (1, 0, '1970-01-01 00:00:00+00:00')")
    op.create_table(
        "condition",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_condition")),
    )
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.create_index("ix_condition_created_at", ["created_at", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_condition_history", ["id", "seq"], unique=False)
        batch_op.create_index("ix_condition_position", ["position", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_condition_title_key", ["title_key", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_condition_updated_at", ["updated_at", "id", "seq", "until"], unique=False)
        batch_op.create_index(
            "uq_condition_current",
            ["id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "condition_term",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "field", "value", "role", name=op.f("pk_condition_term")),
    )
    with op.batch_alter_table("condition_term", schema=None) as batch_op:
        batch_op.create_index("ix_condition_term_value", ["field", "value", "id", "seq", "until"], unique=False)

    op.create_table(
        "development",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("credibility", sa.Integer(), nullable=True),
        sa.Column("origins", sa.Integer(), nullable=False),
        sa.Column("disputed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_development")),
    )
    with op.batch_alter_table("development", schema=None) as batch_op:
        batch_op.create_index("ix_development_created_at", ["created_at", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_development_date", ["date", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_development_history", ["id", "seq"], unique=False)
        batch_op.create_index("ix_development_title_key", ["title_key", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_development_updated_at", ["updated_at", "id", "seq", "until"], unique=False)
        batch_op.create_index(
            "uq_development_current",
            ["id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "development_term",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("seq", "field", "value", "role", name=op.f("pk_development_term")),
    )
    with op.batch_alter_table("development_term", schema=None) as batch_op:
        batch_op.create_index(
            "ix_development_term_value", ["field", "value", "date", "id", "seq", "until"], unique=False
        )

    op.create_table(
        "reference",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("target_collection", TEXT, nullable=False),
        sa.Column("target_id", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "target_collection", "target_id", name=op.f("pk_reference")),
    )
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.create_index("ix_reference_source", ["collection", "id", "seq"], unique=False)
        batch_op.create_index("ix_reference_target", ["target_collection", "target_id", "until"], unique=False)

    op.create_table(
        "source",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("publisher", TEXT, nullable=False),
        sa.Column("origin", TEXT, nullable=False),
        sa.Column("aggregator", sa.Boolean(), nullable=False),
        sa.Column("published", sa.Date(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_source")),
    )
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.create_index("ix_source_created_at", ["created_at", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_source_history", ["id", "seq"], unique=False)
        batch_op.create_index("ix_source_published", ["published", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_source_title_key", ["title_key", "id", "seq", "until"], unique=False)
        batch_op.create_index("ix_source_updated_at", ["updated_at", "id", "seq", "until"], unique=False)
        batch_op.create_index(
            "uq_source_current",
            ["id"],
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        )

    op.create_table(
        "source_term",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("role", TEXT, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "field", "value", "role", name=op.f("pk_source_term")),
    )
    with op.batch_alter_table("source_term", schema=None) as batch_op:
        batch_op.create_index("ix_source_term_value", ["field", "value", "id", "seq", "until"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("source_term", schema=None) as batch_op:
        batch_op.drop_index("ix_source_term_value")

    op.drop_table("source_term")
    with op.batch_alter_table("source", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_source_current", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )
        batch_op.drop_index("ix_source_updated_at")
        batch_op.drop_index("ix_source_title_key")
        batch_op.drop_index("ix_source_published")
        batch_op.drop_index("ix_source_history")
        batch_op.drop_index("ix_source_created_at")

    op.drop_table("source")
    with op.batch_alter_table("reference", schema=None) as batch_op:
        batch_op.drop_index("ix_reference_target")
        batch_op.drop_index("ix_reference_source")

    op.drop_table("reference")
    with op.batch_alter_table("development_term", schema=None) as batch_op:
        batch_op.drop_index("ix_development_term_value")

    op.drop_table("development_term")
    with op.batch_alter_table("development", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_development_current", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )
        batch_op.drop_index("ix_development_updated_at")
        batch_op.drop_index("ix_development_title_key")
        batch_op.drop_index("ix_development_history")
        batch_op.drop_index("ix_development_date")
        batch_op.drop_index("ix_development_created_at")

    op.drop_table("development")
    with op.batch_alter_table("condition_term", schema=None) as batch_op:
        batch_op.drop_index("ix_condition_term_value")

    op.drop_table("condition_term")
    with op.batch_alter_table("condition", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_condition_current", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )
        batch_op.drop_index("ix_condition_updated_at")
        batch_op.drop_index("ix_condition_title_key")
        batch_op.drop_index("ix_condition_position")
        batch_op.drop_index("ix_condition_history")
        batch_op.drop_index("ix_condition_created_at")

    op.drop_table("condition")
    op.drop_table("clock")
    with op.batch_alter_table("change", schema=None) as batch_op:
        batch_op.drop_index("ix_change_at")

    op.drop_table("change")
    with op.batch_alter_table("briefing_term", schema=None) as batch_op:
        batch_op.drop_index("ix_briefing_term_value")

    op.drop_table("briefing_term")
    with op.batch_alter_table("briefing", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_briefing_current", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )
        batch_op.drop_index("ix_briefing_updated_at")
        batch_op.drop_index("ix_briefing_title_key")
        batch_op.drop_index("ix_briefing_published_on")
        batch_op.drop_index("ix_briefing_history")
        batch_op.drop_index("ix_briefing_created_at")

    op.drop_table("briefing")
    with op.batch_alter_table("actor_term", schema=None) as batch_op:
        batch_op.drop_index("ix_actor_term_value")

    op.drop_table("actor_term")
    with op.batch_alter_table("actor", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_actor_current", sqlite_where=sa.text("until IS NULL"), postgresql_where=sa.text("until IS NULL")
        )
        batch_op.drop_index("ix_actor_updated_at")
        batch_op.drop_index("ix_actor_title_key")
        batch_op.drop_index("ix_actor_history")
        batch_op.drop_index("ix_actor_created_at")

    op.drop_table("actor")
