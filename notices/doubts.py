"""What a doubt about a reading is about, so that an answer to it takes it away."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_TIME, NO_PLACE = "没有读到时间", "没有读到地点"
BACKWARDS, YEARLESS = "结束早于开始", "没有写年份"
_TIME = re.compile(r"时间|日期|年份|星期|结束")


def about_time(doubt: str) -> bool:
    """Whether it is about hours or days."""
    return bool(_TIME.search(doubt))


def year_is_open(doubts: Iterable[str]) -> bool:
    """Whether it is not known of which year its days are."""
    return any(d.startswith(YEARLESS) for d in doubts)


def without_time(doubts: Iterable[str]) -> tuple[str, ...]:
    """What is left when the times are known."""
    return tuple(d for d in doubts if not about_time(d))


def without_place(doubts: Iterable[str]) -> tuple[str, ...]:
    """What is left when the places are known."""
    return tuple(d for d in doubts if d != NO_PLACE)
