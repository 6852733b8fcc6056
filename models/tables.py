"""The tables. Column names are field names."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from models.columns import Grade, Instant, Json, Said, Strings, Word
from models.columns import counted as _counted
from models.columns import is_ as _is
from models.columns import may as _may
from models.deed import Approval, Redistricting
from models.matter import Matter
from models.metadata import metadata
from models.notice import Announcement, Reach
from models.sample import Source
from models.ticket import Ticket
from models.words import (
    Action,
    Delivery,
    Effect,
    Priority,
    Rating,
    Service,
    Status,
    Step,
    Urgency,
)

inbox = Table(
    "inbox", metadata, _is("channel", key=True), _is("message_id", key=True), _is("room"), _is("sender"),
    _is("digest"), _is("minute", Instant), _is("at", Instant),
    UniqueConstraint("room", "sender", "digest", "minute"), Index(None, "at"),
)  # fmt: skip

matters = Table(
    "matters", metadata, _is("key", key=True), _is("service", Word(Service)), _is("topic"),
    _is("urgency", Word(Urgency)), _may("estate"), _is("opened_at", Instant), _is("last_at", Instant),
    _is("buildings", Json(Strings)), _is("rooms", Json(Strings)), _is("households", Integer),
    _is("restored", Integer), _is("open", Boolean), Index(None, "open", "last_at"),
)  # fmt: skip

SEALED = text("length(reports.text_sealed) > 0")
NAMED = text("length(reports.sender_sealed) > 0")
MENTIONING = text("length(outbox.mentions) > 2")
"""Whether a line still has its encrypted id, nickname and text: they come and go together."""

reports = Table(
    "reports", metadata, _is("channel", key=True), _is("message_id", key=True),
    Column("matter", Said, ForeignKey("matters.key"), nullable=False), _is("room"), _is("sender"), _is("household"),
    _is("act"), _may("estate"), _may("building"), _may("unit"), _is("masked"), _is("at", Instant),
    _is("why", Json(Strings)), _is("sender_sealed", LargeBinary), _is("nick_sealed", LargeBinary),
    _is("text_sealed", LargeBinary), _is("topic"), Index(None, "matter", "household"), Index(None, "at"), Index(None, "sender"),
    Index(None, "estate", "topic", "at"),
    Index("ix_reports_named", "at", sqlite_where=text("length(sender_sealed) > 0"),
          postgresql_where=text("length(sender_sealed) > 0")),
    Index("ix_reports_sealed", "at", sqlite_where=text("length(text_sealed) > 0"),
          postgresql_where=text("length(text_sealed) > 0")),
)  # fmt: skip

tickets = Table(
    "tickets", metadata, _is("number", Integer, key=True), _is("matter"), _is("status", Word(Status)),
    _is("service", Word(Service)), _is("topic"), _is("urgency", Word(Urgency)), _is("created_at", Instant), _is("room"),
    _may("estate"), _may("building"), _is("summary"), _is("reporter"), _is("households", Integer), _is("member"),
    _is("person"), _is("worker"), _may("step", Word(Step)), _is("by_default", Boolean),
    *(_may(f"{n}_by", Instant) for n in ("respond", "contact", "arrive", "resolve", "feedback")),
    *(_may(f"{n}_at", Instant) for n in ("accepted", "dispatched", "signed", "contacted", "arrived", "resolved",
                                         "asked", "closed")),
    _is("result"), _may("rating", Grade(Rating)), _is("comment"), _is("reworks", Integer), _is("returns", Integer),
    _is("supervised", Boolean), _is("in_grid", Boolean), _is("outside"),
    Column("parent", Integer, ForeignKey("tickets.number", deferrable=True, initially="DEFERRED"), nullable=True), _may("notice", Integer),
    _may("chase_at", Instant), _is("co", Json(Strings)), _is("boundary"), _may("disputed_at", Instant), _is("lead"),
    _is("proxy"), _may("whistled_at", Instant), _may("acked_at", Instant), _is("climbed", Integer),
    _may("climbed_from", Instant), _is("photos", Integer), _may("looked_at", Instant), _may("emergency", Integer), _may("held_at", Instant),
    _may("resumed_at", Instant), _may("stopped_at", Instant), _may("stopped_by", Instant), _is("why", Json(Strings)), _is("outcome"),
    _may("expected_at", Instant), Index(None, "notice"), Index(None, "status"), Index(None, "created_at"), Index(None, "person"), Index(None, "chase_at"),
    Index(None, "worker"), Index(None, "resolved_at"), Index(None, "held_at"), Index(None, "matter"), Index(None, "parent"),
    Index(None, "estate", "topic", "created_at"), Index(None, "reporter"),
    Index(None, "status", "closed_at"),
    Index("uq_tickets_main", "matter", unique=True, sqlite_where=text("parent IS NULL AND matter <> ''"),
          postgresql_where=text("parent IS NULL AND matter <> ''")),
)  # fmt: skip

approvals = Table(
    "approvals", metadata, _counted(), _is("ticket", Integer), _is("action", Word(Action)), _is("until", Instant),
    _is("reason"), _is("by"), _is("at", Instant), _is("asked", Json(Strings)), _is("level", Integer),
    _may("chase_at", Instant), _may("granted", Boolean), _is("decided_by"), _may("decided_at", Instant),
    Index(None, "ticket"), Index(None, "chase_at"), Index(None, "granted"),
)  # fmt: skip

choices = Table(
    "choices", metadata, _is("sender", key=True), _is("at", Instant), _is("kind"), _is("options", Json(Strings)),
    _is("verb"), _may("number", Integer), _is("text"), _is("target"), _may("until", Instant),
)  # fmt: skip

deeds = Table(
    "deeds", metadata, _counted(), _is("actor"), _is("at", Instant), _is("verb"),
    _is("before", Json(tuple[Ticket, ...])), _is("after", Json(tuple[Ticket, ...])),
    _is("matters", Json(tuple[Matter, ...])), _is("said", Json(Strings)), _is("taken", Json(Strings)),
    _may("undone_at", Instant), _may("district", Json(Redistricting)), _is("requests", Json(tuple[Approval, ...])),
    _is("passed", Json(Strings)), Index(None, "actor", "at"), Index(None, "at"),
)  # fmt: skip

audit = Table(
    "audit", metadata, _counted(), _is("subject"), _is("action"), _is("actor"), _is("at", Instant), _is("source"),
    _is("reason"), _is("before"), _is("after"), Index(None, "subject"), Index(None, "at"),
    Index(None, "action", "at"),
)  # fmt: skip

notices = Table(
    "notices", metadata, _is("id", Integer, key=True), _is("version", Integer, key=True), _is("feed"), _is("ref"),
    _is("digest"), _is("said", Json(Announcement)), _is("text"), _is("published_at", Instant),
    _is("member"), _is("state"), _is("unmatched", Json(Strings)),
    # taken from the noun at every write, so that SQL can choose by them; local naive times
    _may("service", Word(Service)), _is("over", Boolean), _may("starts", DateTime), _may("ends", DateTime),
    # last, since it may be a megabyte and SQLite reads a row up to the last column that is wanted
    _may("until", DateTime), _is("reach", Json(tuple[Reach, ...])), Index(None, "feed", "ref"), Index(None, "state", "until"), Index(None, "published_at"),
)  # fmt: skip

# what still counts, by estate: the reach of the last published version of each thread, until when (local naive)
places = Table(
    "places", metadata, _is("notice", Integer, key=True), _is("place", Integer, key=True), _is("version", Integer),
    _is("estate"), _may("buildings", Json(Strings)), _is("effect", Word(Effect)), _is("sure", Boolean),
    _is("area", Integer), _is("why"), _is("score", Float), _is("until", DateTime), Index(None, "estate", "until"),
)  # fmt: skip

clarifications = Table(
    "clarifications", metadata, _is("notice", Integer, key=True), _is("service", Word(Service)), _is("text"),
    _is("member"), _is("by"), _is("at", Instant), _is("until", Instant), Index(None, "until"),
)  # fmt: skip

feeds = Table(
    "feeds", metadata, _is("feed", key=True), _is("ok", Boolean), _may("checked_at", Instant),
    _may("changed_at", Instant), _is("etag"), _is("modified"), _is("digest"), _is("error"), _is("failures", Integer),
)  # fmt: skip

outbox = Table(
    "outbox", metadata, _counted(), _is("key"), _is("text"), _is("room"), _is("person"),
    _is("priority", Grade(Priority)), _is("due_at", Instant), _may("expires_at", Instant), _is("topic"),
    _may("ticket", Integer), _may("notice", Integer), _is("at_night", Boolean), _is("mentions", Json(Strings)),
    _is("status", Word(Delivery)), _is("account"), _is("attempts", Integer), _may("retry_at", Instant),
    _may("sent_at", Instant), _is("sent_id"), _is("last_error"), _is("why"), _is("way"), _is("picture"), _is("sealed", LargeBinary), UniqueConstraint("key"),
    Index(None, "status", "due_at"), Index(None, "room", "topic", "sent_at"), Index(None, "account", "sent_at"),
    Index(None, "ticket"), Index(None, "notice", "room"), Index(None, "sent_at"), Index(None, "room", "status", "due_at"),
    Index("ix_outbox_mentioning", "due_at", sqlite_where=text("length(mentions) > 2"), postgresql_where=text("length(mentions) > 2")),
    *(Index(f"ix_outbox_posts_{when}", f"{when}_at", "notice", "room", "priority", "status", "key",
            sqlite_where=text("notice IS NOT NULL"), postgresql_where=text("notice IS NOT NULL")) for when in ("sent", "due")),
)  # fmt: skip

optouts = Table("optouts", metadata, _is("sender", key=True), _is("at", Instant))

contacts = Table(
    "contacts", metadata, _is("sender", key=True), _is("sealed", LargeBinary), _is("at", Instant), _is("account"),
    _is("private", Boolean), _is("phone", LargeBinary), Index(None, "at"),
)  # fmt: skip

seats = Table("seats", metadata, _is("account", key=True), _is("target", key=True), _is("at", Instant))
gaps = Table(
    "gaps", metadata, _is("room", key=True), _is("began", Instant, key=True), _is("ended", Instant), _is("account"),
    _is("reason"), _is("open", Boolean), _is("told", Boolean), Index(None, "began"), Index(None, "open"),
    Index(None, "told"),
)  # fmt: skip
ears = Table("ears", metadata, _is("account", key=True), _is("heard_at", Instant))

flags = Table("flags", metadata, _is("key", key=True), _is("value"))
counters = Table("counters", metadata, _is("name", key=True), _is("value", Integer))

samples = Table(
    "samples", metadata, _counted(), _is("channel"), _is("message_id"), _is("room"), _is("masked"), _is("at", Instant),
    _is("guess"), _is("score", Float), _is("why", Json(Strings)), _is("verdict"), _is("judged_by"),
    _may("judged_at", Instant), _is("sender"), _is("source", Word(Source)), UniqueConstraint("channel", "message_id"),
    Index(None, "verdict", "at"), Index(None, "sender"), Index(None, "judged_at"),
)  # fmt: skip
