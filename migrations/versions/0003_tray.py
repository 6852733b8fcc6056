"""What people decide about notices: names that were taught, and what a member said of a claim."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make both tables, and room for how well a place fits."""
    op.create_table(
        "aliases", *_text("alias", "area", "by"), _time("at"), sa.Column("notice", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("alias", name="pk_aliases"),
    )  # fmt: skip
    op.create_table(
        "clarifications", sa.Column("notice", sa.Integer(), autoincrement=False, nullable=False),
        *_text("service", "text", "member", "by"), _time("at"), _time("until"),
        sa.PrimaryKeyConstraint("notice", name="pk_clarifications"),
    )  # fmt: skip
    op.create_index("ix_clarifications_until", "clarifications", ["until"])
    op.add_column("places", sa.Column("score", sa.Float(), nullable=False, server_default="100"))
    with op.batch_alter_table("places") as places:
        places.alter_column("score", server_default=None)


def downgrade() -> None:
    """Drop them."""
    op.drop_column("places", "score")
    op.drop_table("clarifications")
    op.drop_table("aliases")


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=False) for n in names]


def _time(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
