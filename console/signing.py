"""Signing in and out, passwords, second factors and links: each one transaction, each with its line in the audit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console import passwords
from models.errors import NotFound, Refused
from models.login import Invitation, Login, Session, Viewer
from models.store import Tx
from models.ticket import Audit
from models.words import Role

IDLE = timedelta(hours=2)
LONGEST = timedelta(hours=12)
"""A working day: OWASP's session cheat sheet asks for 15–30 minutes idle at high risk, 4–8 hours in all for an office."""
LINK_LIVES = timedelta(hours=24)
WINDOW = timedelta(minutes=15)
MOST_BY_NAME, MOST_BY_ADDRESS = 5, 30
_SEEN_EVERY = timedelta(minutes=1)
FIRST = "admin"


@dataclass(frozen=True, slots=True)
class Opened:
    """A session just opened: what its cookie holds, and whose it is."""

    cookie: str
    login: str


def sign_in_allowed(tx: Tx, name: str, address: str, now: datetime) -> bool:
    """Whether another try is listened to: not after so many failures by name or by address in a quarter of an hour."""
    since = now - WINDOW
    by_name = tx.logins.failures(f"name {name}", since) < MOST_BY_NAME
    return by_name and tx.logins.failures(f"address {address}", since) < MOST_BY_ADDRESS


def login_of(tx: Tx, name: str) -> Login | None:
    """The login of a name that may sign in; None for one that is unknown or stopped."""
    found = tx.logins.find(name)
    return None if found is None or found.stopped_at else found


def sign_in_failed(tx: Tx, name: str, address: str, now: datetime) -> None:
    """Count a failure, by name and by address."""
    tx.logins.failed(f"name {name}", now)
    tx.logins.failed(f"address {address}", now)


def open_session(tx: Tx, name: str, old: str, now: datetime, step: int | None = None) -> Opened:
    """A new session for a login whose password (and code of half minute ``step``) was right; ``old`` is given up.

    Refused when the code was used before.
    """
    if step is not None:
        _use_step(tx, name, step)
    if old:
        tx.logins.end(passwords.digest(old))
    tx.logins.clear(f"name {name}")
    cookie = passwords.token()
    tx.logins.keep(Session(passwords.digest(cookie), name, passwords.token(), now, now))
    _note(tx, name, "sign_in", name, now)
    return Opened(cookie, name)


def _use_step(tx: Tx, name: str, step: int) -> None:
    """RFC 6238, 5.2: a code is good once."""
    key = f"second {name}"
    if step <= int(tx.flags.get(key) or 0):
        raise Refused("这个动态码用过了，等下一个")
    tx.flags.set(key, str(step))


def viewer_of(tx: Tx, cookie: str, now: datetime) -> Viewer | None:
    """Who holds a cookie; None when its session is over, idle too long, or its login stopped."""
    session = tx.logins.session(passwords.digest(cookie)) if cookie else None
    if session is None or now - session.seen_at > IDLE or now - session.made_at > LONGEST:
        return None
    login = login_of(tx, session.login)
    if login is None:
        return None
    if now - session.seen_at > _SEEN_EVERY:
        tx.logins.keep(Session(session.digest, session.login, session.form, session.made_at, now))
    return Viewer(login.name, login.role, login.areas, login.member, login.person, session.form)


def sign_out(tx: Tx, name: str, cookie: str, now: datetime) -> None:
    """End the session of a cookie."""
    tx.logins.end(passwords.digest(cookie))
    _note(tx, name, "sign_out", name, now)


def make_login(tx: Tx, login: Login, by: str, now: datetime) -> str:
    """A new login, and the secret part of the link by which it chooses its password; Refused for a name that is taken."""
    if tx.logins.find(login.name):
        raise Refused(f"已经有登录名 {login.name}")
    tx.logins.put(login)
    _note(tx, login.name, "login_made", by, now, f"{login.role} {' '.join(login.areas)}".strip())
    return make_link(tx, login.name, by, now)


def make_link(tx: Tx, name: str, by: str, now: datetime) -> str:
    """The secret part of a new link for a login; NotFound. Earlier ones no longer open."""
    tx.logins.get(name)
    secret = passwords.token()
    tx.logins.invite(Invitation(passwords.digest(secret), name, now, now + LINK_LIVES))
    _note(tx, name, "link_made", by, now)
    return secret


def invited(tx: Tx, secret: str, now: datetime) -> Login:
    """Whose link this is; NotFound when it is unknown, used or too old."""
    found = tx.logins.invitation(passwords.digest(secret))
    if found is None or found.used_at or found.expires_at <= now:
        raise NotFound("link", "")
    login = login_of(tx, found.login)
    if login is None:
        raise NotFound("link", "")
    return login


def choose_password(tx: Tx, secret: str, hashed: str, now: datetime) -> str:
    """Use a link: the password is set, every browser is signed out, the second factor stays; the login's name."""
    login = invited(tx, secret, now)
    tx.logins.used(passwords.digest(secret), now)
    tx.logins.put(login.evolve(secret=hashed))
    tx.logins.end_all(login.name)
    tx.logins.clear(f"name {login.name}")
    _note(tx, login.name, "password_chosen", login.name, now)
    return login.name


def change_password(tx: Tx, name: str, hashed: str, cookie: str, now: datetime) -> None:
    """Set a new password; every other browser of the login is signed out."""
    tx.logins.put(tx.logins.get(name).evolve(secret=hashed))
    tx.logins.end_all(name, but=passwords.digest(cookie))
    _note(tx, name, "password_changed", name, now)


def set_second(tx: Tx, name: str, sealed: bytes, now: datetime) -> None:
    """Turn the second factor on (its sealed secret), or off (b"")."""
    tx.logins.put(tx.logins.get(name).evolve(second=sealed))
    _note(tx, name, "second_on" if sealed else "second_off", name, now)


def stop_login(tx: Tx, name: str, by: str, now: datetime) -> None:
    """End a login and its sessions at once. Refused for one's own, and for the last admin."""
    login = tx.logins.get(name)
    if name == by:
        raise Refused("不能停用自己")
    if login.role is Role.ADMIN and not [a for a in _admins(tx) if a.name != name]:
        raise Refused("至少要留一个管理员")
    tx.logins.put(login.evolve(stopped_at=now))
    tx.logins.end_all(name)
    _note(tx, name, "login_stopped", by, now)


def first_link(tx: Tx, now: datetime) -> str | None:
    """The secret part of the first admin's link, while nobody has chosen a password yet; None afterwards."""
    if any(login.secret for login in tx.logins.all()):
        return None
    if tx.logins.find(FIRST) is None:
        tx.logins.put(Login(FIRST, Role.ADMIN, now, "start"))
    return make_link(tx, FIRST, "start", now)


def purge(tx: Tx, now: datetime) -> int:
    """Drop sessions that are over, links that no longer open, tries and answers that no longer count; how many."""
    day = now - timedelta(days=1)
    return tx.programs.forget(day) + tx.logins.purge(idle=now - IDLE, made=now - LONGEST, tried=day)


def _admins(tx: Tx) -> list[Login]:
    return [login for login in tx.logins.all() if login.role is Role.ADMIN and not login.stopped_at]


def _note(tx: Tx, name: str, action: str, by: str, now: datetime, after: str = "") -> None:
    tx.audit.add(Audit(f"login {name}", action, by, now, source="console", after=after))
