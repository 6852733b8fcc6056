"""Moments as structured sources write them: epoch, ISO, or one of the usual forms."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_FORMATS = (
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%Y/%m/%d %H:%M",
    "%Y年%m月%d日 %H:%M",
    "%Y年%m月%d日%H:%M",
    "%Y年%m月%d日%H时%M分",
    "%Y年%m月%d日%H时",
    "%Y年%m月%d日",
    "%Y.%m.%d %H:%M",
    "%Y.%m.%d",
    "%Y-%m-%d",
    "%Y/%m/%d",
)


def read_moment(value: str, tz: ZoneInfo) -> datetime | None:
    """A moment, aware, UTC, a naive one in ``tz``; None when it cannot be read. 24:00 is midnight at the day's end."""
    value = value.strip().replace("：", ":")
    try:
        if re.fullmatch(r"\d{10}(\d{3})?", value):
            return datetime.fromtimestamp(int(value[:10]), UTC)
        read: datetime | None = datetime.fromisoformat(value)
    except ValueError:
        read = _formatted(value)
    return (read if read.tzinfo else read.replace(tzinfo=tz)).astimezone(UTC) if read else None


def _formatted(value: str) -> datetime | None:
    midnight = re.sub(r" 24:00(?::00)?$", " 00:00", value)
    for form in _FORMATS:
        try:
            read = datetime.strptime(midnight, form)  # noqa: DTZ007 (the caller adds the zone)
        except ValueError:
            continue
        return read + timedelta(days=1) if midnight != value else read
    return None
