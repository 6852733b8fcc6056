"""Who may sign in to the console, who is signed in, who failed to; keys of programs and what they were answered."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0016"


def _text(name: str, *, key: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=False, primary_key=key)


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Add the six tables."""
    op.create_table(
        "logins", _text("name", key=True), _text("role"), _instant("made_at"), _text("made_by"), _text("person"),
        _text("areas"), _text("member"), _text("secret"), sa.Column("second", sa.LargeBinary(), nullable=False),
        _instant("stopped_at", nullable=True),
    )  # fmt: skip
    op.create_table(
        "sessions", _text("digest", key=True), _text("login"), _text("form"), _instant("made_at"), _instant("seen_at")
    )
    op.create_index("ix_sessions_login", "sessions", ["login"])
    op.create_index("ix_sessions_seen_at", "sessions", ["seen_at"])
    op.create_table(
        "invitations", _text("digest", key=True), _text("login"), _instant("made_at"), _instant("expires_at"),
        _instant("used_at", nullable=True),
    )  # fmt: skip
    op.create_index("ix_invitations_login", "invitations", ["login"])
    op.create_table("tries", sa.Column("id", sa.Integer(), primary_key=True), _text("of"), _instant("at"))
    op.create_index("ix_tries_of_at", "tries", ["of", "at"])
    op.create_index("ix_tries_at", "tries", ["at"])
    op.create_table(
        "api_keys", _text("digest", key=True), _text("name"), _text("scopes"), _instant("made_at"), _text("made_by"),
        _text("member"), _instant("ends_at", nullable=True), _instant("used_at", nullable=True),
    )  # fmt: skip
    op.create_index("ix_api_keys_name", "api_keys", ["name"])
    op.create_table(
        "answered", _text("key", key=True), _text("token", key=True), _text("asked"),
        sa.Column("status", sa.Integer(), nullable=False), _text("answer"), _instant("at"),
    )  # fmt: skip
    op.create_index("ix_answered_at", "answered", ["at"])


def downgrade() -> None:
    """Take them away again."""
    for table in ("answered", "api_keys", "tries", "invitations", "sessions", "logins"):
        op.drop_table(table)
