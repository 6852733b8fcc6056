"""The tables of the district: what is loaded from district.yaml, and the aliases that people taught."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Integer,
    Table,
)

from models.columns import Instant, Json, Strings, Word
from models.columns import is_ as _is
from models.columns import may as _may
from models.metadata import metadata
from models.words import (
    AreaKind,
    Role,
    RoomKind,
    Service,
)


def _kept() -> tuple[Column[Any], Column[Any]]:
    """Where in the file it stood, and since when it is no longer there."""
    return _is("position", Integer), _may("retired_at", Instant)


areas = Table(
    "areas", metadata, _is("code", key=True), _is("name"), _is("kind", Word(AreaKind)), _may("parent"),
    *(_is(n, Json(Strings)) for n in ("aliases", "buildings", "roads", "lines")), _may("households", Integer),
    _is("extra", Json(tuple[tuple[str, str], ...])), *_kept(),
)  # fmt: skip

aliases = Table(
    "aliases", metadata, _is("alias", key=True), _is("area"), _is("by"), _is("at", Instant), _may("notice", Integer),
)  # fmt: skip

rooms = Table(
    "rooms", metadata, _is("id", key=True), _is("topic"), _is("areas", Json(Strings)), _is("kind", Word(RoomKind)),
    _is("channel"), _is("account"), _is("shadow", Boolean), _is("paused", Boolean), *_kept(),
)  # fmt: skip

members = Table(
    "members", metadata, _is("code", key=True), _is("name"), _is("services", Json(Strings)), _is("hotline"),
    _is("fallback", Boolean), _is("notify", Json(Strings)), _is("feeds", Json(Strings)), *_kept(),
)  # fmt: skip

people = Table(
    "people", metadata, _is("id", key=True), _is("name"), _is("role", Word(Role)), _is("areas", Json(Strings)),
    _is("member"), _is("buildings", Json(Strings)), _is("phone"), _is("team"), _is("chief"),
    _is("notify", Json(Strings)), _is("level"), *_kept(),
)  # fmt: skip

responsibilities = Table(
    "responsibilities", metadata, _is("key", key=True), _is("area"), _is("member"), _may("service", Word(Service)),
    _may("topic"), _is("buildings", Json(Strings)), *_kept(),
)  # fmt: skip

rosters = Table(
    "rosters", metadata, _is("key", key=True), _is("member"), _is("person"), _is("team"), _is("area"),
    _is("days", Json(tuple[int, ...])), _is("start"), _is("end"), _is("stand_in"), _is("away_from"), _is("away_to"),
    _is("when"), _is("since"), _is("until"), *_kept(),
)  # fmt: skip
