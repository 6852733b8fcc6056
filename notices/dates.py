"""From the words of a date and a clock to a day and an hour, relative to the publishing date."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from notices.tokens import DATE, DAY, WEEK, Token

ONE = timedelta(days=1)
_OFFSETS = {"今": 0, "明": 1, "后": 2, "昨": -1, "前": -2, "即": 0, "刚": 0}
_SAME = ("当天", "当日", "当晚", "当夜")
_NEXT = ("次日", "翌日", "翌晨", "次晨", "第二天")
_PM = ("下午", "午后", "傍晚", "晚上", "晚间", "晚", "夜里", "夜间", "深夜", "夜", "半夜")
_NOON = ("中午", "正午")


@dataclass(frozen=True, slots=True)
class Day:
    """A day that was read; ``broken`` says that the written date does not exist (the last of the month is taken)."""

    date: date
    part: str = ""
    broken: bool = False


def resolve(group: list[Token], published: datetime, *, last: date | None, after: date | None) -> Day:
    """The day of a group of words (``6月9日（星期二）``, ``后天（周三）``); a written date wins over a weekday.

    ``last`` is the day that was named before (for 当日, 次日); ``after`` the start of the range that this one ends.
    """
    for kind in (DATE, DAY, WEEK):
        for token in group:
            if token.kind == kind:
                return _with_part(_one(token, published, last, after), group)
    raise ValueError("no day")


def _with_part(day: Day, group: list[Token]) -> Day:
    part = next((t.word[-1] for t in group if t.kind == DAY and t.word[-1] in "早晨晚夜"), "")
    return Day(day.date, part, day.broken)


def _one(token: Token, published: datetime, last: date | None, after: date | None) -> Day:
    if token.kind == DATE:
        return _written(token, published.date(), after)
    if token.kind == WEEK:
        return Day(_weekday(token, published.date()))
    if token.word in _SAME:
        return Day(last or published.date())
    if token.word in _NEXT:
        return Day((after or last or published.date()) + ONE)
    return Day(
        published.date()
        + _OFFSETS[token.word.removeprefix("大")[0]] * ONE
        + (ONE if token.word[0] == "大" else 0 * ONE)
    )


def _weekday(token: Token, today: date) -> date:
    monday = today - today.weekday() * ONE
    day = monday + (token.day or 0) * ONE
    if token.word == "下":
        return day + 7 * ONE
    if token.word == "上":
        return day - 7 * ONE
    return day if token.word or day >= today else day + 7 * ONE


def _written(token: Token, today: date, after: date | None) -> Day:
    days = _candidates(token, today if after is None else after)
    if after is not None:
        later = [d for d in days if d.date >= after]
        return min(later, key=lambda d: d.date) if later and token.year is None else _nearest(days, after)
    return _nearest(days, today)


def _nearest(days: list[Day], to: date) -> Day:
    return min(days, key=lambda d: (abs((d.date - to).days), d.date < to))


def _candidates(token: Token, around: date) -> list[Day]:
    wanted = token.day or 1
    if token.month is None:
        months = {"本": (0,), "当": (0,), "这": (0,), "下": (1,), "上": (-1,)}.get(token.word[:1], (-1, 0, 1))
        pairs = [divmod(around.year * 12 + around.month - 1 + shift, 12) for shift in months]
        real = [_day(y, m + 1, wanted) for y, m in pairs]
        return [d for d in real if not d.broken] or real
    years = (token.year,) if token.year else (around.year - 1, around.year, around.year + 1)
    return [_day(y, token.month, wanted) for y in years]


def _day(year: int, month: int, wanted: int) -> Day:
    longest = monthrange(year, month)[1]
    return Day(date(year, month, min(wanted, longest)), broken=wanted > longest)


def hour(clock: Token, part: str) -> tuple[int, int]:
    """Hour (0–24) and minute on the clock of the day: ``下午 2:30`` is 14:30, ``晚20时`` 20:00, ``凌晨12点`` 0:00."""
    h = clock.hour or 0
    if part in _PM and 0 < h < 12 and not (part in ("半夜", "深夜") and h < 6):
        h += 12
    elif part in _PM and h == 12:
        h = 12 if part in ("下午", "午后") else 24
    elif part in _NOON and h < 5:
        h += 12
    elif part == "凌晨" and h == 12:
        h = 0
    return h, clock.minute


def at(day: date, hour_minute: tuple[int, int]) -> datetime:
    """The moment; 24:00 is the next day's 0:00."""
    h, minute = hour_minute
    base = datetime.combine(day, time.min)
    return base + timedelta(hours=h, minutes=minute)


def afternoon(part: str) -> bool:
    """Whether a part of the day counts from noon."""
    return part in _PM or part in _NOON
