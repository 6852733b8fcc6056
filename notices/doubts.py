"""What a doubt about a reading is about, so that an answer to it takes it away."""

from __future__ import annotations

import re
from collections.abc import Iterable

NO_TIME, NO_PLACE = "没有读到时间", "没有读到地点"
BACKWARDS = "结束早于开始"
_TIME = re.compile(r"时间|日期|年份|星期|结束")


def about_time(doubt: str) -> bool:
    """Whether it is about hours or days."""
    return bool(_TIME.search(doubt))


def without_time(doubts: Iterable[str]) -> tuple[str, ...]:
    """What is left when the times are known."""
    return tuple(d for d in doubts if not about_time(d))


def without_place(doubts: Iterable[str]) -> tuple[str, ...]:
    """What is left when the places are known."""
    return tuple(d for d in doubts if d != NO_PLACE)
