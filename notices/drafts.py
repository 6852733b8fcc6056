"""Whether what somebody of the staff writes at the desk is an announcement, or talk about one. Pure."""

from __future__ import annotations

import re
from datetime import datetime

from models.words import NoticeStatus
from notices.parse import parse

SHORTEST = 15
_TALK = re.compile(r"[?？]|吗|怎么|什么情况|有没有|是不是|^(?:收到|好的|知道|明白|@|#)|派人|看一?下|麻烦|谢谢|工单")
_ENDED = (NoticeStatus.RESTORED, NoticeStatus.PARTLY_RESTORED, NoticeStatus.CANCELLED)


def is_draft(text: str, now: datetime) -> bool:
    """Whether ``text`` states a service, a place and a time, as an announcement does; ``now`` local, naive.

    What fails here can still be written behind 发公告.
    """
    if len(text) < SHORTEST or _TALK.search(text):
        return False
    said = parse(text, now)
    timed = said.status in _ENDED or any(b.start or b.end for b in said.blocks)
    return said.is_notice and said.service is not None and bool(said.areas) and timed
