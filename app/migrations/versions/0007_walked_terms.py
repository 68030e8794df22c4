"""Terms that a list can be read from: which one leads, and the days of developments.

The terms themselves are made anew when every version is rendered again.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

KEYS: dict[str, list[str]] = {"actor": [], "briefing": [], "condition": [], "development": ["date"], "source": []}
DAYS = ("first_day", "last_day")


def upgrade() -> None:
    for name, keys in KEYS.items():
        table = f"{name}_term"
        op.execute(f"DELETE FROM {table}")  # noqa: S608  # a name of ours
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(f"ix_{table}_value")
            batch_op.add_column(sa.Column("leads", sa.Boolean(), nullable=False))
            for day in DAYS if name == "development" else ():
                batch_op.add_column(sa.Column(day, sa.Date(), nullable=False))
        days = DAYS if name == "development" else ()
        op.create_index(f"ix_{table}_value", table, ["field", "value", "leads", *keys, "id", "seq", "until", *days])


def downgrade() -> None:
    for name, keys in KEYS.items():
        table = f"{name}_term"
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_index(f"ix_{table}_value")
            batch_op.drop_column("leads")
            for day in DAYS if name == "development" else ():
                batch_op.drop_column(day)
        op.create_index(f"ix_{table}_value", table, ["field", "value", *keys, "id", "seq", "until"])
