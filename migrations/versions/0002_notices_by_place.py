"""Notices by place: until when a version counts, what still counts by estate, texts by notice and room, pictures."""

import json
from datetime import datetime, timedelta

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_AFTER_END, _WITHOUT_END, _OVER = timedelta(hours=6), timedelta(days=3), timedelta(days=1)


def upgrade() -> None:
    """Add the columns, the table and the indexes, and fill them from what stands."""
    op.drop_index("ix_notices_state_over", "notices")
    op.add_column("notices", sa.Column("until", sa.DateTime(), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        # it reads a row up to the last column that is wanted: what may be a megabyte stands last
        order = [("unmatched", "ends", "until", "reach")]
        with op.batch_alter_table("notices", recreate="always", partial_reordering=order):
            pass
    op.create_index("ix_notices_state_until", "notices", ["state", "until"])
    op.drop_index("ix_outbox_notice", "outbox")
    op.create_index("ix_outbox_notice_room", "outbox", ["notice", "room"])
    op.create_index("ix_outbox_room_status_due_at", "outbox", ["room", "status", "due_at"])
    op.add_column("outbox", sa.Column("picture", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("picture", server_default=None)
    _make_places()
    _fill()


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("places")
    op.drop_column("outbox", "picture")
    op.drop_index("ix_outbox_notice_room", "outbox")
    op.drop_index("ix_outbox_room_status_due_at", "outbox")
    op.create_index("ix_outbox_notice", "outbox", ["notice"])
    op.drop_index("ix_notices_state_until", "notices")
    op.create_index("ix_notices_state_over", "notices", ["state", "over"])
    op.drop_column("notices", "until")


def _make_places() -> None:
    op.create_table(
        "places",
        *[sa.Column(n, sa.Integer(), nullable=False) for n in ("notice", "place", "version")],
        sa.Column("estate", sa.Text(), nullable=False),
        sa.Column("buildings", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("area", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("notice", "place", name="pk_places"),
    )
    op.create_index("ix_places_estate_until", "places", ["estate", "until"])


def _fill() -> None:
    notices = sa.table(
        "notices",
        *(sa.column(n, sa.Integer()) for n in ("id", "version")),
        *(sa.column(n, sa.Text()) for n in ("state", "reach")),
        *(sa.column(n, sa.DateTime()) for n in ("starts", "ends", "until")),
        sa.column("published_at", sa.DateTime(timezone=True)),
        sa.column("over", sa.Boolean()),
    )
    places = sa.table("places", *(sa.column(c.name, c.type) for c in _columns()))
    conn, newest = op.get_bind(), {}
    for row in conn.execute(sa.select(notices).order_by(notices.c.id, notices.c.version)).all():
        until = _until(row)
        this = (notices.c.id == row.id, notices.c.version == row.version)
        conn.execute(notices.update().where(*this).values(until=until))
        if row.state == "published":
            newest[row.id] = (row, until)
    found = [made for row, until in newest.values() for made in _places(row, until)]
    if found:
        conn.execute(places.insert(), found)


def _columns() -> list[sa.Column]:
    whole, text = sa.Integer(), sa.Text()
    kinds = {"notice": whole, "place": whole, "version": whole, "estate": text, "buildings": text, "effect": text}
    kinds |= {"sure": sa.Boolean(), "area": whole, "why": text, "until": sa.DateTime()}
    return [sa.Column(name, kind) for name, kind in kinds.items()]


def _until(row: sa.Row) -> datetime:
    published = row.published_at.replace(tzinfo=None)
    if row.over:
        return published + _OVER
    return row.ends + _AFTER_END if row.ends else max(filter(None, (row.starts, published))) + _WITHOUT_END


def _places(row: sa.Row, until: datetime) -> list[dict]:
    return [
        {
            "notice": row.id, "place": place, "version": row.version, "estate": reach["estate"],
            "buildings": None if reach["buildings"] is None else json.dumps(reach["buildings"], ensure_ascii=False),
            "effect": reach["effect"], "sure": reach["sure"], "area": reach["area"], "why": reach["why"],
            "until": until,
        }
        for place, reach in enumerate(json.loads(row.reach))
    ]  # fmt: skip
