"""Every sentence of a notice that residents read: short, the fact first, only the reader's own place, the source last."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from models.areas import District
from models.buildings import building_key
from models.notice import Block, Notice, Reach
from models.words import Effect, NoticeStatus, Service
from notices import days

LONGEST = 200
_NOUN = {
    Service.POWER: ("停电", "供电受限", "来电", "供电"),
    Service.WATER: ("停水", "水压降低", "来水", "供水"),
    Service.GAS: ("停气", "气压降低", "通气", "供气"),
    Service.HEAT: ("停暖", "供暖减弱", "恢复供暖", "供暖"),
    Service.ROAD: ("道路封闭", "道路通行受限", "恢复通行", "通行"),
    Service.OTHER: ("停供", "受影响", "恢复", "供应"),
}
_BEFORE = {
    Service.POWER: "请提前安排用电，停电期间别乘电梯，拔掉怕断电的电器",
    Service.WATER: "请提前储水、关好龙头",
    Service.GAS: "停气期间请关好灶前阀，不要动火试气",
    Service.HEAT: "请注意保暖",
    Service.ROAD: "请绕行，车辆提前挪走",
}
_AFTER = {
    Service.POWER: "家里还没电，先看空开跳没跳，再在群里说楼号",
    Service.WATER: "水发黄先放几分钟再用",
    Service.GAS: "用气前先开窗，打不着火别一直打",
}
_HIGH_FLOORS = "高层靠水泵加压，停电时可能同时没水，请备一点水"
_PUBLISHER = {
    Service.POWER: "供电公司",
    Service.WATER: "供水公司",
    Service.GAS: "燃气公司",
    Service.HEAT: "供热公司",
    Service.ROAD: "市政单位",
}


@dataclass(frozen=True, slots=True)
class Telling:
    """What a sentence needs beside the notice: the estates' reach that concerns the reader, the hour (local naive)."""

    notice: Notice
    reach: tuple[Reach, ...]
    district: District
    now: datetime
    tz: ZoneInfo


def what(service: Service | None, effect: Effect) -> str:
    """``停水``, ``水压降低`` …"""
    nouns = _NOUN[service or Service.OTHER]
    return nouns[1] if effect is Effect.REDUCED else nouns[0]


def back(service: Service | None) -> str:
    """``来水``, ``来电`` …"""
    return _NOUN[service or Service.OTHER][2]


def source(notice: Notice, district: District) -> str:
    """Who says it: the publisher as written, else the member's name, else the kind of company."""
    if notice.said.publisher:
        return notice.said.publisher
    if member := district.member.get(notice.member):
        return member.name
    return _PUBLISHER.get(notice.said.service or Service.OTHER, "发布单位")


def hotline(notice: Notice, district: District) -> str:
    """The number to ring: from the text, else the member's; "" when there is none."""
    if notice.said.hotline:
        return notice.said.hotline[0]
    member = district.member.get(notice.member)
    return member.hotline if member else ""


def place(telling: Telling) -> str:
    """The reader's own estates and buildings: ``云台新村 1–12、26 号楼``, ``云台新村、金山苑``."""
    buildings: dict[str, set[str] | None] = {}
    for r in telling.reach:
        ours = buildings.setdefault(r.estate, set())
        if r.buildings is None or ours is None:
            buildings[r.estate] = None
        else:
            ours.update(r.buildings)
    return "、".join(_estate(telling.district.name(e), b) for e, b in buildings.items())


def _estate(name: str, buildings: Iterable[str] | None) -> str:
    return f"{name} {spell_buildings(buildings)} 号楼" if buildings else name


def spell_buildings(buildings: Iterable[str]) -> str:
    """``1–12、26``: neighbours are joined to ranges."""
    runs: list[list[str]] = []
    for one in sorted(buildings, key=building_key):
        if runs and one.isdigit() and runs[-1][-1].isdigit() and int(one) == int(runs[-1][-1]) + 1:
            runs[-1].append(one)
        else:
            runs.append([one])
    return "、".join(r[0] if len(r) == 1 else f"{r[0]}–{r[-1]}" if len(r) > 2 else "、".join(r) for r in runs)


def blocks_of(notice: Notice, reach: Sequence[Reach]) -> list[Block]:
    """The time blocks that concern these reaches, in order."""
    areas = {r.area for r in reach}
    own = [b for b in notice.said.blocks if b.areas is None or not notice.said.areas or areas & set(b.areas)]
    return sorted(own, key=lambda b: (b.start or b.end or datetime.max, b.end or datetime.max))


def when(telling: Telling) -> str:
    """All windows that are not over, joined: at most three, with the length when there is one; "" when none is known."""
    own = [b for b in blocks_of(telling.notice, telling.reach) if b.end is None or b.end > telling.now] or list(
        blocks_of(telling.notice, telling.reach)
    )
    if daily := _daily(own, telling.now):
        return daily
    said = [days.window(b.start, b.end, telling.now.date()) for b in own]
    more = f" 等 {len(said)} 段" if len(said) > 3 else ""
    return "；".join(filter(None, said[:3])) + more


def _daily(blocks: list[Block], now: datetime) -> str:
    clocks = {(b.start.time(), b.end.time()) for b in blocks if b.start and b.end}
    if len(blocks) < 3 or len(clocks) != 1 or any(b.start is None or b.end is None for b in blocks):
        return ""
    starts = [b.start for b in blocks if b.start]
    if any((b.date() - a.date()).days != 1 for a, b in zip(starts, starts[1:], strict=False)):
        return ""
    one = days.window(blocks[0].start, blocks[0].end, starts[0].date()).removeprefix("今天 ")
    return f"{days.day(starts[0].date(), now.date())}至{days.day(starts[-1].date(), now.date())}，每天 {one}"


def post(telling: Telling, stage: str) -> str:
    """The text for one room at one stage of the notice."""
    lead = _LEADS.get(stage, _publish)(telling)
    return _shorten([lead, *_tail(telling, stage)])


def _sure(telling: Telling) -> bool:
    return any(r.sure for r in telling.reach)


def _effect(telling: Telling) -> Effect:
    return Effect.OFF if any(r.effect is Effect.OFF for r in telling.reach) else Effect.REDUCED


def _fact(telling: Telling) -> str:
    return what(telling.notice.said.service, _effect(telling))


def _unsure(telling: Telling) -> str:
    return "" if _sure(telling) else "可能受影响，"


def _written(telling: Telling) -> str:
    if _sure(telling):
        return ""
    spans = dict.fromkeys(telling.notice.said.areas[r.area].text for r in telling.reach if telling.notice.said.areas)
    return f"公告写的是“{'、'.join(list(spans)[:2])}”" if spans else ""


def _kind(telling: Telling) -> str:
    return "故障" if telling.notice.said.status is NoticeStatus.EMERGENCY else "计划"


def _publish(telling: Telling) -> str:
    fact, status = _fact(telling), telling.notice.said.status
    head = f"【{fact}】{place(telling)}："
    if status is NoticeStatus.EMERGENCY:
        return f"{head}{_unsure(telling)}正在{'抢修' if fact != '道路封闭' else '处置'}，{_expected(telling)}"
    time = when(telling) or f"时间待{source(telling.notice, telling.district)}通知"
    return f"{head}{_unsure(telling)}{time}{_kind(telling)}{fact}{_lasting(telling)}"


def _expected(telling: Telling) -> str:
    end = max((b.end for b in blocks_of(telling.notice, telling.reach) if b.end), default=None)
    name = source(telling.notice, telling.district)
    if end is None:
        return f"恢复时间待{name}通知"
    return f"{name}预计 {days.moment(end, telling.now.date())} 恢复"


def _lasting(telling: Telling) -> str:
    own = blocks_of(telling.notice, telling.reach)
    if len(own) != 1 or not own[0].start or not own[0].end:
        return ""
    said = days.length(own[0].start, own[0].end)
    return f"，约 {said}" if said else ""


def _remind(telling: Telling) -> str:
    return f"【提醒】{place(telling)}：{_unsure(telling)}{when(telling)}{_fact(telling)}"


def _begun(telling: Telling) -> str:
    return f"【{_fact(telling)}开始】{place(telling)}：{_unsure(telling)}{_expected(telling)}"


def _changed(telling: Telling) -> str:
    time = when(telling) or f"新时间待{source(telling.notice, telling.district)}通知"
    return f"【{_fact(telling)}有变】{place(telling)}：{_unsure(telling)}现为 {time}"


def _longer(telling: Telling) -> str:
    return f"【恢复延迟】{place(telling)}：{_unsure(telling)}{_fact(telling)}要延长，{_expected(telling)}"


def _cancelled(telling: Telling) -> str:
    time = when(telling)
    return (
        f"【不{_fact(telling)}了】{place(telling)}：{f'原定 {time} 的' if time else ''}{_fact(telling)}取消，照常使用"
    )


def _restored(telling: Telling) -> str:
    end = max((b.end for b in blocks_of(telling.notice, telling.reach) if b.end), default=None)
    past = end is not None and end <= telling.now
    hour = f"{days.moment(end, telling.now.date())} " if end and past else ""
    return f"【已{back(telling.notice.said.service).removeprefix('恢复')}】{place(telling)}：{hour}已恢复"


_LEADS = {
    "publish": _publish,
    "day_before": _remind,
    "hour_before": _remind,
    "start": _begun,
    "change": _changed,
    "extended": _longer,
    "cancel": _cancelled,
    "restore": _restored,
}


def _tail(telling: Telling, stage: str) -> list[str]:
    notice, service = telling.notice, telling.notice.said.service or Service.OTHER
    call = hotline(notice, telling.district)
    said = f"{source(notice, telling.district)} {_said_at(telling)}发布" + (f"，电话 {call}" if call else "")
    parts = [_written(telling)]
    if stage == "publish" and notice.said.reason:
        parts.append(f"原因：{_trim(notice.said.reason)}")
    if stage in ("publish", "day_before", "hour_before", "change"):
        parts += [_BEFORE.get(service, ""), _floors(telling), _muddy(service, stage)]
    if stage == "restore":
        parts.append(_AFTER.get(service, ""))
    return [*filter(None, parts), said]


def _muddy(service: Service, stage: str) -> str:
    return "来水后发黄先放几分钟" if service is Service.WATER and stage == "publish" else ""


def _floors(telling: Telling) -> str:
    high = re.search(r"高层|加压|二次供水|[四五六七八九十\d]+[层楼]以上", telling.notice.text)
    return _HIGH_FLOORS if high and telling.notice.said.service is Service.POWER else ""


def _said_at(telling: Telling) -> str:
    return (
        f"{days.moment(telling.notice.published_at.astimezone(telling.tz).replace(tzinfo=None), telling.now.date())} "
    )


def _trim(reason: str) -> str:
    return reason if len(reason) <= 24 else f"{reason[:23]}…"


def _shorten(parts: list[str]) -> str:
    while len(parts) > 2 and len("。".join(parts)) >= LONGEST:
        parts.pop(-2)
    return "。".join(parts)
