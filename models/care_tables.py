"""The tables of what hangs on troubles and tickets: suspicions, emergencies, households in need, opinions, photographs, purges."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from models.areas import Roster
from models.columns import Grade, Instant, Json, Strings, Word
from models.columns import counted as _counted
from models.columns import is_ as _is
from models.columns import may as _may
from models.metadata import metadata
from models.suspicion import Verdict
from models.words import (
    Rating,
    Service,
)

suspicions = Table(
    "suspicions", metadata, _is("number", Integer, key=True), _is("cause"), _is("service", Word(Service)), _is("topic"),
    _is("line"), _is("estates", Json(Strings)), _is("member"), _is("opened_at", Instant), _is("since", Instant),
    _is("households", Integer), _is("state", Word(Verdict)), _is("asked", Json(Strings)), _is("level", Integer),
    _may("chase_at", Instant), _may("until", Instant), _is("reason"), _is("decided_by"), _may("decided_at", Instant),
    _may("quiet_until", Instant), _may("notice", Integer), _may("ticket", Integer), Index(None, "cause", "number"),
    Index(None, "chase_at"), Index(None, "notice"), Index(None, "state"),
    Index("uq_suspicions_open", "cause", unique=True, sqlite_where=text("state = 'open'"),
          postgresql_where=text("state = 'open'")),
)  # fmt: skip

emergencies = Table(
    "emergencies", metadata, _is("id", Integer, key=True), _is("area"), _is("reason"), _is("by"), _is("began_at", Instant),
    _is("review_at", Instant), _is("bulletin_at", Instant), _is("flash_at", Instant),
    _is("shifts", Json(tuple[Roster, ...])), _may("asked_at", Instant), _may("ended_at", Instant), _is("ended_by"),
    _is("settled", Boolean), Index(None, "settled"),
)  # fmt: skip

points = Table(
    "points", metadata, _is("id", Integer, key=True), _is("emergency", Integer), _is("kind"), _is("text"), _is("by"), _is("at", Instant),
    _may("gone_at", Instant), Index(None, "emergency"),
)  # fmt: skip

# 关爱户: where and what is encrypted, and the rest tells nothing
cares = Table(
    "cares", metadata, _is("id", Integer, key=True), _is("key"), _is("sealed", LargeBinary), _is("by"), _is("confirmed_at", Instant),
    _may("asked_at", Instant), UniqueConstraint("key"),
)  # fmt: skip

visits = Table(
    "visits", metadata, _is("id", Integer, key=True), _is("cause"), _is("care", Integer), _is("worker"), _is("told_at", Instant),
    _may("reminded_at", Instant), _may("climbed_at", Instant), _may("ticked_at", Instant), _is("ticked_by"),
    _may("over_at", Instant), UniqueConstraint("cause", "care"), Index(None, "over_at", "ticked_at"),
    Index(None, "care"),
)  # fmt: skip

opinions = Table(
    "opinions", metadata, _counted(), _is("ticket", Integer), _is("round", Integer), _is("kind"), _is("rater"),
    _is("way"), _is("room"), _may("asked_at", Instant), _may("answered_at", Instant), _may("rating", Grade(Rating)),
    _is("comment"), _is("comment_sealed", LargeBinary), _is("by"), Index(None, "ticket"), Index(None, "rater"),
    Index(None, "asked_at"),
)  # fmt: skip

callbacks = Table(
    "callbacks", metadata, _counted(), _is("ticket", Integer), _is("kind"), _is("at", Instant),
    _is("asked", Json(Strings)), _is("level", Integer), _may("chase_at", Instant), _is("tries", Integer),
    _may("done_at", Instant), _is("done_by"), _is("said"), Index(None, "ticket"), Index(None, "chase_at"),
    Index(None, "done_at"),
)  # fmt: skip

photos = Table(
    "photos", metadata, _counted(), _is("ticket", Integer), _is("channel"), _is("account"), _is("message_id"),
    _is("by"), _is("at", Instant), _is("state"), _is("file"), _is("sha256"), _is("kind"), _is("size", Integer),
    _is("tries", Integer), _may("retry_at", Instant), UniqueConstraint("channel", "message_id"),
    Index(None, "ticket"), Index(None, "state"), Index(None, "sha256"),
)  # fmt: skip

purges = Table(
    "purges", metadata, _counted(), _is("at", Instant), _is("kind"), _is("rule"), _is("count", Integer),
    Index(None, "at"),
)  # fmt: skip

erasures = Table("erasures", metadata, _is("sender", key=True), _is("at", Instant))
