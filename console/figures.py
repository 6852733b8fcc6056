"""The figures of a period as a person reads them; the console and ``gridbot report`` share every label and number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from console.names import SERVICES
from console.times import minutes
from models.figures import Figures, Rate
from models.words import Service
from notices.lead import Lead

UTILITIES = (Service.POWER, Service.WATER, Service.GAS, Service.ROAD)
NOTICE_NAMES = {Service.POWER: "停电公告", Service.WATER: "停水公告", Service.GAS: "停气公告", Service.ROAD: "道路公告"}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: its group, what it is, how much as a person reads it, how it is counted ("" when plain).

    ``number`` is the bare figure for a spreadsheet (a share 0–1 when ``share``), None when there is nothing.
    """

    group: str
    label: str
    value: str
    note: str = ""
    number: float | None = None
    share: bool = False


def percent(rate: Rate) -> str:
    """A rate with its denominator: ``98.0%（49/50）``, ``—（0/0）`` when there is no whole."""
    share = "—" if rate.share is None else f"{rate.share * 100:.1f}%"
    return f"{share}（{rate.part:,}/{rate.whole:,}）"


def rows(figures: Figures) -> list[Row]:
    """Every figure of the report in the order in which it is read."""
    return [
        *_notice_rows(figures),
        *_capture_rows(figures),
        *_ticket_rows(figures),
        *_rate_rows(figures),
        *_median_rows(figures),
    ]


def _count(group: str, label: str, number: float, unit: str, note: str = "") -> Row:
    shown = f"{number:,.1f}" if isinstance(number, float) else f"{number:,}"
    return Row(group, label, f"{shown} {unit}", note, number)


def _rate(group: str, label: str, rate: Rate, note: str) -> Row:
    return Row(group, label, percent(rate), note, rate.share, share=True)


def _notice_rows(f: Figures) -> list[Row]:
    shown = [s for s in Service if s in UTILITIES or f.notices.get(s)]
    told = (
        _count("公告", _notice_name(s), f.notices.get(s, 0), "条", f"发到群 {f.posts.get(s, 0):,} 次") for s in shown
    )
    uncounted = f"，另有 {f.estates_uncounted:,} 个小区没有户数" if f.estates_uncounted else ""
    late = Rate(sum(r.part for r in f.late_notices.values()), sum(r.whole for r in f.late_notices.values()))
    return [
        *told,
        _rate("公告", "应发的群", f.rooms_reached, "已发出 / 计划发（公告与群）"),
        _rate("公告", "到群", f.rooms_concerned, "听到的 / 有关的（公告与群）"),
        _rate("公告", "到户", f.households_reached, f"群里听到的户 / 有关的户{uncounted}"),
        Row("公告", "到最后一群", minutes(f.median_spread), _longest(f), f.median_spread),
        _rate("公告", "提前不足", late, "晚于法定提前量 / 计划类公告"),
    ]


def _longest(f: Figures) -> str:
    longest = f"，最长 {minutes(f.longest_spread)}" if f.longest_spread is not None else ""
    return f"中位数，发布到最后一个群{longest}"


def lead_text(lead: Lead) -> str:
    """How early a notice was out, and the rule that it is measured by."""
    given, wanted = (span.total_seconds() / 3600 for span in (lead.given, lead.limit.span))
    verdict = "不足" if lead.late else "够"
    return f"提前 {given:.1f} 小时，要求 {wanted:.0f} 小时，{verdict}。依据：{lead.limit.source}"


def late_members(figures: Figures, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Planned notices that came too late, of all planned ones, by member's name, most first."""
    late = sorted(figures.late_notices.items(), key=lambda item: -item[1].part)
    return [(names.get(code, code) or "未注明单位", percent(rate)) for code, rate in late if rate.part]


def _notice_name(service: Service) -> str:
    return NOTICE_NAMES.get(service, f"{SERVICES[service]}公告")


def _capture_rows(f: Figures) -> list[Row]:
    return [
        _count("捕捉", "捕捉诉求", f.messages_captured, "条"),
        _count("捕捉", "日均捕捉", float(f.captures_a_day), "条", f"{days(f)} 天"),
        _count("捕捉", "公告内已答复", f.deflected, "条", "答复即止，不另开工单"),
        _count("捕捉", "没听到", round(f.unheard_minutes), "分钟", _unheard(f)),
    ]


def _unheard(f: Figures) -> str:
    return f"断线期间，{f.unheard_rooms:,} 个群，合计 {round(f.unheard_room_minutes):,} 群·分钟"


def _ticket_rows(f: Figures) -> list[Row]:
    return [
        _count("工单", "工单", f.tickets, "件", "本期开单，不含并单"),
        _count("工单", "受理", f.accepted, "件", "本期开单，已受理"),
        _count("工单", "解决", f.solved, "件", "本期反馈，不论何时开单"),
        _count("工单", "网格内解决", f.solved_in_grid, "件", "其中未转街道和外部热线"),
        _count("工单", "无责任单位", f.by_default, "件", "由兜底单位承接"),
        _count("工单", "未结", f.open, "件", f"其中超时 {f.overdue:,} 件"),
        _count("工单", "重办", f.reworks, "次"),
        _count("工单", "应急期间", f.in_emergency, "件", "时限停过，结束后接着计"),
    ]


def _rate_rows(f: Figures) -> list[Row]:
    asked = f"已评价 {f.answered:,} / 已询问 {f.asked:,} / 已解决 {f.solved:,}"
    return [
        _rate("三率", "响应率", f.response, "按时签收 / 已派单"),
        _rate("三率", "解决率", f.solution, "已解决 / 本期受理"),
        _rate("三率", "满意率", f.satisfaction, "满意和基本满意 / 已评价"),
        _count("三率", "评价", f.answered, "条", asked),
    ]


def _median_rows(f: Figures) -> list[Row]:
    return [
        Row("用时", "响应用时", minutes(f.median_response), "中位数（分钟），开单到签收", f.median_response),
        Row("用时", "到场用时", minutes(f.median_arrival), "中位数（分钟），开单到到场", f.median_arrival),
        Row("用时", "解决用时", minutes(f.median_solution), "中位数（分钟），开单到反馈", f.median_solution),
    ]


def days(figures: Figures) -> int:
    """How many days the period has, both ends included."""
    return (figures.last - figures.first).days + 1


def period(figures: Figures) -> str:
    """The period for a heading."""
    first, last = figures.first.isoformat(), figures.last.isoformat()
    return first if first == last else f"{first} 至 {last}"


def as_json(figures: Figures) -> dict[str, Any]:
    """The figures as JSON values: dates ISO, each rate as ``{"part", "whole", "share"}`` with share 0–1 or null."""
    return {name: _plain(name, getattr(figures, name)) for name in asdict(figures)}


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, Rate):
        return {"part": value.part, "whole": value.whole, "share": value.share}
    if isinstance(value, Mapping):
        return {str(k): _plain(name, v) for k, v in value.items()}
    if name in ("first", "last"):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def services(figures: Figures) -> list[tuple[str, int]]:
    """Tickets by service under their Chinese names, most first."""
    names = {s.value: SERVICES[s] for s in Service}
    return _most_first(figures.by_service, names)


def urgencies(figures: Figures) -> list[tuple[str, int]]:
    """Tickets by urgency, the most urgent first."""
    return sorted(figures.by_urgency.items())


def members(figures: Figures, names: Mapping[str, str]) -> list[tuple[str, int]]:
    """Tickets by member under the name that ``names`` gives its code, most first."""
    return _most_first(figures.by_member, names)


def _most_first(counts: Mapping[str, int], names: Mapping[str, str]) -> list[tuple[str, int]]:
    return sorted(((names.get(k, k), n) for k, n in counts.items()), key=lambda item: -item[1])
