"""What every use case of the rim is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.keeping_settings import Retention
from bot.settings import Settings
from dispatch.clocks import Clocks
from models.areas import District
from models.notice import Notice
from models.privacy import Vault
from models.ticket import Ticket
from notices.calendar import CALENDAR, Calendar

_KEPT = Retention()


@dataclass(frozen=True, slots=True)
class Around:
    """What every use case is given besides its own matter: the district, the limits, the zone, the key, now, the calendar
    of notices, where their pages are ("" = nowhere), and how long things are kept."""

    district: District
    clocks: Clocks
    tz: ZoneInfo
    vault: Vault
    now: datetime
    calendar: Calendar = CALENDAR
    public_url: str = ""
    retention: Retention = _KEPT

    @property
    def local(self) -> datetime:
        """Now, local and naive, as notices count."""
        return self.now.astimezone(self.tz).replace(tzinfo=None)


def around_of(settings: Settings, district: District, vault: Vault, now: datetime) -> Around:
    """The surroundings that the settings give."""
    return Around(
        district,
        settings.limits,
        settings.tz,
        vault,
        now,
        settings.calendar,
        settings.web.public_url,
        settings.retention,
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: ``kind`` is known, opted_out, deflected, notice, ticket or noted; ``district`` is the district
    from now on, when a command has changed it."""

    kind: str
    ticket: Ticket | None = None
    notice: Notice | None = None
    why: tuple[str, ...] = ()
    district: District | None = None
