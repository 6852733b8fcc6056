"""What retention looks for every night is found by an index."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

NAMED, MENTIONING = sa.text("length(sender_sealed) > 0"), sa.text("length(mentions) > 2")


def upgrade() -> None:
    """Messages by their hour; lines and texts that still name somebody."""
    op.create_index("ix_inbox_at", "inbox", ["at"])
    op.create_index("ix_reports_named", "reports", ["at"], sqlite_where=NAMED, postgresql_where=NAMED)
    op.create_index("ix_outbox_mentioning", "outbox", ["due_at"], sqlite_where=MENTIONING, postgresql_where=MENTIONING)


def downgrade() -> None:
    """Take them away again."""
    op.drop_index("ix_outbox_mentioning", "outbox")
    op.drop_index("ix_reports_named", "reports")
    op.drop_index("ix_inbox_at", "inbox")
