"""Drafts of briefings leave the record: whatever draft stands there is taken out as every version is rendered again."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022_6"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "draft",
        *(sa.Column(name, TEXT, nullable=False) for name in ("id", "document")),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_by", TEXT, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("changed_by", TEXT, nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
    )


def downgrade() -> None:
    op.drop_table("draft")
