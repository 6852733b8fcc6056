"""What is said while an emergency state stands: to the street's duty, the staff, and the rooms of the area."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.flash import Flash
from dispatch.wording import hour, who
from dispatch.wording_topics import TOPICS
from models.areas import District
from models.emergency import SHELTER, WATER, Emergency, Point

NOT_HERE = "应急的事请在私聊或工作群里说。"
NOT_YOURS = "应急状态由街道值班、调度或管理员来定，而且要管着整个范围。"
NONE_STANDS = "现在没有应急状态。要开始：应急 开始 社区名 到明天8点 原因。"
SAY_UNTIL = "请写到什么时候复核，如：应急 开始 金星社区 到明天8点 台风。"
SAY_POINT = "请写清在哪里，如：应急 取水点 桐坞小学南门，7点到21点。"
KIND = {WATER: "取水点", SHELTER: "避难安置点"}


def which_area(said: str) -> str:
    """No such area, or none was named."""
    known = f"没认出“{said}”。" if said else ""
    return f"{known}请写清范围（街道、社区或小区的名字），如：应急 开始 金星社区 到明天8点 台风。"


def which_state(district: District, standing: Sequence[Emergency]) -> str:
    """Several stand."""
    names = "、".join(district.name(e.area) for e in standing)
    return f"现在有：{names}。请写上是哪一个，如：应急 结束 {district.name(standing[0].area)}。"


def wrong_review(longest: timedelta) -> str:
    """The review lies in the past or too far off."""
    return f"复核时间要晚于现在，最远 {int(longest.total_seconds() // 3600)} 小时；到时再续。"


def stands_already(district: District, emergency: Emergency) -> str:
    """It is covered."""
    name = district.name(emergency.area)
    return f"{name}已在应急状态。延长：应急 续 {name} 到后天8点；结束：应急 结束 {name}。"


def _named(district: District, emergency: Emergency) -> str:
    return f"{district.name(emergency.area)}{emergency.reason and '（' + emergency.reason + '）'}"


def begun(district: District, emergency: Emergency, now: datetime, tz: ZoneInfo) -> str:
    """Declared: what holds now, and what can be said."""
    return "\n".join(
        [
            f"{_named(district, emergency)}进入应急状态，{hour(emergency.review_at, now, tz)} 复核，没人续就自动结束。",
            "不危急的催办、上报、评价都暂停，时限标“应急期间”；按时发通报，隔几小时给您一份快报。",
            shifts(district, emergency),
            "取水点、安置点：应急 取水点 在哪里 ／ 应急 安置点 在哪里；换班：应急 值班 姓名 夜班",
        ]
    )


def shifts(district: District, emergency: Emergency) -> str:
    """Who has which twelve hours."""
    if not emergency.shifts:
        return "12 小时班：各单位都只有一人，没有排。要排：应急 值班 姓名 夜班"
    order = sorted(emergency.shifts, key=lambda s: (s.member, s.start))
    said = "；".join(
        f"{district.member[s.member].name} {s.start}–{s.end} {who(district, s.person)}"
        for s in order
        if s.member in district.member
    )
    return f"12 小时班：{said}"


def declared(district: District, emergency: Emergency, now: datetime, tz: ZoneInfo) -> str:
    """For the staff."""
    until = hour(emergency.review_at, now, tz)
    return (
        f"{_named(district, emergency)}进入应急状态，到 {until} 复核。危急的照旧马上办；"
        f"其余的先不催、不上报、不评价，时限标“应急期间”，结束后接着计。"
        f"{chr(10) + shifts(district, emergency) if emergency.shifts else ''}"
    )


def ended(district: District, emergency: Emergency, reason: str, now: datetime, tz: ZoneInfo) -> str:
    """For the staff."""
    at = hour(emergency.ended_at, now, tz)
    return f"{_named(district, emergency)}应急状态 {at} 结束（{reason}）。停着的时限从现在接着计，没有少算也没有多算。"


def prolonged(district: District, emergency: Emergency, now: datetime, tz: ZoneInfo) -> str:
    """A later review."""
    return f"{_named(district, emergency)}应急状态延长，{hour(emergency.review_at, now, tz)} 复核。"


def over(district: District, emergency: Emergency) -> str:
    """For who ended it."""
    return f"{_named(district, emergency)}应急状态已结束；群里会收到一条，停着的时限接着计。"


def review(district: District, emergency: Emergency, grace: timedelta, now: datetime, tz: ZoneInfo) -> str:
    """Prolong or end?"""
    name = district.name(emergency.area)
    last = hour(now + grace, now, tz)
    return (
        f"{_named(district, emergency)}应急状态到复核时间了：还要继续吗？\n"
        f"继续：应急 续 {name} 到明天8点 ／ 结束：应急 结束 {name}。{last} 前没有回复就自动结束。"
    )


def bulletin_now(district: District, emergency: Emergency) -> str:
    """The rooms hear now."""
    return f"{district.name(emergency.area)}的群马上各发一条通报。"


UNREVIEWED = "到复核时间没有人续，自动结束"


def who_is(said: str) -> str:
    """Nobody of a member is called so."""
    return f"没认出“{said}”是哪个单位的谁。如：应急 值班 供电小马 夜班。"


def point_kept(district: District, emergency: Emergency, point: Point) -> str:
    """From now on in bulletins and answers."""
    name = district.name(emergency.area)
    return f"{KIND[point.kind]} {point.id} 记下了：{point.text}。{name}的通报里会写，有人问就答。不用了：应急 撤点 {point.id}。"


def point_gone(point: Point) -> str:
    """No longer there."""
    return f"{KIND[point.kind]} {point.id}（{point.text}）已撤，通报和答复里不再说。"


def points_listed(points: Sequence[Point]) -> str:
    """With their numbers, for the staff."""
    if not points:
        return "没有登记取水点、安置点。"
    return "\n".join(f"{p.id} · {KIND[p.kind]}：{p.text}" for p in points)


def standing(district: District, emergency: Emergency, now: datetime, tz: ZoneInfo) -> str:
    """One line of the list."""
    began, until = hour(emergency.began_at, now, tz), hour(emergency.review_at, now, tz)
    return f"{_named(district, emergency)}：{began} 开始，{until} 复核。{shifts(district, emergency)}"


def flash(district: District, emergency: Emergency, figures: Flash, now: datetime, tz: ZoneInfo) -> str:
    """快报: the figures in a few lines, what waits for a person last."""
    topics = "、".join(f"{TOPICS.get(topic, topic)} {n}" for topic, n in list(figures.by_topic.items())[:6])
    total = sum(figures.by_topic.values())
    dangers = "、".join(str(t.number) for t in figures.dangers)
    since = hour(emergency.flash_at, now, tz)
    waits = [
        ("待确认", figures.to_confirm),
        ("待批", figures.leave),
        ("待核实公告", figures.notices),
        ("关爱户没上门", figures.visits),
    ]
    waiting = "，".join(f"{name} {n}" for name, n in waits if n)
    return "\n".join(
        [
            f"【快报 {now.astimezone(tz):%H:%M}】{_named(district, emergency)}",
            f"在办 {total} 件{'：' + topics if topics else ''}；{since} 以来新增 {figures.new}、办好 {figures.solved}。",
            f"危急 {len(figures.dangers)} 件{'：工单 ' + dangers if dangers else ''}；听不到的群 {figures.unheard} 个。",
            f"等人定：{waiting}。" if waiting else "没有等人定的事。",
        ]
    )


def points_said(points: Sequence[Point]) -> list[str]:
    """As residents read them, a line a kind."""
    lines = []
    for kind, name in KIND.items():
        texts = [p.text.rstrip("。") for p in points if p.kind == kind]
        if texts:
            lines.append(f"{name}：{'；'.join(texts)}。")
    return lines


def no_point(kinds: Sequence[str]) -> str:
    """Asked for, and none is registered."""
    return f"{'、'.join(KIND[k] for k in kinds)}还没有登记，有了会写在通报里。急需请打 12345 或在群里说一声是几栋。"
