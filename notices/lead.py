"""How early a planned notice must be out by law, and whether one was (DOMAIN §4). A city replaces them in its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from models.notice import Notice
from models.words import NoticeStatus, Service


@dataclass(frozen=True, slots=True)
class Limit:
    """A span before the start, with the document and place that ask for it; ``when`` is a word of the texts that it is for."""

    span: timedelta
    source: str
    when: str = ""


Limits = Mapping[Service, Sequence[Limit]]

LIMITS: Limits = {
    Service.POWER: (
        Limit(timedelta(days=7), "《供电监管办法》第十三条（计划检修，提前 7 日公告）"),
        Limit(timedelta(hours=24), "《供电监管办法》第十三条（临时检修，提前 24 小时公告）", "临时"),
    ),
    Service.WATER: (Limit(timedelta(hours=24), "《城市供水条例》第二十二条（提前 24 小时通知）"),),
    Service.GAS: (Limit(timedelta(hours=48), "《城镇燃气管理条例》第二十条（提前 48 小时公告）"),),
}
_PLANNED = (NoticeStatus.PLANNED, NoticeStatus.RESCHEDULED)


@dataclass(frozen=True, slots=True)
class Lead:
    """How much time a notice gave, and the limit that it is measured by."""

    notice: int
    version: int
    member: str
    service: Service
    given: timedelta
    limit: Limit

    @property
    def late(self) -> bool:
        """Whether it came later than the law wants."""
        return self.given < self.limit.span

    @property
    def short(self) -> timedelta:
        """By how much; zero when it was in time."""
        return max(self.limit.span - self.given, timedelta())


def lead_of(notice: Notice, tz: ZoneInfo, limits: Limits = LIMITS) -> Lead | None:
    """The lead of a version that announces something planned; None when it is not such, states no start or has no limit."""
    said = notice.said
    if said.status not in _PLANNED or said.service is None or notice.start is None:
        return None
    limit = _limit(limits.get(said.service, ()), notice.text)
    if limit is None:
        return None
    given = notice.start - notice.published_at.astimezone(tz).replace(tzinfo=None)
    return Lead(notice.id, notice.version, notice.member, said.service, given, limit)


def _limit(limits: Sequence[Limit], text: str) -> Limit | None:
    """The one whose word the text has, else the one for all."""
    named = next((x for x in limits if x.when and x.when in text), None)
    return named or next((x for x in limits if not x.when), None)
