"""A week for the meeting: what it was against the week before, what is late, quarrelled over, and for the street to settle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from console.cuts import light_lines, spot_lines
from console.figures import percent
from console.published import moment
from console.reading import figures_of
from console.times import span as length
from dispatch.lights import GRADING, RED, Grading
from dispatch.wording import place
from dispatch.wording_topics import topic_name
from models.areas import District
from models.figures import Figures, Light, Rate
from models.spans import Span
from models.store import Tx
from models.ticket import Ticket
from models.words import Service, Status, Urgency
from notices.lead import LIMITS, Limits

SHOWN = 5
"""Lines of each list; more would not fit on the page."""


@dataclass(frozen=True, slots=True)
class Week:
    """What the page says; lists are of ``now`` (aware), figures of the week."""

    span: Span
    this: Figures
    last: Figures
    waiting: tuple[Ticket, ...]
    asked: frozenset[int]
    district: District
    now: datetime
    tz: ZoneInfo


def week_of(
    tx: Tx, *, span: Span, tz: ZoneInfo, now: datetime, limits: Limits = LIMITS, grading: Grading = GRADING
) -> Week:
    """The week and the one before it, each as published when it was, and the tickets that are open now."""
    this, last = (_figures(tx, s, tz, now, limits, grading) for s in (span, span.before))
    asked = frozenset(a.ticket for a in tx.approvals.open())
    return Week(span, this, last, tuple(tx.tickets.open()), asked, tx.district.load(), now, tz)


def _figures(tx: Tx, span: Span, tz: ZoneInfo, now: datetime, limits: Limits, grading: Grading) -> Figures:
    frozen = tx.quarters.published(span.name)
    if frozen:
        return frozen.figures
    return figures_of(
        tx, first=span.first, last=span.last, tz=tz, now=now, limits=limits, cuts=("estate",), grading=grading
    )


_COUNTS = (
    ("新增工单", "tickets"),
    ("解决", "solved"),
    ("网格内解决", "solved_in_grid"),
    ("周末未结", "open"),
    ("其中超时", "overdue"),
    ("产权争议", "disputed"),
    ("重复点", "spots"),
    ("督办", "supervised"),
    ("重办（次）", "reworks"),
    ("捕捉（条）", "messages_captured"),
)
_RATES = (
    ("响应率", "response"),
    ("解决率", "solution"),
    ("满意率", "satisfaction"),
    ("一次办好率", "first_fix"),
    ("分流率", "deflection"),
)


def compared(week: Week) -> list[tuple[str, str, str, str]]:
    """Figure, this week, last week, and the change."""
    counts = [_count(name, *(getattr(f, field) for f in (week.this, week.last))) for name, field in _COUNTS]
    told = [
        _count(name, *(f.notices.get(service, 0) for f in (week.this, week.last)))
        for name, service in (("停电公告", Service.POWER), ("停水公告", Service.WATER))
    ]
    rates = [_rate(name, *(getattr(f, field) for f in (week.this, week.last))) for name, field in _RATES]
    return [*counts, *told, *rates]


def _count(name: str, this: int, last: int) -> tuple[str, str, str, str]:
    return name, f"{this:,}", f"{last:,}", f"{this - last:+,}" if this != last else "持平"


def _rate(name: str, this: Rate, last: Rate) -> tuple[str, str, str, str]:
    if this.share is None or last.share is None:
        return name, percent(this), percent(last), "—"
    points = (this.share - last.share) * 100
    return name, percent(this), percent(last), f"{points:+.1f} 点" if abs(points) >= 0.05 else "持平"


def lists(week: Week) -> list[tuple[str, list[str]]]:
    """Each list under its heading, the gravest first, at most ``SHOWN`` lines and how many more there are."""
    named = (
        ("超时没办完", [line for _, line in sorted(_late(week), reverse=True)]),
        ("产权争议", [_line(week, t) for t in _disputed(week)]),
        ("重复点", [_spot(*spot) for spot in spot_lines(week.this.hot_spots, week.district)]),
        ("请街道定", list(_to_settle(week))),
        ("红灯小区", [f"{e}：{why}" for e, _, why in light_lines(_red(week), week.district)]),
    )
    return [(f"{name}（{len(lines)}）", _cut(lines)) for name, lines in named]


def _red(week: Week) -> list[Light]:
    return [one for one in week.this.lights if one.colour == RED]


def _cut(lines: Sequence[str]) -> list[str]:
    more = [f"还有 {len(lines) - SHOWN} 条，见报表"] if len(lines) > SHOWN else []
    return [*lines[:SHOWN], *more] or ["无"]


def _late(week: Week) -> Iterator[tuple[timedelta, str]]:
    for t in week.waiting:
        if t.resolve_by and t.resolve_by < week.now and t.resolved_at is None and t.status is not Status.SUSPENDED:
            over = week.now - t.resolve_by
            yield over, f"{_line(week, t)}，超 {length(over)}"


def _disputed(week: Week) -> list[Ticket]:
    return [t for t in week.waiting if t.disputed_at]


def _line(week: Week, t: Ticket) -> str:
    member = week.district.member.get(t.member)
    return f"工单 {t.number} {place(week.district, t)}{topic_name(t.service, t.topic)}，{member.name if member else '未派'}"


def _spot(place_: str, buildings: str, topic: str, times: int, numbers: str) -> str:
    return f"{place_}{f' {buildings} 栋' if buildings else ''} {topic} {times} 次（工单 {numbers}）"


def _to_settle(week: Week) -> Iterator[str]:
    """What nobody below the street can decide: each ticket with the gravest reason."""
    for t in sorted(week.waiting, key=lambda t: (t.urgency, t.number)):
        if why := _unsettled(week, t):
            yield f"{_line(week, t)}：{why}"


def _unsettled(week: Week, t: Ticket) -> str:
    reasons = (
        (t.disputed_at is not None, f"两家都说不归自己（{t.boundary or '界限不清'}），请定责"),
        (t.by_default and t.resolved_at is None, "没有责任单位，请定归谁"),
        (t.whistled_at is not None and t.resolved_at is None, "吹过哨，请街道协调"),
        (t.number in week.asked, "延期或挂账没人批"),
        (t.urgency is Urgency.P0 and t.status is Status.VERIFYING, "危急，等人确认办结"),
        (t.reworks >= 2, f"返工 {t.reworks} 次，请定怎么根治"),
    )
    return next((why for holds, why in reasons if holds), "")


def title(week: Week) -> str:
    """The heading."""
    year, number = week.span.name.split("-W")
    first, last = week.span.first, week.span.last
    return f"周会一页 {year} 年第 {int(number)} 周（{first.month}月{first.day}日—{last.month}月{last.day}日）"


def foot(week: Week) -> str:
    """How it was counted."""
    return (
        f"数字是这一周的；“周末未结”截至周日 24 时；名单截至 {moment(week.now, week.tz)}。率后面是 分子/分母。"
        "解决率=已解决/本周受理，响应率=按时签收/已派单，满意率=满意和基本满意/已评价。详见 docs/figures.md。"
    )
