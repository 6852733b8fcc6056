"""The tables of the console's own: who may sign in, who is signed in, who tried."""

from __future__ import annotations

from sqlalchemy import Index, Integer, LargeBinary, Table

from models.columns import Instant, Json, Strings, Word
from models.columns import counted as _counted
from models.columns import is_ as _is
from models.columns import may as _may
from models.metadata import metadata
from models.words import Role

logins = Table(
    "logins", metadata, _is("name", key=True), _is("role", Word(Role)), _is("made_at", Instant), _is("made_by"),
    _is("person"), _is("areas", Json(Strings)), _is("member"), _is("secret"), _is("second", LargeBinary),
    _may("stopped_at", Instant),
)  # fmt: skip

sessions = Table(
    "sessions", metadata, _is("digest", key=True), _is("login"), _is("form"), _is("made_at", Instant),
    _is("seen_at", Instant), Index(None, "login"), Index(None, "seen_at"),
)  # fmt: skip

invitations = Table(
    "invitations", metadata, _is("digest", key=True), _is("login"), _is("made_at", Instant), _is("expires_at", Instant),
    _may("used_at", Instant), Index(None, "login"),
)  # fmt: skip

tries = Table(
    "tries", metadata, _counted(), _is("of"), _is("at", Instant), Index(None, "of", "at"), Index(None, "at"),
)  # fmt: skip

api_keys = Table(
    "api_keys", metadata, _is("digest", key=True), _is("name"), _is("scopes", Json(Strings)), _is("made_at", Instant),
    _is("made_by"), _is("member"), _may("ends_at", Instant), _may("used_at", Instant), Index(None, "name"),
)  # fmt: skip

answered = Table(
    "answered", metadata, _is("key", key=True), _is("token", key=True), _is("asked"), _is("status", Integer),
    _is("answer"), _is("at", Instant), Index(None, "at"),
)  # fmt: skip
