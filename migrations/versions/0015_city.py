"""Indices for what is asked every day of tables that hold years; a clock that rests keeps what was left of it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

RESTS = ("stopped_at", "stopped_by")
SEALED = sa.text("length(text_sealed) > 0")


def upgrade() -> None:
    """Make them."""
    with op.batch_alter_table("tickets") as table:
        for name in RESTS:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_tickets_reporter", "tickets", ["reporter"])
    op.create_index("ix_tickets_status_closed_at", "tickets", ["status", "closed_at"])
    op.create_index("ix_approvals_granted", "approvals", ["granted"])
    op.create_index("ix_samples_judged_at", "samples", ["judged_at"])
    op.create_index("ix_reports_sealed", "reports", ["at"], sqlite_where=SEALED, postgresql_where=SEALED)


def downgrade() -> None:
    """Drop them."""
    for table, name in (
        ("reports", "sealed"),
        ("samples", "judged_at"),
        ("approvals", "granted"),
        ("tickets", "status_closed_at"),
        ("tickets", "reporter"),
    ):
        op.drop_index(f"ix_{table}_{name}", table)
    with op.batch_alter_table("tickets") as batch:
        for name in RESTS:
            batch.drop_column(name)
