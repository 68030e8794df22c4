"""What is searched, who belongs to whom on which days (both filled by rendering the versions again), and a name."""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("seq", SEQ, autoincrement=False, nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("collection", TEXT, nullable=False),
        sa.Column("title_key", TEXT, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_search_text")),
    )
    op.create_index("ix_search_text_id", "search_text", ["id", "seq"])
    op.create_index("ix_search_text_title_key", "search_text", ["title_key", "id", "seq"])
    op.create_index("ix_search_text_updated_at", "search_text", ["updated_at", "id", "seq"])
    op.create_table(
        "actor_tie",
        sa.Column("seq", SEQ, nullable=False),
        sa.Column("group_id", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", "group_id", "first_day", "last_day", name=op.f("pk_actor_tie")),
    )
    op.create_index("ix_actor_tie_group_id", "actor_tie", ["group_id", "id"])
    op.create_index("ix_actor_tie_id", "actor_tie", ["id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE TABLE search_index (rowid bigint PRIMARY KEY, lexemes tsvector NOT NULL)")
        op.execute("CREATE INDEX ix_search_index_lexemes ON search_index USING gin (lexemes)")
    else:
        # The tokens are made by the service: `ascii` only splits them at spaces, and leaves every other script alone.
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5"
            "(lexemes, content='', columnsize=0, detail=none, tokenize='ascii')"
        )

    with op.batch_alter_table("clock") as batch_op:
        batch_op.add_column(sa.Column("instance", TEXT, nullable=True))
    op.execute(sa.text("UPDATE clock SET instance = :name").bindparams(name=secrets.token_hex(8)))
    with op.batch_alter_table("clock") as batch_op:
        batch_op.alter_column("instance", existing_type=TEXT, nullable=False)
    with op.batch_alter_table("briefing") as batch_op:
        batch_op.alter_column("first_day", existing_type=sa.Date(), nullable=True)
        batch_op.alter_column("last_day", existing_type=sa.Date(), nullable=True)
    op.create_index("ix_source_publisher", "source", ["publisher", "id", "seq", "until"])
    op.create_index("ix_source_origin", "source", ["origin", "id", "seq", "until"])


def downgrade() -> None:
    op.drop_index("ix_source_origin", "source")
    op.drop_index("ix_source_publisher", "source")
    op.execute("UPDATE briefing SET first_day = '9999-12-31' WHERE first_day IS NULL")
    op.execute("UPDATE briefing SET last_day = '9999-12-31' WHERE last_day IS NULL")
    with op.batch_alter_table("briefing") as batch_op:
        batch_op.alter_column("first_day", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("last_day", existing_type=sa.Date(), nullable=False)
    with op.batch_alter_table("clock") as batch_op:
        batch_op.drop_column("instance")
    op.execute("DROP TABLE search_index")
    op.drop_table("actor_tie")
    op.drop_table("search_text")
