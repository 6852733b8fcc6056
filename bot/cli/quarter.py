"""``gridbot review-quarter``: the standards, the scores, and a score by hand from the command line."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from bot.around import report_rules
from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.cli.report_text import printed
from bot.publishing import Desk, as_published, correct_mark
from bot.settings import Settings
from bot.standards_file import standards_of
from bot.wording_quarter import corrected, items, noted
from console.published import points
from dispatch.quarter import (
    check_mark,
    judging_areas,
    keep_mark,
    quarter_to_score,
    scores,
    scores_for,
    totals,
)
from dispatch.targets import find_person
from models.areas import District
from models.errors import NotAllowed, NotFound
from models.quarter import Mark, Score
from models.spans import QUARTER, Span, read_span
from models.store import Store, Tx

QuarterOption = Annotated[str, typer.Option("--quarter", help="哪一季：2026Q3；不写 = 正在打分的那一季")]


def review_quarter(context: typer.Context, quarter: QuarterOption = "", config: ConfigOption = CONFIG) -> None:
    """季度问效：小区党支部按标准给联盟成员单位打分；按数算的自己算，公布后定格。"""
    if context.invoked_subcommand:
        return
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        typer.echo(store.call(_table, _asked(quarter), settings, datetime.now(UTC)))


def _asked(quarter: str) -> Span | None:
    if not quarter:
        return None
    try:
        span = read_span(quarter)
    except ValueError:
        span = None
    if span is None or span.kind != QUARTER:
        raise typer.BadParameter(f"{quarter} 不是一季，写成 2026Q3", param_hint="--quarter")
    return span


def _desk(tx: Tx, settings: Settings, now: datetime, by: str = "cli") -> Desk:
    return Desk(tx.district.load(), report_rules(settings), settings.tz, now, by)


def _table(tx: Tx, asked: Span | None, settings: Settings, now: datetime) -> str:
    desk = _desk(tx, settings, now)
    inquiry = desk.inquiry()
    span = asked or quarter_to_score(tx, inquiry)
    frozen = as_published(tx, span.name)
    found = list(frozen[0].scores) if frozen else scores(tx, span, inquiry)
    state = (
        f"已公布 {frozen[0].at.astimezone(settings.tz):%Y-%m-%d}，更正 {len(frozen[1])} 条" if frozen else "还没公布"
    )
    judged = len(judging_areas(desk.district))
    return printed(
        Group(Text(f"季度问效 {span.name}（{state}），{judged} 个支部打分"), _totals(found, desk.district), _areas(found, desk.district))
    )  # fmt: skip


def _totals(found: list[Score], district: District) -> Table:
    table = Table("单位", "得分率", "得分/可评", "满分合计", "手工已打", box=SIMPLE_HEAD, pad_edge=False)
    for score in totals(found):
        share = "—" if score.share is None else f"{score.share * 100:.1f}%"
        given, wanted = score.by_hand
        table.add_row(
            district.member[score.member].name, share, points(score), f"{score.weight:g}", f"{given}/{wanted}"
        )
    return table


def _areas(found: list[Score], district: District) -> Table:
    table = Table("支部", "单位", "得分/可评", "手工已打", box=SIMPLE_HEAD, pad_edge=False)
    for score in found:
        given, wanted = score.by_hand
        table.add_row(district.name(score.area), district.member[score.member].name, points(score), f"{given}/{wanted}")
    return table


def standards(config: ConfigOption = CONFIG) -> None:
    """检查并列出标准：编号、分组、满分、怎么评。"""
    settings = settings_from(config)
    found = standards_of(settings.figures.standards)
    table = Table("编号", "分组", "满分", "标准", "怎么评", box=SIMPLE_HEAD, pad_edge=False)
    for s in found:
        how = f"按数算：{s.formula.text}" if s.formula else f"打分{f'，依据：{s.evidence}' if s.evidence else ''}"
        table.add_row(s.id, s.group, f"{s.weight:g}", s.text, how)
    typer.echo(printed(table))
    typer.echo(
        f"{len(found)} 条，满分 {sum(s.weight for s in found):g}，按数算的 {sum(s.formula is not None for s in found)} 条"
    )


def score(
    area: Annotated[str, typer.Argument(help="小区：代码或名称")],
    member: Annotated[str, typer.Argument(help="单位：代码或名称")],
    standard: Annotated[str, typer.Argument(help="标准编号，如 C1")],
    given: Annotated[float, typer.Argument(metavar="POINTS", help="分数")],
    by: Annotated[str, typer.Option(help="谁打的：这个支部的人，id 或姓名")],
    evidence: Annotated[str, typer.Option(help="依据；更正时是原因")] = "",
    quarter: QuarterOption = "",
    correct: Annotated[bool, typer.Option("--correct", help="这一季已公布：记成更正")] = False,
    config: ConfigOption = CONFIG,
) -> None:
    """替党支部记一条打分（纸面的、电话里的）；已公布的用 --correct 记更正。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        said = (area, member, standard.upper(), given, by, evidence)
        typer.echo(store.call(_score, said, _asked(quarter), settings, datetime.now(UTC), correct=correct))


def _score(
    tx: Tx,
    said: tuple[str, str, str, float, str, str],
    asked: Span | None,
    settings: Settings,
    now: datetime,
    *,
    correct: bool,
) -> str:
    place, unit, standard, given, by, evidence = said
    district = tx.district.load()
    area, member, person = _code(district, place), _member(district, unit), find_person(district, by)
    if person is None:
        raise NotFound("person", by)
    if area not in scores_for(district, person):
        raise NotAllowed(person.name, "score", f"{district.name(area)}的分由它的党支部来打")
    desk = _desk(tx, settings, now, person.id)
    inquiry = desk.inquiry()
    span = asked or quarter_to_score(tx, inquiry)
    mark = Mark(span.name, area, member, standard, given, evidence, person.id, now)
    if correct:
        return corrected(correct_mark(tx, mark=mark, why=evidence, desk=desk, source="cli"))
    check_mark(tx, inquiry, mark)
    keep_mark(tx, mark, source="cli")
    found = next(s for s in scores(tx, span, inquiry, (area,)) if s.member == member)
    return noted(district, found, [(standard, given)], inquiry.standards)


def show(
    area: Annotated[str, typer.Argument(help="小区：代码或名称")],
    member: Annotated[str, typer.Argument(help="单位：代码或名称")],
    quarter: QuarterOption = "",
    config: ConfigOption = CONFIG,
) -> None:
    """一个支部给一家单位的每一条：得分、依据、按什么数算的。"""
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        typer.echo(store.call(_show, area, member, _asked(quarter), settings, datetime.now(UTC)))


def _show(tx: Tx, place: str, unit: str, asked: Span | None, settings: Settings, now: datetime) -> str:
    desk = _desk(tx, settings, now)
    inquiry = desk.inquiry()
    span = asked or quarter_to_score(tx, inquiry)
    area, member = _code(desk.district, place), _member(desk.district, unit)
    found = next((s for s in scores(tx, span, inquiry, (area,)) if s.member == member), None)
    if found is None:
        raise NotFound("score", f"{area} {member}")
    reckoned = [f"{i.standard} {_points(i.points)}/{i.weight:g}（{i.how}）" for i in found.items if not i.by_hand]
    return "\n".join([items(desk.district, span.name, found, inquiry.standards), "按数算的：", *reckoned])


def _points(given: float | None) -> str:
    return "—" if given is None else f"{given:g}"


def _code(district: District, name: str) -> str:
    found = next((a.code for a in district.areas if name in (a.code, a.name, *a.aliases)), None)
    if found is None:
        raise NotFound("area", name)
    return found


def _member(district: District, name: str) -> str:
    found = next((m.code for m in district.members if name in (m.code, m.name)), None)
    if found is None:
        raise NotFound("member", name)
    return found
