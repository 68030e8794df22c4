"""The index of developments by day carries what lists ask of them, so that their wide rows need not be read for it."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

KEY = ["date", "id", "seq", "until"]
ASKED = ["first_day", "last_day", "credibility", "origins", "disputed"]


def upgrade() -> None:
    op.drop_index("ix_development_date", table_name="development")
    op.create_index("ix_development_date", "development", [*KEY, *ASKED])


def downgrade() -> None:
    op.drop_index("ix_development_date", table_name="development")
    op.create_index("ix_development_date", "development", KEY)
