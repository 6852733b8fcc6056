"""The first schema: inbox, matters, tickets, notices, outbox, audit, district, switches, samples."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TABLES = (
    "inbox", "reports", "matters", "tickets", "audit", "notices", "feeds", "outbox", "areas", "rooms", "members",
    "people", "responsibilities", "rosters", "optouts", "contacts", "seats", "flags", "counters", "samples",
    "gaps", "ears",
)  # fmt: skip


def upgrade() -> None:
    """Make every table."""
    _messages()
    _tickets()
    _notices()
    _outbox()
    _places()
    _staff()
    _duties()
    _switches()
    _samples()
    _hearing()


def downgrade() -> None:
    """Drop every table."""
    for name in TABLES:
        op.drop_table(name)


def _text(*names: str, null: bool = False) -> list[sa.Column]:
    return [sa.Column(n, sa.Text(), nullable=null) for n in names]


def _whole(*names: str, null: bool = False) -> list[sa.Column]:
    return [sa.Column(n, sa.Integer(), nullable=null) for n in names]


def _flag(*names: str) -> list[sa.Column]:
    return [sa.Column(n, sa.Boolean(), nullable=False) for n in names]


def _time(*names: str, null: bool = False) -> list[sa.Column]:
    return [sa.Column(n, sa.DateTime(timezone=True), nullable=null) for n in names]


def _kept() -> list[sa.Column]:
    return [*_whole("position"), *_time("retired_at", null=True)]


def _counted(name: str) -> list[sa.Column]:
    return [sa.Column(name, sa.Integer(), autoincrement=True, nullable=False)]


def _key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name="_".join(("uq", table, *columns)))


def _index(table: str, *columns: str) -> None:
    op.create_index("_".join(("ix", table, *columns)), table, list(columns))


def _messages() -> None:
    op.create_table(
        "inbox", *_text("channel", "message_id", "room", "sender", "digest"), *_time("minute", "at"),
        _key("inbox", "channel", "message_id"), _unique("inbox", "room", "sender", "digest", "minute"),
    )  # fmt: skip
    op.create_table(
        "matters", *_text("key", "service", "topic", "urgency"), *_text("estate", null=True),
        *_time("opened_at", "last_at"), *_text("buildings", "rooms"), *_whole("households", "restored"), *_flag("open"),
        _key("matters", "key"),
    )  # fmt: skip
    _index("matters", "open", "last_at")
    op.create_table(
        "reports", *_text("channel", "message_id", "matter", "room", "sender", "household", "act"),
        *_text("estate", "building", "unit", null=True), *_text("masked"), *_time("at"), *_text("why"),
        *[sa.Column(n, sa.LargeBinary(), nullable=False) for n in ("sender_sealed", "nick_sealed", "text_sealed")],
        _key("reports", "channel", "message_id"),
        sa.ForeignKeyConstraint(["matter"], ["matters.key"], name="fk_reports_matter"),
    )  # fmt: skip
    for columns in (("matter", "household"), ("at",), ("sender",)):
        _index("reports", *columns)


def _tickets() -> None:
    op.create_table(
        "tickets", *_whole("number"), *_text("matter", "status", "service", "topic", "urgency"), *_time("created_at"),
        *_text("room"), *_text("estate", "building", null=True), *_text("summary", "reporter"), *_whole("households"),
        *_text("member", "person", "worker"), *_text("step", null=True), *_flag("by_default"),
        *_time("respond_by", "contact_by", "arrive_by", "resolve_by", "feedback_by", "accepted_at", "dispatched_at",
               "signed_at", "contacted_at", "arrived_at", "resolved_at", "asked_at", "closed_at", "chase_at", null=True),
        *_text("result"), *_whole("rating", null=True), *_text("comment"), *_whole("reworks", "returns"),
        *_flag("supervised", "in_grid"), *_text("outside"), *_whole("parent", "notice", null=True), *_text("why"),
        _key("tickets", "number"),
        sa.ForeignKeyConstraint(["parent"], ["tickets.number"], name="fk_tickets_parent", deferrable=True,
                                initially="DEFERRED"),
    )  # fmt: skip
    for column in ("status", "created_at", "person", "worker", "resolved_at", "matter", "parent", "chase_at"):
        _index("tickets", column)
    main = sa.text("parent IS NULL AND matter <> ''")
    op.create_index("uq_tickets_main", "tickets", ["matter"], unique=True, sqlite_where=main, postgresql_where=main)
    op.create_table(
        "audit", *_counted("id"), *_text("subject", "action", "actor"), *_time("at"),
        *_text("source", "reason", "before", "after"), _key("audit", "id"),
    )  # fmt: skip
    _index("audit", "subject")
    _index("audit", "at")


def _notices() -> None:
    op.create_table(
        "notices", *_whole("id", "version"), *_text("feed", "ref", "digest", "said", "text"), *_time("published_at"),
        *_text("reach", "member", "state", "unmatched"), *_text("service", null=True), *_flag("over"),
        *[sa.Column(n, sa.DateTime(), nullable=True) for n in ("starts", "ends")], _key("notices", "id", "version"),
    )  # fmt: skip
    for columns in (("feed", "ref"), ("state", "over"), ("published_at",)):
        _index("notices", *columns)
    op.create_table(
        "feeds", *_text("feed"), *_flag("ok"), *_time("checked_at", "changed_at", null=True),
        *_text("etag", "modified", "digest", "error"), *_whole("failures"), _key("feeds", "feed"),
    )  # fmt: skip


def _outbox() -> None:
    op.create_table(
        "outbox", *_counted("id"), *_text("key", "text", "room", "person"), *_whole("priority"), *_time("due_at"),
        *_time("expires_at", null=True), *_text("topic"), *_whole("ticket", "notice", null=True), *_flag("at_night"),
        *_text("mentions", "status", "account"), *_whole("attempts"), *_time("retry_at", "sent_at", null=True),
        *_text("sent_id", "last_error", "why", "way"), _key("outbox", "id"), _unique("outbox", "key"),
    )  # fmt: skip
    for columns in (("status", "due_at"), ("room", "topic", "sent_at"), ("account", "sent_at")):
        _index("outbox", *columns)
    for column in ("ticket", "notice", "sent_at"):
        _index("outbox", column)


def _places() -> None:
    op.create_table(
        "areas", *_text("code", "name", "kind"), *_text("parent", null=True),
        *_text("aliases", "buildings", "roads", "lines"), *_whole("households", null=True), *_text("extra"), *_kept(),
        _key("areas", "code"),
    )  # fmt: skip
    op.create_table(
        "rooms", *_text("id", "topic", "areas", "kind", "channel", "account"), *_flag("shadow", "paused"), *_kept(),
        _key("rooms", "id"),
    )  # fmt: skip


def _staff() -> None:
    op.create_table(
        "members", *_text("code", "name", "services", "hotline"), *_flag("fallback"), *_text("notify", "feeds"),
        *_kept(), _key("members", "code"),
    )  # fmt: skip
    op.create_table(
        "people", *_text("id", "name", "role", "areas", "member", "buildings", "phone", "team", "chief", "notify",
                         "level"), *_kept(), _key("people", "id"),
    )  # fmt: skip


def _duties() -> None:
    op.create_table(
        "responsibilities", *_text("key", "area", "member"), *_text("service", "topic", null=True),
        *_text("buildings"), *_kept(), _key("responsibilities", "key"),
    )  # fmt: skip
    op.create_table(
        "rosters", *_text("key", "member", "person", "team", "area", "days", "start", "end", "stand_in", "away_from",
                          "away_to"), *_kept(), _key("rosters", "key"),
    )  # fmt: skip


def _switches() -> None:
    op.create_table("optouts", *_text("sender"), *_time("at"), _key("optouts", "sender"))
    sealed = sa.Column("sealed", sa.LargeBinary(), nullable=False)
    op.create_table("contacts", *_text("sender"), sealed, *_time("at"), *_text("account"), _key("contacts", "sender"))
    _index("contacts", "at")
    op.create_table("seats", *_text("account", "target"), *_time("at"), _key("seats", "account", "target"))
    op.create_table("flags", *_text("key", "value"), _key("flags", "key"))
    op.create_table("counters", *_text("name"), *_whole("value"), _key("counters", "name"))


def _samples() -> None:
    op.create_table(
        "samples", *_counted("id"), *_text("channel", "message_id", "room", "masked"), *_time("at"), *_text("guess"),
        sa.Column("score", sa.Float(), nullable=False), *_text("why", "verdict", "judged_by"),
        *_time("judged_at", null=True), _key("samples", "id"), _unique("samples", "channel", "message_id"),
    )  # fmt: skip
    _index("samples", "verdict", "at")


def _hearing() -> None:
    op.create_table(
        "gaps", *_text("room"), *_time("began", "ended"), *_text("account", "reason"), *_flag("open", "told"),
        _key("gaps", "room", "began"),
    )  # fmt: skip
    _index("gaps", "began")
    _index("gaps", "open")
    _index("gaps", "told")
    op.create_table("ears", *_text("account"), *_time("heard_at"), _key("ears", "account"))
