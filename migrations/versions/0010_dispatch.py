"""Disputes, co-operating members, climbing and telephone reports of tickets; leave, choices and deeds; richer rosters."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"

TEXTS = ("boundary", "lead", "proxy")
TIMES = ("disputed_at", "whistled_at", "acked_at", "climbed_from")
COUNTS = ("climbed", "photos")
ROSTER = ("when", "since", "until")


def upgrade() -> None:
    """Add what tickets and rosters lack, and three tables."""
    with op.batch_alter_table("tickets") as table:
        table.add_column(sa.Column("co", sa.Text(), nullable=False, server_default="[]"))
        for name in TEXTS:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
        for name in TIMES:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
        for name in COUNTS:
            table.add_column(sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    op.create_index("ix_tickets_estate_topic_created_at", "tickets", ["estate", "topic", "created_at"])
    with op.batch_alter_table("rosters") as table:
        for name in ROSTER:
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _approvals()
    _choices()
    _deeds()


def downgrade() -> None:
    """Take it away again."""
    for name in ("deeds", "choices", "approvals"):
        op.drop_table(name)
    with op.batch_alter_table("rosters") as table:
        for name in ROSTER:
            table.drop_column(name)
    op.drop_index("ix_tickets_estate_topic_created_at", "tickets")
    with op.batch_alter_table("tickets") as table:
        for name in ("co", *TEXTS, *TIMES, *COUNTS):
            table.drop_column(name)


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=False) for n in names]


def _time(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("ticket", sa.Integer(), nullable=False),
        *_text("action"),
        _time("until", null=False),
        *_text("reason", "by"),
        _time("at", null=False),
        *_text("asked"),
        sa.Column("level", sa.Integer(), nullable=False),
        _time("chase_at"),
        sa.Column("granted", sa.Boolean(), nullable=True),
        *_text("decided_by"),
        _time("decided_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index("ix_approvals_ticket", "approvals", ["ticket"])
    op.create_index("ix_approvals_chase_at", "approvals", ["chase_at"])


def _choices() -> None:
    op.create_table(
        "choices",
        *_text("sender"),
        _time("at", null=False),
        *_text("kind", "options", "verb"),
        sa.Column("number", sa.Integer(), nullable=True),
        *_text("text", "target"),
        _time("until"),
        sa.PrimaryKeyConstraint("sender", name=op.f("pk_choices")),
    )


def _deeds() -> None:
    op.create_table(
        "deeds",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *_text("actor"),
        _time("at", null=False),
        *_text("verb", "before", "after", "matters", "said", "taken"),
        _time("undone_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deeds")),
    )
    op.create_index("ix_deeds_actor_at", "deeds", ["actor", "at"])
    op.create_index("ix_deeds_at", "deeds", ["at"])
