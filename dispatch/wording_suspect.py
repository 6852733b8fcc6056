"""Every sentence about a suspected outage: the card, its reminders, what was answered, and how supply came back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from dispatch.matters import numbers
from dispatch.wording import hour, stop, who
from models.areas import District
from models.buildings import building_key, format_buildings
from models.suspicion import Suspicion, Verdict, Voice

NAMES = {"E01": "停电", "W01": "停水", "G02": "停气"}
BACK = {"E01": "来电", "W01": "来水", "G02": "通气"}
VERDICTS = {
    Verdict.OPEN: "等答复",
    Verdict.CONFIRMED: "确认",
    Verdict.KNOWN: "已知",
    Verdict.DENIED: "不是",
    Verdict.LAPSED: "没人答复",
}
_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Place:
    """How many households of an estate spoke, and which buildings were named."""

    estate: str
    households: int
    buildings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Heard:
    """What was said, counted: nobody is named."""

    households: int
    places: tuple[Place, ...]

    @property
    def estates(self) -> tuple[str, ...]:
        """The codes of the places, the one with the most households first."""
        return tuple(p.estate for p in self.places)


def heard_of(lines: Iterable[Voice]) -> Heard:
    """The lines of households, counted by estate."""
    by_estate: dict[str, list[Voice]] = defaultdict(list)
    for line in lines:
        by_estate[line.estate].append(line)
    every = [line for ours in by_estate.values() for line in ours]
    places = [Place(estate, len({r.household for r in ours}), _buildings(ours)) for estate, ours in by_estate.items()]
    places.sort(key=lambda p: (-p.households, p.estate))
    return Heard(len({r.household for r in every}), tuple(places))


def _buildings(lines: Iterable[Voice]) -> tuple[str, ...]:
    said = {r.building for r in lines if r.building}
    return tuple(sorted({b for building in said for b in numbers(building)}, key=building_key))


def name_of(card: Suspicion) -> str:
    """``疑似停电 3``: what people say and quote."""
    return f"疑似{NAMES[card.topic]} {card.number}"


def _spelled(district: District, place: Place) -> str:
    where = f"，{format_buildings(place.buildings)} 栋" if place.buildings else ""
    return f"{district.name(place.estate)} {place.households} 户{where}"


def where_of(district: District, heard: Heard) -> str:
    """The estates with their counts: ``柳汀新村 5 户，3, 5 栋；清荷苑 2 户``."""
    more = f"；另 {len(heard.places) - _SHOWN} 个小区" if len(heard.places) > _SHOWN else ""
    return "；".join(_spelled(district, p) for p in heard.places[:_SHOWN]) + more


def card_text(
    district: District, card: Suspicion, heard: Heard, now: datetime, tz: ZoneInfo, *, again: bool = False
) -> str:
    """What the one on duty reads: how many households, where, since when, and the three answers."""
    n, name = card.number, NAMES[card.topic]
    head = f"【{name_of(card)}】{'还没有人答复。' if again else ''}"
    line = f"\n同在 {card.line}" if card.line and len(heard.places) > 1 else ""
    quiet = f"（同在 {card.line} 的其他小区还没人说）" if card.line and len(heard.places) == 1 else ""
    since = f"{hour(card.since, now, tz)} 起，{heard.households} 户反映{name}"
    return (
        f"{head}{since}：{where_of(district, heard)}{line or quiet}\n"
        f"是{name}就回：确认 {n} 预计17:00（没有时间就不写） ／ 你们已知道：已知 {n} ／ 不是{name}：不是 {n} 原因\n"
        f"范围不对：确认 {n} 范围 某小区3-5栋"
    )


def confirmed(card: Suspicion, notice: int, rooms: int, now: datetime, tz: ZoneInfo) -> str:
    """For who has confirmed: what happens now, and how to go on."""
    until = f"，写明预计 {hour(card.until, now, tz)} 恢复" if card.until else "，恢复时间写“待通知”"
    return (
        f"{name_of(card)}：已确认。两分钟后发公告 {notice} 到 {rooms} 个群{until}；发错了回：撤销。\n"
        f"有时间了：公告 {notice} 延到 17:00 ／ 恢复了：公告 {notice} 已恢复"
    )


def known(card: Suspicion, now: datetime, tz: ZoneInfo) -> str:
    """For who knew of it."""
    joined = f"，并入公告 {card.notice}" if card.notice else "，不发公告"
    until = f"，预计 {hour(card.until, now, tz)} 恢复" if card.until else ""
    return f"{name_of(card)}：已记“已知”{joined}{until}；问的居民照此答复。发错了两分钟内回：撤销"


def said_no(card: Suspicion) -> str:
    """For who said that it is none."""
    return f"{name_of(card)}：已记“不是”，各户按单件办；再多一倍的户数说起才会再问。发错了两分钟内回：撤销"


def answered(district: District, card: Suspicion, now: datetime, tz: ZoneInfo) -> str:
    """For the others who were asked: it has been answered."""
    by = f"{who(district, card.decided_by)} " if card.decided_by in district.person else ""
    notice = f"，公告 {card.notice}" if card.notice else ""
    why = f"：{stop(card.reason)}" if card.reason else "。"
    return f"{name_of(card)}：不用再答了，{by}{hour(card.decided_at, now, tz)} 答“{VERDICTS[card.state]}”{notice}{why}"


def reopened(card: Suspicion) -> str:
    """An answer was taken back."""
    return f"{name_of(card)}：刚才的答复撤销了，还在等答复。"


def for_workers(district: District, card: Suspicion, now: datetime, tz: ZoneInfo) -> str:
    """For the grid workers of the place: what the member says."""
    name, member = NAMES[card.topic], district.member.get(card.member, district.fallback).name
    places = "、".join(district.name(e) for e in card.estates[:_SHOWN])
    until = f"，预计 {hour(card.until, now, tz)} 恢复" if card.until else ""
    said = {
        Verdict.CONFIRMED: f"确认{name}{until}，公告 {card.notice} 会发到各群",
        Verdict.KNOWN: f"已知道{name}{until}" + (f"，见公告 {card.notice}" if card.notice else "，不另发公告"),
        Verdict.DENIED: f"说不是{name}，请按单件看一看",
    }[card.state]
    why = f"（{card.reason}）" if card.reason else ""
    return f"{places}：{member} {hour(card.decided_at, now, tz)} {said}{why}。"


def told_rooms(district: District, card: Suspicion, place: str, ticket: int, now: datetime, tz: ZoneInfo) -> str:
    """For the rooms that spoke of what the member knows, where no notice is posted: source and hour, no promise of ours."""
    member = district.member.get(card.member, district.fallback)
    until = f"预计 {hour(card.until, now, tz)} 恢复" if card.until else f"恢复时间待{member.name}通知"
    at = (card.decided_at or now).astimezone(tz)
    said = f"{member.name} {at:%H:%M} 告知：已知道，正在处理，{until}"
    return f"{place}{NAMES[card.topic]}：{said}（工单 {ticket}）。电话 {member.hotline or '12345'}。"


def not_yours(card: Suspicion, reason: str) -> str:
    """Somebody answers who may not."""
    return f"{name_of(card)}：{reason}。"


def no_card(number: int | None) -> str:
    """There is none."""
    return f"没有疑似 {number}。" if number is not None else "没有等您答复的疑似停水、停电、停气。"


def back_how(card: Suspicion) -> str:
    """Said to be back, where no notice tells of it."""
    done = f"完成 {card.ticket} 做了什么" if card.ticket else "完成 工单号 做了什么"
    return f"{name_of(card)}没有发公告；恢复了请回：{done}"


def which(cards: Iterable[Suspicion], verb: str) -> str:
    """Several wait."""
    cards = list(cards)
    listed = "；".join(name_of(c) for c in cards[:_SHOWN])
    return f"有几件在等：{listed}。请带上号，如：{verb} {cards[0].number}"


def over(district: District, card: Suspicion, now: datetime, tz: ZoneInfo) -> str:
    """It has been answered before."""
    by = who(district, card.decided_by) if card.decided_by in district.person else "没人"
    when = hour(card.decided_at, now, tz)
    notice = f"，公告 {card.notice}" if card.notice else ""
    return f"{name_of(card)}：已经答过了，{by} {when} {VERDICTS[card.state]}{notice}。"


PAST = "这个时间已经过了，请写还没到的时间，或者不写。"


def unread_place(words: str) -> str:
    """A 范围 that means no place of ours."""
    return f"范围“{words}”没有对上本辖区的小区，请写小区名、楼号或线路，如：范围 某小区3-5栋"
