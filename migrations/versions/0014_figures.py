"""Tickets as they are counted, for figures over years; scores of a quarter, what was published, and its corrections."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

TEXTS = ("member", "topic", "service", "urgency", "estate", "building")
MOMENTS = ("closed", "solved", "judged", "due")
SPANS = ("respond", "arrive")

_POSTS = sa.text("notice IS NOT NULL")

# a district that was imported before it left stamps (models/store/district.py) gets its first one
_STAMP = "INSERT INTO flags (key, value) SELECT 'district stamp', '0014' WHERE EXISTS (SELECT 1 FROM areas)"


def upgrade() -> None:
    """Make the tables, and count the tickets that are there."""
    op.create_table(
        "strokes",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(n, sa.Text(), nullable=False) for n in TEXTS),
        *(sa.Column(n, sa.Integer(), nullable=False) for n in ("marks", "reworks")),
        sa.Column("opened", sa.BigInteger(), nullable=False),
        *(sa.Column(n, sa.BigInteger(), nullable=True) for n in MOMENTS),
        *(sa.Column(n, sa.Integer(), nullable=True) for n in SPANS),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_strokes")),
    )
    op.create_index("ix_strokes_opened_estate_topic_marks", "strokes", ["opened", "estate", "topic", "marks"])
    op.create_index("ix_strokes_closed_opened", "strokes", ["closed", "opened"])
    for name in ("solved", "judged"):
        op.create_index(f"ix_strokes_{name}", "strokes", [name])
    op.create_index("ix_strokes_estate_topic_opened", "strokes", ["estate", "topic", "opened"])
    op.create_index("ix_audit_action_at", "audit", ["action", "at"])
    for when in ("sent", "due"):
        wanted = [f"{when}_at", "notice", "room", "priority", "status", "key"]
        op.create_index(f"ix_outbox_posts_{when}", "outbox", wanted, sqlite_where=_POSTS, postgresql_where=_POSTS)
    _marks()
    _published()
    op.execute(_STAMP)
    op.execute(_count(op.get_bind().dialect.name))


def downgrade() -> None:
    """Take them away again."""
    for when in ("sent", "due"):
        op.drop_index(f"ix_outbox_posts_{when}", "outbox")
    op.drop_index("ix_audit_action_at", "audit")
    for name in ("corrections", "published", "outsides", "marks", "strokes"):
        op.drop_table(name)


def _text(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=False) for n in names]


def _at() -> sa.Column:
    return sa.Column("at", sa.DateTime(timezone=True), nullable=False)


def _marks() -> None:
    keys = ("period", "area", "member", "standard")
    op.create_table(
        "marks", *_text(*keys), sa.Column("points", sa.Float(), nullable=False), *_text("evidence", "by"), _at(),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_marks")),
    )  # fmt: skip
    keys = ("period", "system", "figure", "member")
    op.create_table(
        "outsides", *_text(*keys), sa.Column("share", sa.Float(), nullable=False),
        *(sa.Column(n, sa.Integer(), nullable=True) for n in ("part", "whole")), *_text("source", "by"), _at(),
        sa.PrimaryKeyConstraint(*keys, name=op.f("pk_outsides")),
    )  # fmt: skip


def _published() -> None:
    op.create_table(
        "published", *_text("period"), _at(), *_text("by", "figures", "scores"),
        sa.PrimaryKeyConstraint("period", name=op.f("pk_published")),
    )  # fmt: skip
    op.create_table(
        "corrections", sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        *_text("period", "figure", "before", "after", "why", "by"), _at(),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )  # fmt: skip
    op.create_index("ix_corrections_period", "corrections", ["period"])


def _count(dialect: str) -> str:
    """The tickets that stand, by the rules of ``models/stroke.py`` as they were when this was written."""

    def at(column: str) -> str:
        # not unixepoch(), which SQLite has only since 3.38
        return (
            f"CAST(floor(extract(epoch FROM {column})) AS bigint)"
            if dialect == "postgresql"
            else f"CAST(strftime('%s', {column}) AS INTEGER)"
        )

    def took(start: str, end: str) -> str:
        span = f"{at(end)} - {at(start)}"
        return f"CASE WHEN {span} < 0 THEN 0 ELSE {span} END"

    def true(column: str) -> str:
        return column if dialect == "postgresql" else f"{column} <> 0"

    over = "status IN ('dismissed', 'deflected', 'merged', 'rejected', 'closed', 'archived', 'anonymised')"
    theirs = "status IN ('dismissed', 'deflected', 'rejected', 'merged')"
    kept = "(status IN ('archived', 'anonymised') AND resolved_at IS NULL)"
    start = "CASE WHEN reworks > 0 AND dispatched_at IS NOT NULL THEN dispatched_at ELSE created_at END"
    closed = f"CASE WHEN {over} THEN coalesce(closed_at, resolved_at, created_at) END"
    marks = (
        "parent IS NULL AND status <> 'merged'",
        f"NOT {theirs} AND NOT {kept}",
        "accepted_at IS NOT NULL",
        "dispatched_at IS NOT NULL",
        "signed_at IS NOT NULL AND (respond_by IS NULL OR signed_at <= respond_by)",
        "resolved_at IS NOT NULL",
        "resolved_at IS NOT NULL OR reworks > 0",
        "asked_at IS NOT NULL",
        "rating IS NOT NULL",
        "rating IN (1, 2)",
        true("by_default"),
        "returns > 0",
        true("supervised"),
        true("in_grid"),
        "disputed_at IS NOT NULL",
        None,  # tickets knew no emergency state then
        "resolved_at IS NOT NULL AND reworks = 0",
    )
    summed = " + ".join(f"CASE WHEN {so} THEN {1 << n} ELSE 0 END" for n, so in enumerate(marks) if so)
    return f"""INSERT INTO strokes (number, {", ".join(TEXTS)}, marks, reworks, opened, {", ".join(MOMENTS)}, {", ".join(SPANS)})
        SELECT number, member, topic, service, urgency, coalesce(estate, ''), coalesce(building, ''), {summed}, reworks,
        {at("created_at")}, {at(closed)}, {at("resolved_at")}, {at("coalesce(asked_at, resolved_at)")}, {at("resolve_by")},
        {took(start, "signed_at")}, {took(start, "arrived_at")} FROM tickets"""  # noqa: S608 (no value of anybody is in it)
