"""The words of time in a plain text: dates, relative days, weekdays, parts of the day, clocks, dashes, durations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from notices.numbers import CN, number, quantity

DATE, DAY, WEEK, MONTH, EACH, PART, CLOCK, DASH, LASTS, WHOLE = (
    "date",
    "day",
    "week",
    "month",
    "each",
    "part",
    "clock",
    "dash",
    "lasts",
    "whole",
)

_N = rf"(?:\d{{1,2}}|[{CN}]{{1,3}})"
_PARTS = "凌晨|清晨|清早|早上|早晨|上午|中午|正午|下午|午后|傍晚|晚上|晚间|夜里|夜间|深夜|半夜|午夜|早|晨|晚|夜"
_NOT_A_DAY = "楼|栋|幢|院|门|变|线|泵|墩|桥|机|井|路|公|单|房|铺|店|馆|柜|杆|池|车|地|厂|小|坑|开|支|主|总|街|商"
_RULES = (
    (
        DATE,
        rf"(?P<y>(?:19|20)\d\d|[二][{CN}\d]{{3}}|(?<!\d)\d\d)?年?(?<![\d.])(?P<m>{_N})月(?!份|内|底|初|中旬)(?P<d>{_N})(?:[日号]|(?=[\s(至到~,\-上下中早晚凌起]|$))",
    ),
    (DATE, r"(?<![\d.])(?P<y2>(?:19|20)\d\d)[./\-](?P<m2>\d{1,2})[./\-](?P<d2>\d{1,2})(?![\d])"),
    (DATE, r"(?<![\d.#])(?P<m3>1[0-2]|0?[1-9])\.(?P<d3>[12]\d|3[01]|0?[1-9])(?:[日号]|(?=[\t(、\-~至]|\s+\d{1,2}:))"),
    (
        DATE,
        rf"(?<![\d.第前路街巷弄道])(?:(?P<of>本|这个|当|下|上)月)?(?P<d4>\d{{1,2}})(?:日(?!历|内|后|前)|号(?!(?:[、和及,至到\-~]\d+号?){{1,12}}(?:{_NOT_A_DAY}|双))(?=[停那这(),。、至到~\-]|[上下]午|凌晨|中午|[早晚夜]|起|\d{{1,2}}[点时:]|(?:和|及|或)\d+号(?!(?:{_NOT_A_DAY})))(?!(?:{_NOT_A_DAY})))",
    ),
    (
        DAY,
        r"(?P<day>大后天|后天|明天|明日|明朝|明早|明晨|明晚|今天|今日|今早|今晨|今晚|今夜|今儿|昨天|昨日|昨晚|昨夜|昨晨|昨(?=起)|今(?=起)|前天|当天|当日|当晚|当夜|次日|翌日|翌晨|次晨|第二天|即日|即刻|即时|刚刚|刚才)",
    ),
    (WEEK, r"[(]?(?P<which>本|这个?|下个?|上个?)?(?<!每)(?:周|星期|礼拜)(?P<week>[一二三四五六日天])[)]?(?!期|年|次)"),
    (EACH, r"(?P<each>每(?:天|日|晚|夜|周[一二三四五六日天]))"),
    (MONTH, rf"(?P<month>{_N})月份?(?=每)"),
    (CLOCK, r"(?<!\d)(?<!\d[.:])(?P<h>[01]?\d|2[0-4])(?:\s?):(?:\s?)(?P<min>[0-5]\d)(?::[0-5]\d)?(?![\d])时?"),
    (
        CLOCK,
        rf"(?<![\d.{CN}几多])(?P<h2>2[0-4]|[01]?\d|[{CN}]{{1,3}})(?:点钟?|时(?!段|间|代|速))(?!多|心|[水火菜钱])(?:(?P<half>半|整(?!条|个|体|栋|幢|天|村)|[一三]刻)|(?P<min2>[0-5]?\d(?:分|(?![\d年月日号栋幢个小天:]))|[{CN}]{{1,3}}分|[{CN}]{{2,3}}(?![期组层楼区])))?",
    ),
    (PART, rf"(?P<part>{_PARTS})(?=\s*(?:[\d{CN}]|[至到]|前))|(?<=[到至])(?P<noon>中午|正午|午夜)"),
    (WHOLE, r"(?P<whole>全天|整天|一整天|24小时(?=停|不间断))"),
    (
        LASTS,
        rf"(?P<many>\d+(?:\.\d+)?个?半?|[{CN}]{{1,3}}个?半?|半)(?:个?多?)(?P<unit>小时|钟头|分钟|天(?!然|桥|气|燃)|周(?!边|围|[一二三四五六日])|昼夜)",
    ),
)
_PATTERN = re.compile("|".join(f"(?P<r{i}_{kind}>{rule})" for i, (kind, rule) in enumerate(_RULES)))
_HOUSES = re.compile(r"[路街巷弄道里村]\d{1,4}号?(?:[、,和及]\d{1,4}号)*[、,和及]$")
_MINUTES = {"小时": 60, "钟头": 60, "分钟": 1, "天": 1440, "昼夜": 1440, "周": 10080}
_QUARTERS = {"半": 30, "整": 0, "一刻": 15, "三刻": 45}


@dataclass(frozen=True, slots=True)
class Token:
    """One word of time. ``word`` keeps its text for relative days, parts of the day and 每…; unknown numbers are None."""

    kind: str
    start: int
    end: int
    word: str = ""
    year: int | None = None
    month: int | None = None
    day: int | None = None
    hour: int | None = None
    minute: int = 0
    loose: bool = False


def tokens(plain: str) -> list[Token]:
    """The words of time in reading order, without overlaps; impossible clocks and dates are left out."""
    return [t for t in _read(plain) if t is not None]


def _read(plain: str) -> Iterator[Token | None]:
    for m in _PATTERN.finditer(plain):
        kind = (m.lastgroup or "").partition("_")[2]
        try:
            yield _MAKERS[kind](m)
        except ValueError:
            yield None


def _date(m: re.Match[str]) -> Token:
    year = m["y"] or m["y2"]
    month = m["m"] or m["m2"] or m["m3"]
    if m["d4"] and _HOUSES.search(m.string, max(0, m.start() - 40), m.start()):
        raise ValueError(m[0])
    day = number(m["d"] or m["d2"] or m["d3"] or m["d4"])
    if not 1 <= day <= 31 or (month and not 1 <= number(month) <= 12):
        raise ValueError(m[0])
    full = number(year) if year else None
    if full is not None and full < 100:
        full += 2000
    return Token(DATE, m.start(), m.end(), m["of"] or "", full, number(month) if month else None, day)


def _day(m: re.Match[str]) -> Token:
    return Token(DAY, m.start(), m.end(), m["day"])


def _week(m: re.Match[str]) -> Token:
    day = "一二三四五六日".index(m["week"].replace("天", "日"))
    return Token(WEEK, m.start(), m.end(), (m["which"] or "")[:1], day=day)


def _each(m: re.Match[str]) -> Token:
    return Token(EACH, m.start(), m.end(), m["each"])


def _month(m: re.Match[str]) -> Token:
    return Token(MONTH, m.start(), m.end(), month=number(m["month"]))


def _clock(m: re.Match[str]) -> Token:
    hour = number(m["h"] or m["h2"])
    minute = (
        int(m["min"])
        if m["min"]
        else number(m["min2"].rstrip("分"))
        if m["min2"]
        else _QUARTERS.get(m["half"] or "整", 0)
    )
    if hour > 24 or minute > 59 or (hour == 24 and minute):
        raise ValueError(m[0])
    return Token(CLOCK, m.start(), m.end(), hour=hour, minute=minute, loose="点" in m[0])


def _part(m: re.Match[str]) -> Token:
    return Token(PART, m.start(), m.end(), m["part"] or m["noon"])


def _whole(m: re.Match[str]) -> Token:
    return Token(WHOLE, m.start(), m.end())


def _lasts(m: re.Match[str]) -> Token:
    return Token(LASTS, m.start(), m.end(), minute=round(quantity(m["many"]) * _MINUTES[m["unit"]]))


_MAKERS = {
    DATE: _date,
    DAY: _day,
    WEEK: _week,
    EACH: _each,
    MONTH: _month,
    CLOCK: _clock,
    PART: _part,
    WHOLE: _whole,
    LASTS: _lasts,
}
