"""A period as it was published beside what is counted today: which figures are others now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from console.cuts import COLUMNS, named, parts
from console.figures import percent, rows
from dispatch.quarter import totals
from models.areas import District
from models.figures import Figures, Rate
from models.quarter import Correction, Outside, Score

CUTS = ("member", "topic", "street", "community", "estate", "week")
"""What is frozen with a period."""
_COMPARED = tuple(c for c in COLUMNS if c.name in ("工单", "解决", "响应率", "解决率", "满意率", "一次办好率"))


def statements(figures: Figures, scores: Sequence[Score], district: District) -> dict[str, str]:
    """Every figure that is compared, as it reads, by what it is called."""
    return {
        **{f"{row.group} {row.label}": row.value for row in rows(figures)},
        **dict(_of_members(figures, district)),
        **{mark_name(s.area, s.member, i.standard, district): f"{i.points:g}" for s in scores for i in s.items if i.by_hand and i.points is not None},
        **{f"问效 {_name(s.member, district)}": points(s) for s in totals(scores)},
    }  # fmt: skip


def mark_name(area: str, member: str, standard: str, district: District) -> str:
    """What a score by hand is called."""
    return f"问效 {district.name(area)} {_name(member, district)} {standard}"


def _name(member: str, district: District) -> str:
    return named("member", member, district)


def _of_members(figures: Figures, district: District) -> Iterator[tuple[str, str]]:
    for key, cut in parts("member", figures):
        yield from ((f"{named('member', key, district)} {c.name}", c.shown(cut)) for c in _COMPARED)


def changed(before: dict[str, str], known: Sequence[Correction], now: dict[str, str]) -> list[tuple[str, str, str]]:
    """(figure, before, after) of what reads otherwise now than it did when it was published, or last corrected."""
    stated = before | {c.figure: c.after for c in known}
    found = {**dict.fromkeys(stated, "—"), **now}
    return [(name, stated.get(name, "—"), value) for name, value in found.items() if stated.get(name, "—") != value]


def points(score: Score) -> str:
    """``82.5/90``: earned of what could be scored; a dash when nothing was."""
    return f"{score.earned:g}/{score.possible:g}" if score.possible else "—"


def correction_lines(
    found: Iterable[Correction], tz: ZoneInfo, who: District
) -> list[tuple[str, str, str, str, str, str]]:
    """Figure, before, after, why, who, when."""
    return [(c.figure, c.before, c.after, c.why, name_of(c.by, who), moment(c.at, tz)) for c in found]


def name_of(by: str, district: District) -> str:
    """Who did it; the bot, or a name as it was given on the command line."""
    person = district.person.get(by)
    return "机器人" if by == "bot" else person.name if person else by


def moment(at: datetime, tz: ZoneInfo) -> str:
    """A local day and hour."""
    return f"{at.astimezone(tz):%Y-%m-%d %H:%M}"


def outside_lines(found: Iterable[Outside], district: District) -> list[tuple[str, str, str, str, str]]:
    """System, figure, member, how it reads (always with its denominator, or that there is none), source."""
    return [(o.system, o.figure, _member(o, district), outside_share(o), o.source) for o in found]


def _member(said: Outside, district: District) -> str:
    return named("member", said.member, district) if said.member else "全部"


def outside_share(said: Outside) -> str:
    """``98.2%（1,203/1,225）``, or that the other side does not say of how many."""
    if said.part is not None and said.whole is not None:
        return percent(Rate(said.part, said.whole))
    return f"{said.share * 100:.1f}%（对方未给分母）"
