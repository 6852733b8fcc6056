"""What every use case of the rim is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.clocks import Clocks
from models.areas import District
from models.notice import Notice
from models.privacy import Vault
from models.ticket import Ticket


@dataclass(frozen=True, slots=True)
class Around:
    """What every use case is given besides its own matter: the district, the limits, the zone, the key, and now."""

    district: District
    clocks: Clocks
    tz: ZoneInfo
    vault: Vault
    now: datetime

    @property
    def local(self) -> datetime:
        """Now, local and naive, as notices count."""
        return self.now.astimezone(self.tz).replace(tzinfo=None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: ``kind`` is known, opted_out, deflected, notice, ticket or noted; ``district`` is the district
    from now on, when a command has changed it."""

    kind: str
    ticket: Ticket | None = None
    notice: Notice | None = None
    why: tuple[str, ...] = ()
    district: District | None = None
