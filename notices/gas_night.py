"""Gas does not come back to homes at night (DOMAIN §4, C: no restoration to homes 22:00–06:00): people sleep, and a
tap that was left open fills the kitchen. A text that says so is read by a person before it is posted."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from models.notice import Notice
from models.words import NoticeStatus, Service
from notices.quiet import Quiet

GAS_NIGHT = Quiet(time(22), time(6))
_BACK = (NoticeStatus.RESTORED, NoticeStatus.PARTLY_RESTORED)


def gas_at_night(notice: Notice, tz: ZoneInfo, night: Quiet = GAS_NIGHT) -> tuple[str, ...]:
    """Why a person must look at it: gas would come back to homes at night; () when it would not."""
    said = notice.said
    if Service.GAS not in (said.service, *said.also) or said.status is NoticeStatus.CANCELLED:
        return ()
    late = next((at for at in _returns(notice, tz) if night.holds(at)), None)
    if late is None:
        return ()
    hours = f"{night.start:%H:%M}–{night.end:%H:%M}"
    return (f"写的是 {late.month}月{late.day}日 {late:%H:%M} 恢复供气；{hours} 不向居民恢复供气，请核实后再发",)


def _returns(notice: Notice, tz: ZoneInfo) -> list[datetime]:
    """When gas comes back, local naive: the stated ends, else, when it is said to be back, the hour of saying so."""
    ends = [b.end for b in notice.said.blocks if b.end]
    if ends or notice.said.status not in _BACK:
        return ends
    return [notice.published_at.astimezone(tz).replace(tzinfo=None)]
