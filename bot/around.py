"""What every use case of the rim is given, and what it gives back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.keeping_settings import Retention
from bot.settings import Settings
from dispatch.cause import SUSPECTING, Suspecting
from dispatch.clocks import Clocks
from dispatch.lights import GRADING, Grading
from dispatch.scene import BOT, Scene
from dispatch.trail import Trail
from models.areas import District
from models.notice import Notice
from models.privacy import Vault
from models.store import Tx
from models.ticket import Ticket
from notices.calendar import CALENDAR, Calendar
from notices.lead import LIMITS, Limits

STANDARDS = Path("standards.yaml")


@dataclass(frozen=True, slots=True)
class ReportRules:
    """By what figures are graded and a quarter is judged; ``standards`` is a file."""

    limits: Limits = field(default_factory=lambda: LIMITS)
    grading: Grading = GRADING
    standards: Path = STANDARDS
    score_days: int = 30


RULES = ReportRules()

_KEPT = Retention()


@dataclass(frozen=True, slots=True)
class Around:
    """What every use case is given besides its own matter: the district, the limits, the zone, the key, now, the calendar
    of notices, where their pages are ("" = nowhere), when reports make a suspicion, how long things are kept, and the
    rules of the report."""

    district: District
    clocks: Clocks
    tz: ZoneInfo
    vault: Vault
    now: datetime
    calendar: Calendar = CALENDAR
    public_url: str = ""
    suspecting: Suspecting = SUSPECTING
    retention: Retention = _KEPT
    rules: ReportRules = RULES

    def scene(
        self, tx: Tx, *, actor: str = BOT, source: str = "", speak: bool = True, trail: Trail | None = None
    ) -> Scene:
        """What a use case of dispatch stands in."""
        return Scene(tx, self.district, self.clocks, self.now, self.tz, source, actor, speak, trail)

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
        settings.suspicion.limits,
        settings.retention,
        report_rules(settings),
    )


def report_rules(settings: Settings) -> ReportRules:
    """The rules of the report as the settings state them."""
    figures, clocks = settings.figures, settings.limits
    grading = Grading(clocks.hot_spot, clocks.hot_spot_days, figures.lights.lights)
    return ReportRules(settings.notices.limits, grading, figures.standards, figures.score_days)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a line: ``kind`` is known, opted_out, deflected, notice, ticket or noted; ``district`` is the district
    from now on, when a command has changed it."""

    kind: str
    ticket: Ticket | None = None
    notice: Notice | None = None
    why: tuple[str, ...] = ()
    district: District | None = None
