"""The desk: who is signed in, whose each key is, and what the acceptance of a proposal wrote."""

import sqlalchemy as sa
from alembic import op

revision = "0022_5"
down_revision = "0022_4"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "desk_session",
        *(sa.Column(name, TEXT, nullable=False) for name in ("digest", "prefix", "key_digest", "secret")),
        *(sa.Column(name, INSTANT, nullable=False) for name in ("created_at", "expires_at")),
        *(sa.Column(name, TEXT, nullable=False) for name in ("decided", "later")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_desk_session")),
    )
    op.add_column("api_key", sa.Column("person", TEXT, nullable=True))
    op.add_column("proposal", sa.Column("accepted_as", TEXT, nullable=True))


def downgrade() -> None:
    op.drop_table("desk_session")
    for table, column in (("proposal", "accepted_as"), ("api_key", "person")):
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_column(column)
