"""季度问效: the branches (小区党支部) score the members by standards; what has a formula is reckoned from the figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from dispatch.lights import Grading
from dispatch.spots import spots
from models.areas import District, Member, Person
from models.errors import Refused
from models.figures import Cut
from models.measures import MEASURES
from models.quarter import FULL, Item, Mark, Score, Standard
from models.spans import QUARTER, Span, span_of
from models.store import Tx
from models.store.figures import period_of
from models.store.tally import Strokes, cuts_by
from models.stroke import Counted
from models.ticket import Audit
from models.words import Role

BRANCH = "小区党支部"
"""The level of the people who score (``level`` in the district file); a secretary scores too, for what they lead."""


@dataclass(frozen=True, slots=True)
class Inquiry:
    """What a score stands in: the district, the standards, how places are graded, the zone, now (aware, UTC)."""

    district: District
    standards: tuple[Standard, ...]
    grading: Grading
    tz: ZoneInfo
    now: datetime
    score_days: int = 30

    @property
    def today(self) -> date:
        """The local day."""
        return self.now.astimezone(self.tz).date()


def judged_members(district: District) -> tuple[Member, ...]:
    """Who is asked: the members that have a service of their own."""
    return tuple(m for m in district.members if m.services and not m.fallback)


def for_member(standards: Iterable[Standard], member: Member) -> tuple[Standard, ...]:
    """The standards that are for a member."""
    return tuple(s for s in standards if not s.services or set(s.services) & set(member.services))


def scores_for(district: District, person: Person | None) -> tuple[str, ...]:
    """The areas for which somebody scores; () when they do not."""
    fits = person is not None and (person.level == BRANCH or person.role is Role.SECRETARY)
    return tuple(a for a in person.areas if a in district.area) if fits and person else ()


def judging_areas(district: District) -> tuple[str, ...]:
    """Every area for which somebody scores, in the order of the district."""
    asked = {area for person in district.people for area in scores_for(district, person)}
    return tuple(a.code for a in district.areas if a.code in asked)


def quarter_to_score(tx: Tx, inquiry: Inquiry) -> Span:
    """The quarter that is meant when none is named: the last one until it is published or too long ago, then this one."""
    this = span_of(QUARTER, inquiry.today)
    last = this.before
    late = inquiry.today > last.last + timedelta(days=inquiry.score_days)
    return this if late or tx.quarters.published(last.name) else last


def check_mark(tx: Tx, inquiry: Inquiry, mark: Mark) -> None:
    """Refused when a score cannot be given: no such standard, too many points, no evidence, or it is published."""
    standard = standard_of(inquiry, mark.standard, mark.member)
    check_points(standard, mark.points)
    if standard.evidence and not mark.evidence.strip():
        raise Refused(f"{mark.standard} 要写明依据：{standard.evidence}")
    if tx.quarters.published(mark.period):
        raise Refused(f"{mark.period} 已经公布，改分请写：问效 更正 单位 编号 分数 原因")


def check_points(standard: Standard, points: float) -> None:
    """Refused when a standard takes no such score."""
    if standard.formula:
        raise Refused(f"{standard.id} 按数算，不用打分")
    if not 0 <= points <= standard.weight:
        raise Refused(f"{standard.id} 满分 {standard.weight:g}，请打 0 到 {standard.weight:g}")


def keep_mark(tx: Tx, mark: Mark, *, source: str) -> Mark | None:
    """Keep it and write it down."""
    before = tx.quarters.mark(mark)
    subject = f"quarter {mark.period} {mark.area} {mark.member} {mark.standard}"
    old = f"{before.points:g}" if before else ""
    tx.audit.add(Audit(subject, "mark", mark.by, mark.at, source, mark.evidence, old, f"{mark.points:g}"))
    return before


def standard_of(inquiry: Inquiry, id_: str, member: str) -> Standard:
    """The standard with this number, if it is one for that member; Refused."""
    asked = inquiry.district.member.get(member)
    found = next((s for s in inquiry.standards if s.id == id_), None)
    if found is None or asked is None:
        raise Refused(f"没有 {id_} 这一条")
    if found not in for_member(inquiry.standards, asked):
        raise Refused(f"{id_} 不问{asked.name}")
    return found


def scores(tx: Tx, span: Span, inquiry: Inquiry, areas: Sequence[str] | None = None) -> list[Score]:
    """The score of every member in every area that is judged (or in ``areas``)."""
    given = {(m.area, m.member, m.standard): m for m in tx.quarters.marks(span.name)}
    wanted = judging_areas(inquiry.district) if areas is None else areas
    cuts = _cuts(tx, span, inquiry, wanted)
    return [
        Score(area, member.code, tuple(_item(s, cuts[area].get(member.code, Cut()), given.get((area, member.code, s.id))) for s in for_member(inquiry.standards, member)))
        for area in wanted
        for member in judged_members(inquiry.district)
    ]  # fmt: skip


def _item(standard: Standard, cut: Cut, mark: Mark | None) -> Item:
    if standard.formula is None:
        points, how = (mark.points, mark.evidence) if mark else (None, "")
        return Item(standard.id, standard.weight, points, by_hand=True, how=how)
    share = standard.formula(cut)
    points = None if share is None else round(standard.weight * min(max(share, 0.0), FULL) / FULL, 2)
    how = "，".join(f"{name} {_shown(name, MEASURES[name](cut))}" for name in standard.formula.names)
    return Item(standard.id, standard.weight, points, by_hand=False, how=how)


def _shown(name: str, value: float | None) -> str:
    if value is None:
        return "无数据"
    return f"{value * 100:.1f}%" if name.endswith("率") else f"{value:g}"


def _cuts(tx: Tx, span: Span, inquiry: Inquiry, areas: Sequence[str]) -> dict[str, dict[str, Cut]]:
    """By area and member the figures of the span."""
    period = period_of(span.first, span.last, inquiry.tz)
    strokes = tx.figures.strokes(period, inquiry.now)
    grading = inquiry.grading
    rows = tx.figures.repeated(period, days=grading.days, times=grading.times)
    hot = spots(rows, start=period.seconds[0], times=grading.times, days=grading.days)
    members = {s.number: s.member for s in strokes.opened}
    repeats = Counter((spot.estate, members.get(spot.numbers[-1], "")) for spot in hot)
    placed = [_by_estate(part) for part in strokes[:4]]
    return {area: _of_area(placed, strokes.now, _estates(inquiry.district, area), repeats) for area in areas}


def _by_estate(strokes: Iterable[Counted]) -> Mapping[str, list[Counted]]:
    found: dict[str, list[Counted]] = defaultdict(list)
    for stroke in strokes:
        found[stroke.estate].append(stroke)
    return found


def _estates(district: District, area: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((area, *district.estates_in(area))))


def _of_area(
    placed: Sequence[Mapping[str, list[Counted]]],
    now: int,
    estates: Sequence[str],
    repeats: Mapping[tuple[str, str], int],
) -> dict[str, Cut]:
    opened, solved, judged, standing = ([s for e in estates for s in part.get(e, ())] for part in placed)
    cuts = cuts_by(Strokes(opened, solved, judged, standing, now), lambda stroke, _: stroke.member)
    return {m: replace(cut, spots=sum(repeats.get((e, m), 0) for e in estates)) for m, cut in cuts.items()}


def totals(found: Iterable[Score]) -> list[Score]:
    """By member all of its areas together, the best first; an area that scored nothing adds nothing."""
    by_member: dict[str, list[Score]] = defaultdict(list)
    for score in found:
        by_member[score.member].append(score)
    summed = [Score("", member, tuple(i for s in parts for i in s.items)) for member, parts in by_member.items()]
    return sorted(summed, key=lambda s: (s.share is None, -(s.share or 0), s.member))
