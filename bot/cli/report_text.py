"""The report for a terminal, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from io import StringIO
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.table import Table

from console.beside import Beside
from console.cuts import NAMES, SHORT, light_counts, light_lines, named, parts, spot_lines
from console.figures import Row, as_json, late_members, members, period, rows, services, urgencies
from console.published import points
from dispatch.quarter import totals
from models.areas import District
from models.figures import Figures

WIDTH = 96
_DAYS, _SPOTS, _PARTS, _LIGHTS = 31, 10, 30, 12


def as_text(figures: Figures, district: District, cuts: Iterable[str] = (), besides: Beside | None = None) -> str:
    """Tables for a person; ``cuts`` are those that are shown, ``besides`` what is not counted here."""
    tables = (text for name in cuts if figures.cuts.get(name) for text in _cut(name, figures, district))
    return "\n".join(
        (
            *_head(figures, besides),
            printed(_table(rows(figures))),
            "",
            *_kinds(figures, district),
            *_grades(figures, district),
            *(f"备注：{note}" for note in figures.notes),
            *tables,
            *_besides(besides),
        )
    ).rstrip("\n")


def as_json_text(figures: Figures, besides: Beside | None = None) -> str:
    """Everything, for machines."""
    whole = as_json(figures) | (besides.as_json() if besides else {})
    return json.dumps(whole, ensure_ascii=False, indent=2)


def printed(document: RenderableType) -> str:
    """As a terminal without colours shows it."""
    out = StringIO()
    Console(file=out, width=WIDTH, no_color=True).print(document)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n")


def _head(figures: Figures, besides: Beside | None) -> Iterator[str]:
    yield f"报表 {period(figures)}"
    if besides and besides.head:
        yield besides.head
    yield ""


def _kinds(figures: Figures, district: District) -> Iterator[str]:
    names = {m.code: m.name for m in district.members}
    kinds = (
        ("按服务", services(figures)),
        ("按紧急程度", urgencies(figures)),
        ("按承办单位", members(figures, names)),
        ("每日捕捉", sorted(figures.by_day.items()) if len(figures.by_day) <= _DAYS else []),
    )
    yield from (f"{title}：{_listed(counts)}" for title, counts in kinds if counts)
    late = "、".join(f"{who} {rate}" for who, rate in late_members(figures, names))
    if late:
        yield f"提前不足的公告：{late}"


def _listed(counts: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{name} {count:,}" for name, count in counts)


def _table(lines: Iterable[Row]) -> Table:
    table = Table("", "指标", "数值", "口径", box=SIMPLE_HEAD, pad_edge=False)
    for group, found in groupby(lines, key=lambda r: r.group):
        for n, row in enumerate(found):
            table.add_row("" if n else group, row.label, row.value, row.note)
        table.add_section()
    return table


def _grades(figures: Figures, district: District) -> Iterator[str]:
    for place, buildings, topic, times, numbers in spot_lines(figures.hot_spots[:_SPOTS], district):
        where = f"{place} {buildings} 栋" if buildings else place
        yield f"重复点：{where} {topic} {times} 次（工单 {numbers}）"
    if len(figures.hot_spots) > _SPOTS:
        yield f"重复点：还有 {len(figures.hot_spots) - _SPOTS} 处，见 XLSX"
    if figures.lights:
        yield f"红黄绿：{'、'.join(f'{name} {n}' for name, n in light_counts(figures.lights).items())}"
    for estate, colour, why in light_lines([one for one in figures.lights if one.why][:_LIGHTS], district):
        yield f"  {colour} {estate}：{why}"


def _cut(name: str, figures: Figures, district: District) -> Iterator[str]:
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(NAMES[name], overflow="fold")
    for column in SHORT:
        table.add_column(column.name, no_wrap=True)
    found = parts(name, figures)
    for key, cut in found[:_PARTS]:
        table.add_row(named(name, key, district), *(c.brief(cut) for c in SHORT))
    yield f"\n{printed(table)}"
    if len(found) > _PARTS:
        yield f"{NAMES[name]}：还有 {len(found) - _PARTS} 行，见 XLSX"


def _besides(found: Beside | None) -> Iterator[str]:
    if found is None:
        return
    for name, before, after, why, who, at in found.correction_lines:
        yield f"更正：{name} {before} → {after}。{why}（{who}，{at}）"
    for system, figure, member, value, source in found.outside_lines:
        yield f"外部评价（另列，不混算）：{system} {member} {figure} {value}{f'，{source}' if source else ''}"
    for score in totals(found.scores):
        yield f"问效：{found.district.member[score.member].name} {points(score)}（满分合计 {score.weight:g}）"
