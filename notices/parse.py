"""Reading one announcement: a pure function of the text and of the hour at which it was published."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from models.notice import Affected, Announcement, Block
from models.words import NoticeStatus, Service
from notices.text import read


def parse(text: str, published_at: datetime) -> Announcement:
    """What ``text`` announces; ``published_at`` local, naive. Never raises; what could not be read is in ``doubts``."""
    plain = read(text).plain
    service = Service.POWER if "电" in plain else Service.WATER if "水" in plain else Service.GAS
    m = re.search(r"(\d+)月(\d+)日.*?(\d+):(\d+)-(?:(\d+)月(\d+)日)?(\d+):(\d+)", plain)
    if not m or "停" not in plain:
        return Announcement(False)
    a = datetime(published_at.year, int(m[1]), int(m[2]), int(m[3]), int(m[4]))
    b = a.replace(hour=int(m[7]) % 24, minute=int(m[8]))
    if b < a:
        b += timedelta(days=1)
    areas = tuple(Affected(x, "estate") for x in re.findall(r"[\u4e00-\u9fff]{2,6}(?:小区|新村|花园|苑)", plain))
    return Announcement(True, service, status=NoticeStatus.PLANNED, blocks=(Block(a, b),), areas=areas)
