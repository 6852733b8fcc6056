"""Every sentence of a notice that residents read: short, the fact first, only the reader's own place, the source last."""

from __future__ import annotations

import re
from datetime import datetime

from models.words import NoticeStatus, Service
from notices import days
from notices.floors import has_high
from notices.phrases import Telling, back, blocks_of, fact, groups, hotline, last_end, place, source, when

LONGEST = 200
MORE = "回“详情”看全文"
_BEFORE = {
    Service.POWER: "请提前安排用电，停电期间别乘电梯，拔掉怕断电的电器",
    Service.WATER: "请提前储水、关好龙头",
    Service.GAS: "停气期间请关好灶前阀，不要动火试气",
    Service.HEAT: "请注意保暖",
    Service.ROAD: "请绕行，车辆提前挪走",
}
_NOW = {
    Service.POWER: "别乘电梯，拔掉怕断电的电器",
    Service.WATER: "请关好龙头",
    Service.GAS: "请关好灶前阀，不要动火试气",
    Service.HEAT: "请注意保暖",
    Service.ROAD: "请绕行",
}
_AFTER = {
    Service.POWER: "家里还没电，先看空开跳没跳，再在群里说楼号",
    Service.WATER: "水发黄先放几分钟再用",
    Service.GAS: "用气前先开窗，打不着火别一直打",
}
_HIGH = {
    Service.POWER: "高层靠水泵加压，停电时可能同时没水，请备一点水",
    Service.WATER: "高层加压供水，停得可能早一点、来得晚一点",
}
_MUDDY = "来水后发黄先放几分钟再用"
_HIGH_FLOORS = re.compile(r"高层|加压|二次供水|[四五六七八九十\d]+[层楼](?:及?以上|往上)")
_LONG_REASON = 24


def post(telling: Telling, stage: str) -> str:
    """The text for one room at one stage of the notice, at most about ``LONGEST`` characters."""
    parts = groups(telling)
    lead = f"【{_title(telling, stage)}】{'；'.join(_LEADS[stage](part) for part in parts)}"
    if stage == "restored_at_night":
        return _shortened([lead, _signed(telling)])
    return _shortened([lead, *_advice(telling, stage), _signed(telling)]) + _more(telling, stage)


def _title(telling: Telling, stage: str) -> str:
    name = fact(telling)
    again = back(telling.notice.said.service).removeprefix("恢复")
    titles = {
        "publish": name,
        "day_before": f"{name}提醒",
        "hour_before": f"{name}提醒",
        "start": f"{name}开始",
        "change": f"{name}有变",
        "extended": "部分恢复" if any(_is_back(part) for part in groups(telling)) else "恢复延迟",
        "cancel": f"{name}取消",
        "left": f"{name}有变",
        "restore": f"已{again}",
        "restored_at_night": f"已{again}",
        "overdue": f"{again}了吗？",
        "poster": f"{name}海报",
    }
    return titles[stage]


def _where(telling: Telling) -> str:
    return f"{place(telling)}{'' if telling.sure else ' 可能受影响'}："


def _publish(telling: Telling) -> str:
    name = fact(telling)
    if telling.notice.said.status is NoticeStatus.EMERGENCY:
        state = "已临时封闭" if telling.notice.said.service is Service.ROAD else f"{name}，正在抢修"
        return f"{_where(telling)}{state}，{_expected(telling)}"
    if began := _running(telling):
        return f"{_where(telling)}{days.moment(began, telling.now.date())} 起按公告{name}，{_expected(telling)}"
    time = when(telling)
    if not time:
        return f"{_where(telling)}计划{name}，时间待{source(telling.notice, telling.district)}通知"
    return f"{_where(telling)}{time} 计划{name}{_lasting(telling)}"


def _running(telling: Telling) -> datetime | None:
    """Since when it runs by the announcement's own hours, where that is told only now, as after a night."""
    own = (b for b in blocks_of(telling.notice, telling.reach) if b.start and b.end)
    return next((b.start for b in own if b.start and b.end and b.start <= telling.now < b.end), None)


def _lasting(telling: Telling) -> str:
    blocks = telling.notice.said.blocks
    if len(blocks) != 1 or not blocks[0].start or not blocks[0].end:
        return ""
    said = days.length(blocks[0].start, blocks[0].end)
    return f"，约 {said}" if said else ""


def _expected(telling: Telling) -> str:
    end, name = last_end(telling), source(telling.notice, telling.district)
    if end is None:
        return f"恢复时间待{name}通知"
    return f"{name}预计{days.moment(end, telling.now.date())} 恢复"


def _remind(telling: Telling) -> str:
    return f"{_where(telling)}{when(telling)} {fact(telling)}"


def _begun(telling: Telling) -> str:
    return f"{_where(telling)}按公告现在开始，{_expected(telling)}"


def _changed(telling: Telling) -> str:
    time = when(telling) or f"新时间待{source(telling.notice, telling.district)}通知"
    return f"{_where(telling)}时间改为 {time}" if _moved(telling) else f"{_where(telling)}{time} {fact(telling)}"


def _moved(telling: Telling) -> bool:
    return telling.notice.said.status is NoticeStatus.RESCHEDULED


def _is_back(telling: Telling) -> bool:
    """Whether these places of a partial restoration have supply again by now."""
    end = last_end(telling)
    return telling.notice.said.status is NoticeStatus.PARTLY_RESTORED and end is not None and end <= telling.now


def _longer(telling: Telling) -> str:
    if _is_back(telling):
        return _restored(telling)
    return f"{_where(telling)}{fact(telling)}未结束，{_expected(telling)}"


def _cancelled(telling: Telling) -> str:
    time = when(telling)
    return f"{place(telling)}：{f'原定 {time} 的' if time else ''}{fact(telling)}取消，照常使用"


def _left(telling: Telling) -> str:
    time = when(telling)
    name = source(telling.notice, telling.district)
    return (
        f"{place(telling)}：{f'原定 {time} 的' if time else ''}{fact(telling)}，最新公告不再包括这里，以{name}通知为准"
    )


def _restored(telling: Telling) -> str:
    end = last_end(telling)
    hour = days.moment(end, telling.now.date()) if end and end <= telling.now else ""
    return f"{place(telling)}：{hour} 已恢复" if hour else f"{place(telling)}：已恢复"


def _overdue(telling: Telling) -> str:
    end, name = last_end(telling), source(telling.notice, telling.district)
    hour = f"公告写 {days.moment(end, telling.now.date())} 恢复，" if end else ""
    again = back(telling.notice.said.service)
    return (
        f"{_where(telling)}{hour}还没有收到{name}恢复的消息，已去问。还没{again}的请说楼号，好了也请回一句“{again}了”"
    )


_LEADS = {
    "publish": _publish,
    "day_before": _remind,
    "hour_before": _remind,
    "start": _begun,
    "change": _changed,
    "extended": _longer,
    "cancel": _cancelled,
    "left": _left,
    "restore": _restored,
    "restored_at_night": _restored,
    "overdue": _overdue,
    "poster": _publish,
}


def _advice(telling: Telling, stage: str) -> list[str]:
    """What to do, the less important last."""
    service = telling.notice.said.service or Service.OTHER
    status = telling.notice.said.status
    parts = [_written(telling)] if stage not in ("cancel", "left", "overdue") else []
    if stage in ("publish", "day_before", "hour_before", "change", "start", "extended"):
        soon = status is NoticeStatus.EMERGENCY or stage in ("start", "extended") or _running(telling) is not None
        parts += [(_NOW if soon else _BEFORE).get(service, ""), _floors(telling)]
    if stage in ("publish", "change"):
        parts += [_MUDDY if service is Service.WATER else "", _reason(telling)]
    if stage == "restore":
        parts.append(_AFTER.get(service, ""))
    return [p for p in parts if p]


def advice(telling: Telling) -> list[str]:
    """Everything that may be said of what to do, before and after."""
    if telling.notice.over:
        return [p for p in (_AFTER.get(telling.notice.said.service or Service.OTHER, ""),) if p]
    soon = telling.notice.said.status is NoticeStatus.EMERGENCY
    service = telling.notice.said.service or Service.OTHER
    muddy = _MUDDY if service is Service.WATER else ""
    return [p for p in ((_NOW if soon else _BEFORE).get(service, ""), _floors(telling), muddy) if p]


def _written(telling: Telling) -> str:
    """Where the place is not sure: the announcement's own words for it."""
    areas = telling.notice.said.areas
    spans = dict.fromkeys(areas[r.area].text for r in telling.reach if not r.sure and r.area < len(areas))
    return f"公告写的是“{'、'.join(list(spans)[:2])}”" if spans else ""


def _floors(telling: Telling) -> str:
    """What those must know who live high up: the text speaks of them, or one of the buildings is high."""
    said = _HIGH.get(telling.notice.said.service or Service.OTHER, "")
    high = said and (_HIGH_FLOORS.search(telling.notice.text) or has_high(telling.district, telling.reach))
    return said if high else ""


def _reason(telling: Telling) -> str:
    why = telling.notice.said.reason or ""
    return f"原因：{why if len(why) <= _LONG_REASON else why[: _LONG_REASON - 1] + '…'}" if why else ""


def _signed(telling: Telling) -> str:
    published = telling.notice.published_at.astimezone(telling.tz).replace(tzinfo=None)
    call = hotline(telling.notice, telling.district)
    said = f"{source(telling.notice, telling.district)} {days.moment(published, telling.now.date())} 发布"
    return f"{said}，电话 {call}" if call else said


def _more(telling: Telling, stage: str) -> str:
    """That there is more to read, when there is."""
    first = stage in ("publish", "change")
    return f"。{MORE}" if first and len(telling.notice.text) > LONGEST else ""


def _shortened(parts: list[str]) -> str:
    while len(parts) > 2 and len("。".join(parts)) > LONGEST:
        parts.pop(-2)
    return "。".join(parts)
