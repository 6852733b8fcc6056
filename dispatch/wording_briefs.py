"""The morning and the evening brief: counts first, then the few lines that matter most."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.roster_gaps import RosterGap
from dispatch.wording import hour, line, next_deadline, who
from models.areas import District
from models.ticket import Ticket
from models.words import Status

_SHOWN = 8
_SOLVED = frozenset({Status.RESOLVED, Status.VERIFYING, Status.CLOSED, Status.ARCHIVED})


def morning(
    district: District,
    tickets: list[Ticket],
    asked: list[int],
    rota: tuple[list[RosterGap], int | None],
    now: datetime,
    tz: ZoneInfo,
) -> str:
    """What somebody has in hand today."""
    lines = _hand(district, tickets, now, tz) if tickets else ["早上好："]
    if asked:
        lines.append(f"等您批的：工单 {'、'.join(map(str, dict.fromkeys(asked)))}（回：同意 12 ／ 不同意 12 原因）")
    lines += _rota(district, *rota, now, tz)
    return "\n".join(lines)


def _hand(district: District, tickets: list[Ticket], now: datetime, tz: ZoneInfo) -> list[str]:
    ends = now.astimezone(tz).replace(hour=23, minute=59, second=59)
    late = [t for t in tickets if (by := next_deadline(t)) and by < now]
    due = [t for t in tickets if (by := next_deadline(t)) and now <= by <= ends]
    counts = "，".join(f"{name} {len(found)} 件" for name, found in (("超时", late), ("今天到期", due)) if found)
    head = f"早上好：您手上 {len(tickets)} 件{'，' + counts if counts else ''}。"
    return [head, *_listed(district, tickets, now, tz)]


def _listed(district: District, tickets: list[Ticket], now: datetime, tz: ZoneInfo) -> list[str]:
    ordered = sorted(tickets, key=lambda t: (t.urgency, next_deadline(t) or t.created_at, t.number))
    more = [f"……还有 {len(tickets) - _SHOWN} 件，发“我的工单”看"] if len(tickets) > _SHOWN else []
    return [*(line(district, t, now, tz) for t in ordered[:_SHOWN]), *more]


def _rota(district: District, gaps: list[RosterGap], year: int | None, now: datetime, tz: ZoneInfo) -> list[str]:
    lines = [f"未来七天排班空档 {len(gaps)} 处："] if gaps else []
    lines += [gap_line(district, gap, now, tz) for gap in gaps[:_SHOWN]]
    if year:
        lines.append(f"没有 {year} 年的节假日数据，工作日按周一至周五算，请更新程序。")
    return lines


def gap_line(district: District, gap: RosterGap, now: datetime, tz: ZoneInfo) -> str:
    """One gap: whose, where, from when to when, and why."""
    member = district.member[gap.member].name if gap.member in district.member else gap.member
    where = f" {district.name(gap.area)}" if gap.area else ""
    why = f"{who(district, gap.away)}不在岗，没有代班" if gap.away else "没有排人"
    return f"{member}{where}：{hour(gap.start, now, tz)} 到 {hour(gap.end, now, tz)} {why}"


def evening(
    district: District, name: str, tickets: list[Ticket], midnight: datetime, now: datetime, tz: ZoneInfo
) -> str:
    """What the day brought to a member or a community."""
    new = sum(t.created_at >= midnight for t in tickets)
    solved = sum(t.resolved_at is not None and t.resolved_at >= midnight and t.status in _SOLVED for t in tickets)
    working = [t for t in tickets if t.open and t.status not in _SOLVED]
    late = [t for t in working if (by := next_deadline(t)) and by < now]
    tomorrow = [t for t in working if (by := next_deadline(t)) and now <= by < midnight + timedelta(days=2)]
    quarrels = [t for t in working if t.disputed_at]
    counts = [
        ("新收", new),
        ("办好", solved),
        ("在办", len(working)),
        ("超时", len(late)),
        ("明天前到期", len(tomorrow)),
    ]
    counts += [("产权争议", len(quarrels)), ("督办", sum(t.supervised for t in working))]
    if not (new or solved or late or tomorrow or quarrels):
        return ""
    head = f"{name}今日：" + "，".join(f"{what} {n}" for what, n in counts if n) + "。"
    lines = _listed(district, list(dict.fromkeys((*late, *tomorrow, *quarrels))), now, tz)
    return "\n".join([head, *lines])
