"""Labelled lines: whose they are, so that 勿扰 can take them away, and why they were kept."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the two columns; what stands was kept in doubt, of nobody known."""
    op.add_column("samples", sa.Column("sender", sa.Text(), nullable=False, server_default=""))
    op.add_column("samples", sa.Column("source", sa.Text(), nullable=False, server_default="doubt"))
    with op.batch_alter_table("samples") as samples:
        samples.alter_column("sender", server_default=None)
        samples.alter_column("source", server_default=None)
    op.create_index("ix_samples_sender", "samples", ["sender"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_samples_sender", "samples")
    op.drop_column("samples", "source")
    op.drop_column("samples", "sender")
