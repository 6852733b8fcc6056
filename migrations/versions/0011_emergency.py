"""Emergency states with their points, clocks that stand still, encrypted texts; households in need and the visits to them."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Four tables, what tickets lack, and texts that are encrypted until they leave."""
    with op.batch_alter_table("tickets") as table:
        table.add_column(sa.Column("emergency", sa.Integer(), nullable=True))
        for name in ("held_at", "resumed_at"):
            table.add_column(_time(name))
    op.create_index("ix_tickets_held_at", "tickets", ["held_at"])
    with op.batch_alter_table("outbox") as table:
        table.add_column(sa.Column("sealed", sa.LargeBinary(), nullable=False, server_default=sa.text("''")))
    _emergencies()
    _points()
    _cares()
    _visits()


def downgrade() -> None:
    """Take it away again."""
    for name in ("visits", "cares", "points", "emergencies"):
        op.drop_table(name)
    with op.batch_alter_table("outbox") as table:
        table.drop_column("sealed")
    op.drop_index("ix_tickets_held_at", "tickets")
    with op.batch_alter_table("tickets") as table:
        for name in ("emergency", "held_at", "resumed_at"):
            table.drop_column(name)


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), autoincrement=False, nullable=False)


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=False) for n in names]


def _time(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _emergencies() -> None:
    op.create_table(
        "emergencies",
        _id(),
        *_text("area", "reason", "by"),
        *(_time(n, null=False) for n in ("began_at", "review_at", "bulletin_at", "flash_at")),
        *_text("shifts"),
        _time("asked_at"),
        _time("ended_at"),
        *_text("ended_by"),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergencies")),
    )
    op.create_index("ix_emergencies_settled", "emergencies", ["settled"])


def _points() -> None:
    op.create_table(
        "points",
        _id(),
        sa.Column("emergency", sa.Integer(), nullable=False),
        *_text("kind", "text", "by"),
        _time("at", null=False),
        _time("gone_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_points")),
    )
    op.create_index("ix_points_emergency", "points", ["emergency"])


def _cares() -> None:
    op.create_table(
        "cares",
        _id(),
        *_text("key"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        *_text("by"),
        _time("confirmed_at", null=False),
        _time("asked_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cares")),
        sa.UniqueConstraint("key", name=op.f("uq_cares_key")),
    )


def _visits() -> None:
    op.create_table(
        "visits",
        _id(),
        *_text("cause"),
        sa.Column("care", sa.Integer(), nullable=False),
        *_text("worker"),
        _time("told_at", null=False),
        *(_time(n) for n in ("reminded_at", "climbed_at", "ticked_at")),
        *_text("ticked_by"),
        _time("over_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visits")),
        sa.UniqueConstraint("cause", "care", name=op.f("uq_visits_cause_care")),
    )
    op.create_index("ix_visits_over_at_ticked_at", "visits", ["over_at", "ticked_at"])
    op.create_index("ix_visits_care", "visits", ["care"])
