"""What the database says, as one error of ours: may the same call succeed later?"""

from __future__ import annotations

import sqlite3

from sqlalchemy.exc import IntegrityError, OperationalError, StatementError

from models.errors import StoreFailed

# SQLite's primary result codes, https://www.sqlite.org/rescode.html
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
_PASSING = _BUSY | {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_INTERRUPT}
# PostgreSQL's classes, https://www.postgresql.org/docs/current/errcodes-appendix.html:
# connection, rollback (deadlock, serialisation), resources, intervention, system
_PASSING_CLASSES = ("08", "40", "53", "55", "57", "58")


def as_failure(error: StatementError) -> StoreFailed:
    """One line that says why, without the values of the statement (they may be a resident's words)."""
    if isinstance(error, IntegrityError):
        return StoreFailed(f"a rule of the database refused a row: {_first_line(error)}", retry=False)
    return StoreFailed(f"the database failed: {_first_line(error)}", retry=_passes(error))


def is_busy(error: StatementError) -> bool:
    """Whether somebody else holds the database just now, so that trying again at once makes sense."""
    code = _sqlite_code(error)
    return code in _BUSY if code is not None else _state(error)[:2] in ("40", "55")


def _passes(error: StatementError) -> bool:
    code = _sqlite_code(error)
    if code is not None:
        return code in _PASSING
    state = _state(error)
    return state[:2] in _PASSING_CLASSES if state else isinstance(error, OperationalError)


def _sqlite_code(error: StatementError) -> int | None:
    """The primary code, None when SQLite did not say it."""
    code = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else int(code) & 0xFF


def _state(error: StatementError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or "")


def _first_line(error: StatementError) -> str:
    return str(error.orig).splitlines()[0] if str(error.orig) else type(error.orig).__name__
