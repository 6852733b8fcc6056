"""What the routes share: the store, the ports, the clock, the templates."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from console.pace import Pace
from console.ports import Announces, Draws, Hand, Health, Live, Practice, Work
from dispatch.lights import GRADING, Grading
from models.store import Store
from notices.calendar import CALENDAR, Calendar
from notices.lead import LIMITS, Limits

STATIC = Path(__file__).parent / "static"


def make_templates() -> Environment:
    """The templates of this package: every value is escaped, an unknown name is an error."""
    environment = Environment(
        loader=PackageLoader("console"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["static"] = _static_names()
    return environment


def _static_names() -> dict[str, str]:
    """Addresses of the static files, each with its digest, so that a browser may keep it for ever."""
    files = [f for f in STATIC.rglob("*") if f.suffix in (".css", ".js", ".svg")]
    return {f.name: f"/static/{f.relative_to(STATIC).as_posix()}?v={_digest(f)}" for f in files}


def _digest(file: Path) -> str:
    return sha256(file.read_bytes()).hexdigest()[:12]


def _as_it_is(secret: str) -> bytes:
    return secret.encode()


@dataclass(frozen=True, slots=True)
class Doors:
    """How one comes in. ``ask`` = False asks nobody to sign in (practice, this machine alone).

    ``secure`` sends the cookie only over TLS; ``wall`` is the real time (aware, UTC), None = that of the rooms;
    ``seal`` and ``unseal`` keep the secrets of second factors.
    """

    ask: bool = False
    secure: bool = False
    wall: Callable[[], datetime] | None = None
    seal: Callable[[str], bytes] = _as_it_is
    unseal: Callable[[bytes], str] = bytes.decode


@dataclass(frozen=True)
class Desk:
    """The dependencies of the console. ``clock`` gives aware UTC (in practice the practice clock), ``tz`` is the district's.

    ``practice`` None makes the rooms read-only. ``hand`` serves groups without a bot to programs that show ``api_key``
    ("" = closed), ``draws`` makes posters, ``limits`` say how early notices must be out, ``doors`` how people come in;
    ``work`` does what the staff tell it (None: pages only show), ``announces`` takes what programs push, ``grading`` says
    how places are graded. ``token`` is what a form carries of who has not signed in.
    """

    store: Store
    health: Health
    practice: Practice | None
    live: Live
    clock: Callable[[], datetime]
    tz: ZoneInfo
    title: str
    hand: Hand | None = None
    api_key: str = field(default="", repr=False)
    draws: Draws | None = None
    limits: Limits = field(default_factory=lambda: LIMITS)
    doors: Doors = field(default_factory=lambda: Doors())
    work: Work | None = None
    announces: Announces | None = None
    pace: Pace = field(default_factory=lambda: Pace())
    calendar: Calendar = field(default_factory=lambda: CALENDAR)
    grading: Grading = GRADING
    templates: Environment = field(default_factory=make_templates)
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def now(self) -> datetime:
        """The present moment of the rooms, aware, UTC."""
        return self.clock()

    def wall(self) -> datetime:
        """The real time, by which sessions and codes are judged, aware, UTC."""
        return (self.doors.wall or self.clock)()

    def local_now(self) -> datetime:
        """The same in the district's zone."""
        return self.now().astimezone(self.tz)

    def midnight(self) -> datetime:
        """When the local day began, aware."""
        return datetime.combine(self.local_now().date(), time(), self.tz)

    def page(self, name: str, /, code: int = 200, **values: Any) -> HTMLResponse:
        """A template as an answer."""
        return HTMLResponse(self.templates.get_template(name).render(**values), code)


def desk_of(request: Request) -> Desk:
    """The desk of the application that answers."""
    found: Desk = request.app.state.desk
    return found


AtDesk = Annotated[Desk, Depends(desk_of)]
