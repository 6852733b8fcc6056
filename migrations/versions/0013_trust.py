"""Opinions, call-backs, photographs; what was purged and who wants to be forgotten; deeds that changed the district."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

TABLES = ("photos", "erasures", "purges", "callbacks", "opinions")


def upgrade() -> None:
    """Five tables, and what tickets, contacts and deeds lack."""
    with op.batch_alter_table("tickets") as table:
        table.add_column(_time("looked_at"))
    with op.batch_alter_table("contacts") as table:
        table.add_column(sa.Column("private", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("phone", sa.LargeBinary(), nullable=False, server_default=""))
    with op.batch_alter_table("deeds") as table:
        table.add_column(sa.Column("district", sa.Text(), nullable=True))
        for name in ("requests", "passed"):
            table.add_column(sa.Column(name, sa.Text(), nullable=False, server_default="[]"))
    _opinions()
    _callbacks()
    _purges()
    _photos()


def downgrade() -> None:
    """Take it away again."""
    for name in TABLES:
        op.drop_table(name)
    with op.batch_alter_table("deeds") as table:
        for name in ("district", "requests", "passed"):
            table.drop_column(name)
    with op.batch_alter_table("contacts") as table:
        table.drop_column("phone")
        table.drop_column("private")
    with op.batch_alter_table("tickets") as table:
        table.drop_column("looked_at")


def _id() -> sa.Column:
    return sa.Column("id", sa.Integer(), autoincrement=True, nullable=False)


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=False) for n in names]


def _number(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Integer(), nullable=False) for n in names]


def _time(name: str, *, null: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=null)


def _key(table: str, column: str = "id") -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(column, name=op.f(f"pk_{table}"))


def _index(table: str, *columns: str) -> None:
    for column in columns:
        op.create_index(f"ix_{table}_{column}", table, [column])


def _opinions() -> None:
    op.create_table(
        "opinions",
        _id(),
        *_number("ticket", "round"),
        *_text("kind", "rater", "way", "room"),
        _time("asked_at"),
        _time("answered_at"),
        sa.Column("rating", sa.Integer(), nullable=True),
        *_text("comment"),
        sa.Column("comment_sealed", sa.LargeBinary(), nullable=False),
        *_text("by"),
        _key("opinions"),
    )
    _index("opinions", "ticket", "rater", "asked_at")


def _callbacks() -> None:
    op.create_table(
        "callbacks",
        _id(),
        *_number("ticket"),
        *_text("kind"),
        _time("at", null=False),
        *_text("asked"),
        *_number("level"),
        _time("chase_at"),
        *_number("tries"),
        _time("done_at"),
        *_text("done_by", "said"),
        _key("callbacks"),
    )
    _index("callbacks", "ticket", "chase_at", "done_at")


def _purges() -> None:
    op.create_table("purges", _id(), _time("at", null=False), *_text("kind", "rule"), *_number("count"), _key("purges"))
    _index("purges", "at")
    op.create_table("erasures", *_text("sender"), _time("at", null=False), _key("erasures", "sender"))


def _photos() -> None:
    op.create_table(
        "photos",
        _id(),
        *_number("ticket"),
        *_text("channel", "account", "message_id", "by"),
        _time("at", null=False),
        *_text("state", "file", "sha256", "kind"),
        *_number("size", "tries"),
        _time("retry_at"),
        _key("photos"),
        sa.UniqueConstraint("channel", "message_id", name=op.f("uq_photos_channel_message_id")),
    )
    _index("photos", "ticket", "state", "sha256")
