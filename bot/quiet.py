"""Quiet hours as pure functions of a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.settings import QuietHours


def is_quiet(now: datetime, hours: QuietHours, tz: ZoneInfo) -> bool:
    """Whether the local clock at ``now`` (aware) lies in the quiet hours; equal ends mean never."""
    clock = now.astimezone(tz).time()
    if hours.start <= hours.end:
        return hours.start <= clock < hours.end
    return clock >= hours.start or clock < hours.end


def quiet_until(now: datetime, hours: QuietHours, tz: ZoneInfo) -> datetime:
    """``now`` itself, or the end of the quiet hours in which it lies (aware, UTC)."""
    if not is_quiet(now, hours, tz):
        return now
    local = now.astimezone(tz)
    end = local.replace(hour=hours.end.hour, minute=hours.end.minute, second=0, microsecond=0)
    return (end if end > local else end + timedelta(days=1)).astimezone(now.tzinfo)
