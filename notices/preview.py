"""What was understood of an announcement, shown to a person who decides about it: facts, doubts, and how to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from models.areas import District
from models.notice import Block, Notice, Reach
from models.words import Effect, NoticeStatus
from notices import days
from notices.match import bare_name, candidates
from notices.phrases import spell_buildings, what
from notices.plan import plan
from notices.take import Hour, objections

_STATUS = {
    NoticeStatus.PLANNED: "计划",
    NoticeStatus.EMERGENCY: "故障抢修",
    NoticeStatus.RESTORED: "已恢复",
    NoticeStatus.PARTLY_RESTORED: "部分恢复",
    NoticeStatus.RESCHEDULED: "改期",
    NoticeStatus.EXTENDED: "延迟恢复",
    NoticeStatus.CANCELLED: "取消",
}
_STATE = {"review": "待确认", "published": "已发布", "dropped": "已作废"}
_MOST = 6


def preview(notice: Notice, district: District, at: Hour) -> str:
    """The whole of it, a line for each fact; for who may answer 发布, 改 or 作废."""
    said = notice.said
    lines = [
        f"【公告 {notice.id} · {_STATE[notice.state]}】{headline(notice)}",
        f"时间：{_times(notice, at)}",
        *_places(notice, district),
        *(f"没对上：{_unmatched(span, district)}" for span in notice.unmatched[:_MOST]),
        f"原因：{said.reason}" if said.reason else "",
        f"电话：{'、'.join(said.hotline)}" if said.hotline else "",
        f"发布单位：{said.publisher}" if said.publisher else "",
        *(f"存疑：{d}" for d in objections(notice, at)),
        _sample(notice, district, at),
        answers(notice) if notice.state == "review" else "",
    ]
    return "\n".join(filter(None, lines))


def headline(notice: Notice) -> str:
    """``停水 · 计划``."""
    said = notice.said
    worst = Effect.REDUCED if notice.reach and all(r.effect is Effect.REDUCED for r in notice.reach) else Effect.OFF
    word = what(said.service, worst) if said.service else "看不出是哪一项服务"
    return f"{word} · {_STATUS[said.status]}" if said.status else word


def answers(notice: Notice) -> str:
    """What to reply."""
    number = notice.id
    teach = f" ／ 地名 {number} {bare_name(notice.unmatched[0])}=小区名" if notice.unmatched else ""
    return f"回复：发布 {number} ／ 改 {number} 时间 … ／ 改 {number} 地点 …{teach} ／ 作废 {number} 原因"


def line(notice: Notice, district: District, at: Hour) -> str:
    """One line of a list of what waits."""
    why = "；".join(objections(notice, at)) or "来源未授权"
    where = _estates(notice.reach, district) or "、".join(a.text for a in notice.said.areas[:2]) or "地点不明"
    return f"公告 {notice.id} {headline(notice)} · {where} · {_times(notice, at)}（{why}）"


def _times(notice: Notice, at: Hour) -> str:
    today = at.local.date()
    said = [days.window(b.start, b.end, today) for b in notice.said.blocks]
    shown = [f"{when}{_which(notice, b)}" for b, when in zip(notice.said.blocks, said, strict=True) if when]
    more = f" 等 {len(shown)} 段" if len(shown) > _MOST else ""
    return ("；".join(shown[:_MOST]) + more) or "没有"


def _which(notice: Notice, block: Block) -> str:
    """The places of a block that does not hold for all."""
    if block.areas is None:
        return ""
    named = [notice.said.areas[i].text for i in block.areas if i < len(notice.said.areas)]
    return f"（{'、'.join(named[:3])}{' 等' if len(named) > 3 else ''}）"


def _places(notice: Notice, district: District) -> Iterator[str]:
    """The areas as estates of ours, the sure ones first, with how sure and why; then how many rooms and homes."""
    for sure, label in ((True, "地点"), (False, "可能受影响")):
        reach = [r for r in notice.reach if r.sure is sure and r.effect is not Effect.EXCLUDED]
        for r in reach[:_MOST]:
            yield f"{label}：{_one(r, district)}（{r.score:.0f}，{r.why}）"
        if len(reach) > _MOST:
            yield f"{label}：还有 {len(reach) - _MOST} 处"
    if not notice.reach:
        yield "地点：没有对上本辖区的小区"
        return
    estates = {r.estate for r in notice.reach}
    rooms = {room.id for e in estates for room in district.rooms_by_estate.get(e, ())}
    homes = sum(district.area[e].households or 0 for e in estates)
    yield f"涉及 {len(estates)} 个小区、{len(rooms)} 个群" + (f"、约 {homes} 户" if homes else "")


def _one(reach: Reach, district: District) -> str:
    name = district.name(reach.estate)
    said = f"{name} {spell_buildings(reach.buildings)} 号楼" if reach.buildings else name
    return f"{said}（{'降压限供' if reach.effect is Effect.REDUCED else ''}）".removesuffix("（）")


def _estates(reach: Sequence[Reach], district: District) -> str:
    names = list(dict.fromkeys(district.name(r.estate) for r in reach))
    return "、".join(names[:3]) + (f" 等 {len(names)} 个小区" if len(names) > 3 else "")


def _unmatched(span: str, district: District) -> str:
    near = candidates(span, district)
    alike = "、".join(f"{n} {c.name}（{c.score:.0f}）" for n, c in enumerate(near, start=1))
    return f"“{bare_name(span)}”{f'，相近：{alike}' if alike else ''}"


def _sample(notice: Notice, district: District, at: Hour) -> str:
    """What the first room would hear."""
    if notice.state != "review" or not notice.reach:
        return ""
    posts = plan(
        notice.evolve(state="published"), district=district, previous=None, now=at.now, tz=at.tz, calendar=at.calendar
    )
    rooms = [p for p in posts if p.room]
    return f"群里会说：{rooms[0].text}" if rooms else "时间已过，或没有群：发布了也不会说到群里"
