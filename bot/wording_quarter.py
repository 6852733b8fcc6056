"""What is said of 问效, of what was published, and of its corrections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from console.published import name_of, points
from dispatch.quarter import for_member
from dispatch.wording_help import COMMANDS
from models.areas import District
from models.quarter import Correction, Item, Score, Standard
from models.ticket import Audit
from models.words import Action

NO_STANDARDS = "还没有问效的标准（config.yaml 里的 figures.standards）。"
NOT_A_BRANCH = "问效由小区党支部打分，公布由管理员和调度来做。"
ONLY_LEADERS = "公布由管理员和调度来做。"
_MOST = 5
_BY_CLOCK = "时间过去了，或者设置、辖区改了"
_RESIDENT = "居民"


def moved(entries: Sequence[tuple[int, Audit]], district: District) -> str:
    """Why a published figure is another one: which tickets changed, how, by whom."""
    told = "、".join(f"工单 {n} {_done(e.action)}（{_who(e.actor, district)}）" for n, e in entries[:_MOST])
    more = f"等 {len(entries)} 件" if len(entries) > _MOST else ""
    return f"公布后又有变动：{told}{more}" if told else _BY_CLOCK


def _who(actor: str, district: District) -> str:
    name = name_of(actor, district)
    return _RESIDENT if name == actor and actor not in ("cli",) else name


def _done(action: str) -> str:
    return COMMANDS.get(Action(action), action) if action in frozenset(Action) else action


def overview(district: District, period: str, found: Sequence[Score]) -> str:
    """For a branch: how far each member is scored."""
    lines = [f"{period} 问效："]
    for score in found:
        given, wanted = score.by_hand
        where = f"{district.name(score.area)} · " if len({s.area for s in found}) > 1 else ""
        lines.append(f"{where}{district.member[score.member].name}：打了 {given}/{wanted} 项，现得 {points(score)} 分")
    return "\n".join([*lines, "看一家的条目：问效 供电。打分：问效 供电 C1 4 依据（几条可以连着写）。"])


def items(district: District, period: str, score: Score, standards: Sequence[Standard]) -> str:
    """For a branch: what it scores of one member, and what is reckoned."""
    known = {s.id: s for s in standards}
    reckoned = [i for i in score.items if not i.by_hand]
    earned, possible = (sum(n for n in found) for found in _sums(reckoned))
    name = f"{district.name(score.area)} · {district.member[score.member].name} {period}"
    lines = [f"{name}：现得 {points(score)} 分。按数算的 {len(reckoned)} 项：{earned:g}/{possible:g}。要打分的："]
    lines += [_line(known[i.standard], i) for i in score.items if i.by_hand]
    return "\n".join(lines)


def _sums(reckoned: Iterable[Item]) -> tuple[list[float], list[float]]:
    counted = [(i.points, i.weight) for i in reckoned if i.points is not None]
    return [p for p, _ in counted], [w for _, w in counted]


def _line(standard: Standard, item: Item) -> str:
    given = "—" if item.points is None else f"{item.points:g}"
    needs = f"（依据：{standard.evidence}）" if standard.evidence and item.points is None else ""
    return f"{standard.id} {standard.text} {given}/{standard.weight:g}{needs}"


def noted(district: District, score: Score, given: Sequence[tuple[str, float]], standards: Sequence[Standard]) -> str:
    """To who scored."""
    weights = {s.id: s.weight for s in standards}
    told = "、".join(f"{id_} {points_:g}/{weights[id_]:g}" for id_, points_ in given)
    scored, wanted = score.by_hand
    left = f"还有 {wanted - scored} 项没打" if wanted > scored else "这一家打完了"
    return f"记下了：{district.member[score.member].name} {told}。{left}，现得 {points(score)} 分。"


def corrected(made: Sequence[Correction]) -> str:
    """To who corrected."""
    if not made:
        return "和公布的一样，没有更正。"
    told = "；".join(f"{c.figure} {c.before} → {c.after}" for c in made)
    return f"已记更正：{told}。公布时的数不改，报表里把更正列在后面。"


def published(period: str, scored: Sequence[Score], district: District) -> str:
    """To who published."""
    told = "、".join(f"{district.member[s.member].name} {points(s)}" for s in scored)
    return f"已公布 {period}，数已定格；以后变了会记成更正。{f'问效：{told}。' if told else ''}"


def which_area(district: District, areas: Sequence[str]) -> str:
    """Whoever scores for several areas must name one."""
    return (
        f"请写明小区：{'、'.join(district.name(a) for a in areas)}，如：问效 {district.name(areas[0])} 供电 C1 4 依据"
    )


def which_member(district: District, names: Sequence[str], standards: Sequence[Standard]) -> str:
    """No member, or not known by that name."""
    known = [m for m in district.members if m.services and not m.fallback and for_member(standards, m)]
    said = f"没有“{'、'.join(names)}”这一家。" if names else "请写明问哪一家。"
    return f"{said}可以问：{'、'.join(m.name for m in known)}"


def not_taken(reason: str) -> str:
    """A score that was not kept."""
    return f"没有记：{reason}。"
