"""The figures by member, topic, area and week as tables of names and readings, for the report, the workbook and the pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from console.figures import percent, spread
from console.text import runs
from console.times import minutes as _minutes
from dispatch.wording_topics import TOPICS
from models.areas import District
from models.figures import Cut, Figures, Light, Rate, Spot, Spread


class By(StrEnum):
    """By what the figures can be told apart (``models.store.keys.DIMENSIONS``)."""

    MEMBER = "member"
    TOPIC = "topic"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"
    ESTATE = "estate"
    WEEK = "week"
    DAY = "day"


NAMES = {
    "member": "按承办单位",
    "topic": "按事项",
    "district": "按区",
    "street": "按街道",
    "community": "按社区",
    "grid": "按网格",
    "estate": "按小区",
    "week": "按周",
    "day": "按日",
}
COLOURS = {"red": "红", "yellow": "黄", "green": "绿", "": "—"}
WIDER = "更大范围或不明"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of cuts: its heading, how it reads, and its number (a share 0–1 when ``share``)."""

    name: str
    field: str
    share: bool = False
    minutes: bool = False

    def value(self, cut: Cut) -> Rate | Spread | int:
        """What stands there."""
        found: Rate | Spread | int = getattr(cut, self.field)
        return found

    def shown(self, cut: Cut) -> str:
        """The same for a person, each rate with its denominator."""
        value = self.value(cut)
        if isinstance(value, Rate):
            return percent(value)
        return spread(value) if isinstance(value, Spread) else f"{value:,}"

    def brief(self, cut: Cut) -> str:
        """The same in little room: of a time the median only."""
        value = self.value(cut)
        return _minutes(value.p50) if isinstance(value, Spread) else self.shown(cut)


COLUMNS = (
    Column("工单", "tickets"),
    Column("受理", "accepted"),
    Column("解决", "solved"),
    Column("未结", "open"),
    Column("超时", "overdue"),
    Column("响应率", "response", share=True),
    Column("解决率", "solution", share=True),
    Column("满意率", "satisfaction", share=True),
    Column("一次办好率", "first_fix", share=True),
    Column("派错率", "misrouted", share=True),
    Column("重办", "reworks"),
    Column("督办", "supervised"),
    Column("响应用时", "respond", minutes=True),
    Column("到场用时", "arrive", minutes=True),
    Column("解决用时", "resolve", minutes=True),
    Column("告知用时", "feedback", minutes=True),
)
"""Everything that a spreadsheet shows of a part."""
SHORT = tuple(c for c in COLUMNS if c.name in ("工单", "响应率", "解决率", "满意率", "解决用时"))
"""As much as fits on a terminal's line."""


def named(name: str, key: str, district: District) -> str:
    """What a part of a cut is called."""
    if name == "member":
        member = district.member.get(key)
        return member.name if member else key or "未派"
    if name == "topic":
        return f"{TOPICS[key]}（{key}）" if key in TOPICS else key or "不明"
    if name in ("week", "day"):
        return key
    return district.name(key) or WIDER


def parts(name: str, figures: Figures) -> list[tuple[str, Cut]]:
    """The parts of a cut in the order in which they are read: weeks and days by time, the rest most tickets first."""
    found = list(figures.cuts.get(name, {}).items())
    return found if name in ("week", "day") else sorted(found, key=lambda part: (-part[1].tickets, part[0]))


def spot_lines(spots: Sequence[Spot], district: District) -> list[tuple[str, str, str, int, str]]:
    """Place, buildings, topic, how often and the tickets of each place where the same came again and again."""
    return [
        (
            district.name(s.estate),
            "、".join(runs(s.buildings)),
            TOPICS.get(s.topic, s.topic),
            s.times,
            "、".join(map(str, s.numbers)),
        )
        for s in spots
    ]


def light_lines(lights: Sequence[Light], district: District) -> list[tuple[str, str, str]]:
    """Estate, colour and why."""
    return [(district.name(one.estate), COLOURS[one.colour], "；".join(one.why)) for one in lights]


def light_counts(lights: Sequence[Light]) -> Mapping[str, int]:
    """How many estates have which colour, under its name."""
    return {name: sum(one.colour == colour for one in lights) for colour, name in COLOURS.items()}
