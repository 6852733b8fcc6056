"""Who may sign in, who is signed in, and who failed to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from models.errors import NotFound
from models.login import Invitation, Login, Session
from models.store.rows import Rows, put
from models.webtables import invitations, logins, sessions, tries

LOGINS: Rows[Login] = Rows(logins, Login)
SESSIONS: Rows[Session] = Rows(sessions, Session)
INVITATIONS: Rows[Invitation] = Rows(invitations, Invitation)
_FAILED = select(func.count()).where(tries.c.of == bindparam("of"), tries.c.at > bindparam("since"))


class Logins:
    """Names, sessions, links and failed tries. Passwords and cookies stand here only as hashes."""

    def __init__(self, conn: Connection) -> None:
        self._conn = conn

    def get(self, name: str) -> Login:
        """The login of this name; NotFound."""
        found = self.find(name)
        if found is None:
            raise NotFound("login", name)
        return found

    def find(self, name: str) -> Login | None:
        """The login of this name, or None."""
        return LOGINS.one(self._conn, name=name)

    def all(self) -> list[Login]:
        """Every login, by name."""
        return LOGINS.all(self._conn, LOGINS.select.order_by(logins.c.name))

    def put(self, login: Login) -> None:
        """Keep a login as it is now."""
        put(self._conn, logins, LOGINS.row(login))

    def session(self, digest: str) -> Session | None:
        """The session with this digest, or None."""
        return SESSIONS.one(self._conn, digest=digest)

    def keep(self, session: Session) -> None:
        """Keep a session as it is now."""
        put(self._conn, sessions, SESSIONS.row(session))

    def end(self, digest: str) -> None:
        """Sign one browser out."""
        self._conn.execute(sessions.delete().where(sessions.c.digest == digest))

    def end_all(self, login: str, *, but: str = "") -> int:
        """Sign every browser of a login out, ``but`` the one with this digest; how many."""
        of = (sessions.c.login == login, sessions.c.digest != but)
        return self._conn.execute(sessions.delete().where(*of)).rowcount

    def sessions_of(self, login: str) -> list[Session]:
        """The browsers of a login, the latest seen first."""
        wanted = SESSIONS.select.where(sessions.c.login == login).order_by(sessions.c.seen_at.desc())
        return SESSIONS.all(self._conn, wanted)

    def invite(self, invitation: Invitation) -> None:
        """Keep a link; an earlier one of the same login no longer opens."""
        unused = (invitations.c.login == invitation.login, invitations.c.used_at.is_(None))
        self._conn.execute(invitations.delete().where(*unused))
        put(self._conn, invitations, INVITATIONS.row(invitation))

    def invitation(self, digest: str) -> Invitation | None:
        """The link with this digest, or None."""
        return INVITATIONS.one(self._conn, digest=digest)

    def used(self, digest: str, at: datetime) -> None:
        """A link has done its work."""
        self._conn.execute(invitations.update().where(invitations.c.digest == digest).values(used_at=at))

    def failed(self, of: str, at: datetime) -> None:
        """Somebody failed to sign in as, or from, ``of``."""
        self._conn.execute(tries.insert().values(of=of, at=at))

    def failures(self, of: str, since: datetime) -> int:
        """How often that happened after ``since``."""
        return int(self._conn.execute(_FAILED, {"of": of, "since": since}).scalar_one())

    def clear(self, of: str) -> None:
        """Forget the failures of one name: it has signed in."""
        self._conn.execute(tries.delete().where(tries.c.of == of))

    def purge(self, *, idle: datetime, made: datetime, tried: datetime) -> int:
        """Drop sessions not seen since ``idle`` or made before ``made``, links and tries of before ``tried``; how many."""
        old = sessions.delete().where((sessions.c.seen_at < idle) | (sessions.c.made_at < made))
        gone = self._conn.execute(old).rowcount
        gone += self._conn.execute(invitations.delete().where(invitations.c.expires_at < tried)).rowcount
        return gone + self._conn.execute(tries.delete().where(tries.c.at < tried)).rowcount
