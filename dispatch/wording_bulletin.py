"""The bulletin that a room of an area in an emergency state reads: its own estate first, no promise, where to find help."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.wording import hour, member_of, state
from dispatch.wording_emergency import no_point, points_said
from dispatch.wording_topics import OUTAGES, PRIVATE, TOPICS
from models.areas import District
from models.emergency import Emergency, Point
from models.ticket import Ticket
from models.words import Urgency

_SHOWN = 3


def bulletin(
    district: District,
    emergency: Emergency,
    here: Sequence[Ticket],
    all_: Sequence[Ticket],
    quotes: Sequence[str],
    points: Sequence[Point],
    missed: int,
    coming: datetime,
    now: datetime,
    tz: ZoneInfo,
) -> str:
    """What concerns the room (``here``), what the area has, what the utilities stated, the points, the next hour."""
    why = f"（{emergency.reason}）" if emergency.reason else ""
    folded = f"（断线时漏掉的 {missed} 次通报并在这一条里）" if missed else ""
    lines = [
        f"【应急通报 {now.astimezone(tz):%m-%d %H:%M}】{district.name(emergency.area)}{why}{folded}",
        _here(district, here, stated=bool(quotes)),
        _all(district, emergency, all_),
        *quotes,
        *points_said(points),
        f"危急请打 110／119／120。下次通报 {hour(coming, now, tz)}。",
    ]
    return "\n".join(filter(None, lines))


def _here(district: District, tickets: Sequence[Ticket], *, stated: bool) -> str:
    told = [t for t in tickets if _public(t)]
    if not told:
        return "" if stated else "本小区：目前没有在处理的大面积停供。"
    order = sorted(told, key=lambda t: (t.urgency, -t.households))
    said = [
        f"{TOPICS.get(t.topic, t.topic)}（{t.households} 户反映）{member_of(district, t).name}{state(t)}" for t in order
    ]
    times = "，恢复时间以其发布为准" if any(t.topic in OUTAGES for t in told) else ""
    return f"本小区：{'；'.join(said[:_SHOWN])}{times}。"


def _all(district: District, emergency: Emergency, tickets: Sequence[Ticket]) -> str:
    counts = Counter(TOPICS.get(t.topic, t.topic) for t in tickets if _public(t))
    if not counts:
        return ""
    said = "、".join(f"{name} {n} 处" for name, n in counts.most_common(4))
    return f"{district.name(emergency.area)}共在处理：{said}。"


def _public(ticket: Ticket) -> bool:
    """Whether a whole area may read of it: what is wide or dangerous, nothing of one home."""
    wide = ticket.topic in OUTAGES or ticket.urgency is not Urgency.P2
    return wide and ticket.topic not in PRIVATE and ticket.accepted_at is not None


def last(district: District, emergency: Emergency, now: datetime, tz: ZoneInfo) -> str:
    """It is over."""
    name = district.name(emergency.area)
    return (
        f"【应急通报 {now.astimezone(tz):%m-%d %H:%M}】{name}应急状态结束，通报不再发。"
        "没办完的事照常有人处理，有事在群里说一声，最好带上几栋。"
    )


def points(known: Sequence[Point], kinds: tuple[str, ...]) -> str:
    """The answer to who asks where."""
    found = points_said([p for p in known if p.kind in kinds])
    missing = tuple(k for k in kinds if not any(p.kind == k for p in known))
    return "\n".join([*found, *([no_point(missing)] if missing else [])])
