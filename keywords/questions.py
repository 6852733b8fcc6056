"""Questions after the supply that need no trouble of their own: 停不停电, 明天停水吗, 什么时候来电, 来水了没. Pure.

They are asked of a standing notice only: without one that covers the place such a line is forgotten like any other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from models.words import Service

_LONGEST = 40
_NOUNS = {"电": Service.POWER, "水": Service.WATER, "气": Service.GAS, "暖": Service.HEAT}
_WHEN = r"(?:什么时候|啥时候?|啥时间|几时|几点|多久|多会儿|何时|哪天|多长时间|到几点)"
_DAY = r"(?:今天|明天|后天|今晚|明早|今早|今夜|明晚|周[一二三四五六日天]|礼拜[一二三四五六日天])"
_UP = r"(?:来|通|送|有|供|恢复供?|恢复)"
_ASKS = r"(?:吗|嘛|么|没有?|不|呢|了没有?|[?？])"
_QUESTIONS = (
    re.compile(r"停不停(?:(?P<s>[电水气暖])|(?![车业止]))"),
    re.compile(rf"{_WHEN}.{{0,6}}?(?:{_UP}|停)(?P<s>[电水气暖])"),
    re.compile(rf"(?P<s>[电水气暖]){_WHEN}.{{0,3}}?(?:来|通|恢复|停|好)"),
    re.compile(rf"{_DAY}.{{0,8}}?(?:还|也|会|要)?停(?P<s>[电水气暖]).{{0,4}}{_ASKS}"),
    re.compile(r"(?:还|也|会|要|是)?停(?P<s>[电水气暖])(?:了|的)?(?:吗|嘛|么|没有?|[?？])"),
    re.compile(rf"{_UP}(?P<s>[电水气暖])(?:了|啦)?(?:吗|嘛|么|没有?|[?？])"),
    re.compile(rf"{_WHEN}.{{0,3}}?(?:恢复|能好|修好|抢修好|来啊?$)"),
    re.compile(r"(?:恢复|修好|好)了(?:吗|嘛|么|没有?)[?？啊呀]*$"),
)
_ELSEWHERE = re.compile(r"来电显示|来电话|电话|停车|水果|电影|电视剧|手机|公司停|单位停|天气|生气|红包")
_STILL_OUT = re.compile(r"还没|没来|没有来|怎么还|还不|仍然?没|一直没|都没")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked after; ``service`` None when the words leave it open (``我们6栋停不停``)."""

    service: Service | None


def question_of(text: str) -> Question | None:
    """The question that a line is, None when it is not one."""
    if len(text) > _LONGEST or _ELSEWHERE.search(text):
        return None
    found = [m for m in (pattern.search(text) for pattern in _QUESTIONS) if m]
    if not found:
        return None
    nouns = [noun for m in found if (noun := m.groupdict().get("s"))]
    return Question(_NOUNS[nouns[0]] if nouns else None)


def says_still_out(text: str) -> bool:
    """Whether a question says by itself that supply is not back (怎么还没来电)."""
    return bool(_STILL_OUT.search(text))
