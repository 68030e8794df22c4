"""How many developments each term leads to, by their days, is kept by triggers, wherever terms are written."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

MORE = """
INSERT INTO development_tally (field, value, first_day, last_day, records)
VALUES (NEW.field, NEW.value, NEW.first_day, NEW.last_day, 1)
ON CONFLICT (field, value, first_day, last_day) DO UPDATE SET records = development_tally.records + 1;
"""
LESS = """
UPDATE development_tally SET records = records - 1
WHERE field = OLD.field AND value = OLD.value AND first_day = OLD.first_day AND last_day = OLD.last_day;
DELETE FROM development_tally
WHERE field = OLD.field AND value = OLD.value AND first_day = OLD.first_day AND last_day = OLD.last_day AND records = 0;
"""
# What happens to terms, by the names of the triggers: which rows it is about, and what becomes of the tallies.
TRIGGERS = {
    "development_term_made": ("INSERT", "NEW.leads AND NEW.until IS NULL", MORE),
    "development_term_ended": ("UPDATE OF until", "OLD.leads AND OLD.until IS NULL AND NEW.until IS NOT NULL", LESS),
    "development_term_gone": ("DELETE", "OLD.leads AND OLD.until IS NULL", LESS),
}


def upgrade() -> None:
    op.create_table(
        "development_tally",
        sa.Column("field", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("records", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("field", "value", "first_day", "last_day", name=op.f("pk_development_tally")),
        sqlite_with_rowid=False,
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, (event, rows, change) in TRIGGERS.items():
        if is_sqlite:
            op.execute(f"CREATE TRIGGER {name} AFTER {event} ON development_term WHEN {rows} BEGIN {change} END")
            continue
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {change} RETURN NULL; END$$")
        when = f"FOR EACH ROW WHEN ({rows}) EXECUTE FUNCTION {name}()"
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON development_term {when}")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON development_term")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}")
    op.drop_table("development_tally")
