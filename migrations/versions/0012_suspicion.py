"""Suspected outages; what became of a supply that was said to be back; the topic of each line."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add the table of cards, and the columns."""
    with op.batch_alter_table("reports") as table:
        table.add_column(sa.Column("topic", sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_reports_estate_topic_at", "reports", ["estate", "topic", "at"])
    with op.batch_alter_table("tickets") as table:
        table.add_column(sa.Column("outcome", sa.Text(), nullable=False, server_default=""))
        table.add_column(sa.Column("expected_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_tickets_notice", "tickets", ["notice"])
    _suspicions()


def downgrade() -> None:
    """Take it away again."""
    op.drop_table("suspicions")
    op.drop_index("ix_tickets_notice", "tickets")
    with op.batch_alter_table("tickets") as table:
        table.drop_column("expected_at")
        table.drop_column("outcome")
    op.drop_index("ix_reports_estate_topic_at", "reports")
    with op.batch_alter_table("reports") as table:
        table.drop_column("topic")


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=False) for n in names]


def _time(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _suspicions() -> None:
    op.create_table(
        "suspicions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *_text("cause", "service", "topic", "line", "estates", "member"),
        _time("opened_at", null=False),
        _time("since", null=False),
        sa.Column("households", sa.Integer(), nullable=False),
        *_text("state", "asked"),
        sa.Column("level", sa.Integer(), nullable=False),
        _time("chase_at"),
        _time("until"),
        *_text("reason", "decided_by"),
        _time("decided_at"),
        _time("quiet_until"),
        sa.Column("notice", sa.Integer(), nullable=True),
        sa.Column("ticket", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_suspicions")),
    )
    for columns in (["cause", "number"], ["chase_at"], ["notice"], ["state"]):
        op.create_index(f"ix_suspicions_{'_'.join(columns)}", "suspicions", columns)
    only = sa.text("state = 'open'")
    op.create_index(
        "uq_suspicions_open", "suspicions", ["cause"], unique=True, sqlite_where=only, postgresql_where=only
    )
