"""Stories: which sources tell the same, and the sketches of their texts by which that is told."""

import sqlalchemy as sa
from alembic import op

revision = "0022_2"
down_revision = "0022_1"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
SEQ = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "story",
        sa.Column("number", SEQ, nullable=False),
        sa.Column("into", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_story")),
    )
    op.create_index("ix_story_into", "story", ["into"])
    op.create_table(
        "story_member",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("story", sa.BigInteger(), nullable=False),
        sa.Column("placed", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story_member")),
    )
    op.create_index("ix_story_member_story", "story_member", ["story", "id"])
    op.create_table(
        "story_sketch",
        sa.Column("number", SEQ, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("shingles", sa.Integer(), nullable=False),
        sa.Column("hashes", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_story_sketch")),
    )
    op.create_index("uq_story_sketch_id", "story_sketch", ["id"], unique=True)
    op.create_table(
        "story_hash",
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sketch", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("value", "sketch", name=op.f("pk_story_hash")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    for name in ("story_hash", "story_sketch", "story_member", "story"):
        op.drop_table(name)
