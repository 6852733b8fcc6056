"""The report for a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console, Group, RenderableType
from rich.table import Table
from rich.text import Text

from console.beside import Beside
from console.cuts import NAMES, SHORT, light_counts, light_lines, named, parts, spot_lines
from console.figures import Row, as_json, late_members, members, period, rows, services, urgencies
from console.published import points
from dispatch.quarter import totals
from models.areas import District
from models.figures import Figures

WIDTH = 96
_SPOTS, _PARTS, _LIGHTS = 10, 30, 12


def as_text(figures: Figures, district: District, cuts: Iterable[str] = (), besides: Beside | None = None) -> str:
    """Tables for a person; ``cuts`` are those that are shown, ``besides`` what is not counted here."""
    return printed(Group(_document(figures, district, cuts), *_besides(besides)))


def _besides(found: Beside | None) -> Iterator[Text]:
    if found is None:
        return
    if found.head:
        yield Text(found.head)
    for name, before, after, why, who, at in found.correction_lines:
        yield Text(f"更正：{name} {before} → {after}。{why}（{who}，{at}）")
    for system, figure, member, value, source in found.outside_lines:
        yield Text(f"外部评价（另列，不混算）：{system} {member} {figure} {value}{f'，{source}' if source else ''}")
    for score in totals(found.scores):
        yield Text(f"问效：{found.district.member[score.member].name} {points(score)}（满分合计 {score.weight:g}）")


def printed(document: RenderableType) -> str:
    """As a terminal without colours shows it."""
    out = StringIO()
    Console(file=out, width=WIDTH, no_color=True).print(document)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")


def as_json_text(figures: Figures, besides: Beside | None = None) -> str:
    """Everything, for machines."""
    whole = as_json(figures) | (besides.as_json() if besides else {})
    return json.dumps(whole, ensure_ascii=False, indent=2)


def _document(figures: Figures, district: District, cuts: Iterable[str]) -> Group:
    names = {m.code: m.name for m in district.members}
    kinds = (
        ("按服务", services(figures)),
        ("按紧急程度", urgencies(figures)),
        ("按承办单位", members(figures, names)),
        ("每日捕捉", sorted(figures.by_day.items())),
    )
    late = "、".join(f"{who} {rate}" for who, rate in late_members(figures, names))
    return Group(
        Text(f"报表 {period(figures)}"),
        _table(rows(figures)),
        *(Text(f"{title}：{_listed(counts)}") for title, counts in kinds if counts),
        *([Text(f"提前不足的公告：{late}")] if late else []),
        *_grades(figures, district),
        *(part for name in cuts if figures.cuts.get(name) for part in _cut(name, figures, district)),
        *(Text(f"备注：{note}") for note in figures.notes),
    )


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{name} {count:,}" for name, count in counts)


def _table(lines: Iterable[Row]) -> Table:
    table = Table("", "指标", "数值", "口径", box=SIMPLE_HEAD, pad_edge=False)
    for group, found in groupby(lines, key=lambda r: r.group):
        for n, row in enumerate(found):
            table.add_row("" if n else group, row.label, row.value, row.note)
        table.add_section()
    return table


def _grades(figures: Figures, district: District) -> Iterator[Text]:
    for place, buildings, topic, times, numbers in spot_lines(figures.hot_spots[:_SPOTS], district):
        where = f"{place} {buildings} 栋" if buildings else place
        yield Text(f"重复点：{where} {topic} {times} 次（工单 {numbers}）")
    if len(figures.hot_spots) > _SPOTS:
        yield Text(f"重复点：还有 {len(figures.hot_spots) - _SPOTS} 处，见 XLSX")
    if figures.lights:
        yield Text(f"红黄绿：{'、'.join(f'{name} {n}' for name, n in light_counts(figures.lights).items())}")
    for estate, colour, why in light_lines([one for one in figures.lights if one.why][:_LIGHTS], district):
        yield Text(f"  {colour} {estate}：{why}")


def _cut(name: str, figures: Figures, district: District) -> Iterator[RenderableType]:
    table = Table(NAMES[name], *(c.name for c in SHORT), box=SIMPLE_HEAD, pad_edge=False)
    found = parts(name, figures)
    for key, cut in found[:_PARTS]:
        table.add_row(named(name, key, district), *(c.shown(cut) for c in SHORT))
    yield table
    if len(found) > _PARTS:
        yield Text(f"{NAMES[name]}：还有 {len(found) - _PARTS} 行，见 XLSX")
