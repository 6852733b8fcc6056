"""From times with their roles to the blocks of an announcement, by what it says about the supply."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from models.words import NoticeStatus
from notices.roles import Role, Timed
from notices.stretches import Stretch

SLACK = timedelta(minutes=10)
DAY = timedelta(days=1)
_SHIFT = re.compile(r"(顺延|推迟|延后|延期|提[早前])(?:了)?([一二两三四五六七八九十\d]+)([天日周])")
_COUNTS = {c: n for n, c in enumerate("零一二三四五六七八九十")} | {"两": 2}
_SAME_HOURS = re.compile(r"同时段|(?:时间|钟点|时段)不变|同一时[间段]|原时[间段]")
_FROM = re.compile(r"\s*(?:起|开始)(?!点)")
_BEGUN = re.compile(r"[^,。\n]{0,6}(?:进场|到场|开始|开工|关阀)[^,。\n]{0,10},[^,。\n]{0,8}")
_AFTER = re.compile(r"\s*(?:之?后|以后)")
_PART = re.compile(r"半夜|夜里|夜间|深夜|晚上|傍晚|下午|凌晨")
_SMALL_HOURS = re.compile(r"凌晨|半夜|后半夜")
MORNING = 8
_RANGES = ("range", "days")


@dataclass(frozen=True, slots=True)
class Window:
    """A block with the place in the text that it was read from."""

    start: datetime | None
    end: datetime | None
    at: int
    to: int = 0


def windows(plain: str, times: Sequence[Timed], status: NoticeStatus, published: datetime) -> list[Window]:
    """The windows in reading order; one without times when the text names none."""
    maker = _Maker(plain, list(times), published)
    found = getattr(maker, _BY_STATUS[status])()
    return _distinct(found) or [Window(None, None, 0)]


_BY_STATUS = {
    NoticeStatus.PLANNED: "off",
    NoticeStatus.EMERGENCY: "off",
    NoticeStatus.RESTORED: "restored",
    NoticeStatus.PARTLY_RESTORED: "partly",
    NoticeStatus.EXTENDED: "extended",
    NoticeStatus.RESCHEDULED: "moved",
    NoticeStatus.CANCELLED: "cancelled",
}


def _distinct(found: list[Window]) -> list[Window]:
    seen: dict[tuple[datetime | None, datetime | None, int], Window] = {}
    for w in found:
        seen.setdefault((w.start, w.end, w.at), w)
    return list(seen.values())


class _Maker:
    def __init__(self, plain: str, times: list[Timed], published: datetime) -> None:
        self._plain, self._times, self._published = plain, times, published

    def _of(self, *roles: Role, kinds: tuple[str, ...]) -> list[Stretch]:
        return [t.stretch for t in self._times if t.role in roles and t.stretch.kind in kinds]

    def _ranges(self, *roles: Role) -> list[Window]:
        fine = self._of(*roles, kinds=_RANGES)
        hours = [s for s in fine if s.kind == "range"]
        kept = [s for s in fine if s.kind == "range" or not _frames(s, hours)]
        if supplied := self._of(Role.SUPPLY, kinds=("range",)):
            return [gap for s in kept for gap in _without(s, supplied)]
        return [Window(s.start, s.end, s.at, s.to) for s in kept]

    # -- by status

    def off(self) -> list[Window]:
        if ranges := self._ranges(Role.WINDOW):
            return ranges
        start = self._start()
        ends = self._ends(start)
        if len(ends) > 1 and start and len({e.end for e in ends}) > 1:
            return [replace(e, start=start.start) for e in ends]
        if start or ends:
            end = ends[-1] if ends else None
            return [
                Window(
                    start.start if start else None, end.end if end else None, (start or end or Window(None, None, 0)).at
                )
            ]
        return self._only_days(Role.WINDOW)

    def restored(self) -> list[Window]:
        back = [w for w in self._backs() if w.end and w.end <= self._published + DAY] or self._any_point()
        if not back:
            return []
        last = max(back, key=lambda w: w.end or self._published)
        return [replace(last, start=self._began(last))]

    def partly(self) -> list[Window]:
        return self._backs()

    def extended(self) -> list[Window]:
        ends = [w for w in self._backs() if w.end and w.end > self._published - DAY]
        ranges = self._ranges(Role.WINDOW)
        return (
            ends[-1:]
            or [replace(r, start=None) for r in ranges[-1:]]
            or [
                Window(None, s.start if s.kind == "point" else s.end, s.at)
                for s in self._of(Role.WINDOW, kinds=("point", "day"))[-1:]
                if s.start and s.start > self._published
            ]
        )

    def moved(self) -> list[Window]:
        if ranges := self._ranges(Role.WINDOW):
            return ranges
        if shifted := self._shifted():
            return shifted
        days = self._of(Role.WINDOW, Role.BACK, kinds=("day", "point"))
        if same := self._same_hours(days):
            return same
        if len(days) >= 2:
            last = days[-1]
            return [Window(days[0].start, last.end if last.kind == "day" else last.start, days[0].at)]
        return [Window(s.start, s.end, s.at) for s in days]

    def _same_hours(self, days: list[Stretch]) -> list[Window]:
        """``原定…13:00—17:00的停水顺延至11月20日同时段``: the old hours on the new day."""
        old = [s for s in self._of(Role.OLD, kinds=("range",)) if s.start and s.end]
        new = [s for s in days if s.kind == "day" and s.start]
        if not old or len(new) != 1 or new[0].start is None or not _SAME_HOURS.search(self._plain):
            return []
        by = datetime.combine(new[0].start.date(), datetime.min.time()) - datetime.combine(
            min(s.start for s in old if s.start).date(), datetime.min.time()
        )
        return [Window(s.start + by, s.end + by, new[0].at) for s in old if s.start and s.end]

    def cancelled(self) -> list[Window]:
        both = (Role.OLD, Role.WINDOW)
        if ranges := self._ranges(*both):
            return ranges
        if points := self._of(*both, Role.BACK, kinds=("point",)):
            return [Window(points[0].start, None, points[0].at)]
        return self._only_days(*both)

    # -- parts

    def _only_days(self, *roles: Role) -> list[Window]:
        return [
            Window(s.start, s.end, s.at) for s in self._of(*roles, kinds=("day",)) if s.end and s.end > self._published
        ][:31]

    def _start(self) -> Window | None:
        points = self._of(Role.WINDOW, kinds=("point",))
        for s in points:
            return Window(self._nearest(s) if s.loose else s.start, None, s.at)
        back = bool(self._of(Role.BACK, kinds=("point", "day")))
        for s in self._of(Role.WINDOW, kinds=("day",)):
            word = self._plain[s.at : s.to]
            if word in ("即刻", "即时", "即日", "刚刚", "刚才"):
                return Window(self._published, None, s.at)
            if s.start and s.start.date() <= self._published.date() and self._by_part(s):
                return None
            if s.start and (back or _FROM.match(self._plain, s.to)):
                return Window(s.start, None, s.at)
        return None

    def _by_part(self, day: Stretch) -> bool:
        """Whether a day is told by a part of it, 今晚 or 昨天半夜, whose hour nobody knows."""
        return self._plain[day.at : day.to][-1] in "晚夜晨早" or bool(_PART.match(self._plain, day.to))

    def _nearest(self, stretch: Stretch) -> datetime | None:
        """A bare 8点半 of today, before or after noon, whichever is nearer to the hour of publishing."""
        start = stretch.start
        if start is None or stretch.dated or start.hour >= 12:
            return start
        return min((start, start + DAY / 2), key=lambda t: abs(t - self._published))

    def _ends(self, start: Window | None) -> list[Window]:
        backs = [w for w in self._backs() if w.end and (start is None or start.start is None or w.end > start.start)]
        return backs or self._lasting(start)

    def _lasting(self, start: Window | None) -> list[Window]:
        for s in self._of(Role.WINDOW, Role.BACK, kinds=("lasts",)):
            base = self._base(s, start)
            if base and self._is_outage(s):
                return [Window(None, base + timedelta(minutes=s.minutes), s.at)]
        return []

    def _base(self, lasts: Stretch, start: Window | None) -> datetime | None:
        """What a duration counts from: the start; for one "later" the hour at which work began, else the publishing."""
        if not _AFTER.match(self._plain, lasts.to):
            return (start.start if start else None) or self._published
        begun = [
            s.start
            for s in self._of(Role.WINDOW, Role.BACK, kinds=("point",))
            if s.at < lasts.at and _BEGUN.fullmatch(self._plain, s.to, lasts.at)
        ]
        return begun[-1] if begun else self._published

    def _is_outage(self, lasts: Stretch) -> bool:
        before, after = self._plain[max(0, lasts.at - 12) : lasts.at], self._plain[lasts.to : lasts.to + 10]
        wrong = re.search(r"提前|早了?|经|每隔?|放|提早|满|限时|充|内$", before[-4:]) or re.match(
            r"\s*(?:服务|客服|热线|抢险|内|电话|值班|供水服务|公示|一次|咨询|抢通|[^,。]{0,2}到[,。])", after
        )
        return wrong is None

    def _backs(self) -> list[Window]:
        found = [t for t in self._times if t.role is Role.BACK and t.stretch.kind in ("point", "day")]
        return [Window(None, self._back_at(t), t.stretch.at) for t in found]

    def _back_at(self, timed: Timed) -> datetime | None:
        s = timed.stretch
        if s.kind == "day":
            return s.end
        if s.start is None or s.dated:
            return s.start
        if not s.loose:
            return self._at_hand(s.start, past=timed.past)
        later = s.start + DAY / 2 if s.start.hour < 12 else s.start
        if timed.past:
            return later if later <= self._published + SLACK else s.start
        if s.start <= self._published and _SMALL_HOURS.search(self._plain[s.at : s.to]):
            return s.start + DAY
        return s.start if s.start > self._published else later

    def _at_hand(self, start: datetime, *, past: bool) -> datetime:
        """An hour without its day: what has happened lies before the publishing, what is expected in the small hours of
        the night behind it."""
        if past:
            return start - DAY if self._published + SLACK < start else start
        return start + DAY if start.hour < MORNING and start + DAY / 2 < self._published else start

    def _any_point(self) -> list[Window]:
        points = self._of(Role.WINDOW, kinds=("point",))
        return [Window(None, self._back_at(Timed(s, Role.BACK, past=True)), s.at) for s in points[-1:]]

    def _began(self, back: Window) -> datetime | None:
        """When a past outage began, if the same text tells of both ends."""
        off = [s for s in self._of(Role.WINDOW, kinds=("point",)) if s.at < back.at and s.dated]
        if not off or back.end is None or off[0].start is None or not off[0].start < back.end:
            return None
        return off[0].start

    def _shifted(self) -> list[Window]:
        move = _SHIFT.search(self._plain)
        if not move:
            return []
        count = _COUNTS.get(move[2]) or (int(move[2]) if move[2].isdigit() else 0)
        by = count * (7 if move[3] == "周" else 1) * DAY * (-1 if move[1].startswith("提") else 1)
        return [Window(w.start and w.start + by, w.end and w.end + by, w.at) for w in self._ranges(Role.OLD)]


def _frames(days: Stretch, hours: list[Stretch]) -> bool:
    """Whether a span of days only frames windows that the text states by the hour, from its first to its last day."""
    if not days.start or not days.end:
        return False
    inside = [h for h in hours if h.start and h.end and days.start <= h.start and h.end <= days.end + DAY]
    starts, ends = [h.start.date() for h in inside if h.start], [h.end for h in inside if h.end]
    return bool(inside) and min(starts) == days.start.date() and max(ends) > days.end - DAY


def _without(frame: Stretch, supplied: list[Stretch]) -> list[Window]:
    """The hours of ``frame`` in which there is no ration; the rations come back every day."""
    if frame.start is None or frame.end is None:
        return []
    days = [frame.start.date() + n * DAY for n in range(min((frame.end - frame.start).days, 60) + 2)]
    rations = sorted(_on(day, s) for day in days for s in supplied if s.start and s.end)
    gaps, since = [], frame.start
    for start, end in rations:
        if since < start < frame.end:
            gaps.append(Window(since, start, frame.at))
        since = max(since, end) if start < frame.end and end > frame.start else since
    return [*gaps, Window(since, frame.end, frame.at)] if since < frame.end else gaps


def _on(day: date, ration: Stretch) -> tuple[datetime, datetime]:
    assert ration.start is not None and ration.end is not None
    start = datetime.combine(day, ration.start.time())
    return start, start + (ration.end - ration.start)
