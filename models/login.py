"""Who may sign in to the console: logins, their sessions, and the one-time links that make and mend them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from models.areas import District
from models.notice import Notice
from models.ticket import Ticket
from models.words import Role


@dataclass(frozen=True, slots=True)
class Login:
    """A name that can sign in. ``person`` is the id of one of the staff ("" = nobody of the district).

    ``areas`` are the codes in which the login sees and works (() = everywhere), ``member`` the member that it belongs
    to. ``secret`` is the hash of the password ("" until one was chosen by a link), ``second`` the sealed secret of the
    second factor (b"" = none).
    """

    name: str
    role: Role
    made_at: datetime
    made_by: str
    person: str = ""
    areas: tuple[str, ...] = ()
    member: str = ""
    secret: str = ""
    second: bytes = b""
    stopped_at: datetime | None = None

    def evolve(self, **changes: Any) -> Self:
        """A changed copy."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that has signed in. ``digest`` is the SHA-256 of what its cookie holds, ``form`` what its forms carry."""

    digest: str
    login: str
    form: str
    made_at: datetime
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that lets its holder choose a password once; ``digest`` is the SHA-256 of its secret part."""

    digest: str
    login: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What a program shows; ``digest`` is the SHA-256 of it, ``scopes`` what it opens (``console/keys.py``).

    ``member`` is the code of the member for which it speaks ("" = for the office). An old key and the one that replaces
    it both open for a while: ``ends_at`` (aware, UTC) is when it closes, None = not yet known.
    """

    digest: str
    name: str
    scopes: tuple[str, ...]
    made_at: datetime
    made_by: str
    member: str = ""
    ends_at: datetime | None = None
    used_at: datetime | None = None

    def evolve(self, **changes: Any) -> Self:
        """A changed copy."""
        return replace(self, **changes)


@dataclass(frozen=True, slots=True)
class Answered:
    """What a request with an Idempotency-Key was answered: the same again gets the same."""

    key: str
    token: str
    asked: str
    status: int
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a page: what may be seen and done follows from it (``console/access.py``)."""

    name: str
    role: Role
    areas: tuple[str, ...] = ()
    member: str = ""
    person: str = ""
    form: str = ""

    def sees(self, district: District, area: str | None) -> bool:
        """Whether a place lies in the viewer's areas; what has no place is seen only by who sees everything."""
        if not self.areas:
            return True
        return area is not None and any(district.within(area, own) for own in self.areas)

    def sees_ticket(self, district: District, ticket: Ticket) -> bool:
        """One's own tickets always; of the others, staff of a member see their member's, the rest those of their areas."""
        if self.person and self.person in (ticket.person, ticket.worker):
            return True
        if self.role is Role.MEMBER_STAFF:
            return self.member == ticket.member or self.member in ticket.co
        return self.sees(district, ticket.estate)

    def sees_notice(self, district: District, notice: Notice) -> bool:
        """A member's staff see their member's notices; the rest those that concern their areas, and those of no place."""
        if self.role is Role.MEMBER_STAFF:
            return self.member == notice.member
        return not self.areas or not notice.reach or any(self.sees(district, r.estate) for r in notice.reach)

    def sees_room(self, district: District, room: str) -> bool:
        """A room that serves one of the viewer's estates; a member's staff see none but by the tickets."""
        if self.role is Role.MEMBER_STAFF:
            return False
        return not self.areas or any(self.sees(district, e) for e in district.room_estates(room))
