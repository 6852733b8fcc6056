"""``gridbot publish``, ``correct`` and ``outside``: freeze a period, write its corrections down, keep what other systems state."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from openpyxl import load_workbook

from bot.around import report_rules
from bot.cli.options import CONFIG, ConfigOption, settings_from
from bot.outside import NAMES, outside_of, state_outside
from bot.publishing import Desk, publish
from bot.publishing import correct as correct_period
from bot.settings import Settings
from bot.wording_quarter import published
from console.published import correction_lines, outside_share
from dispatch.quarter import totals
from dispatch.targets import find_person
from models.areas import District
from models.errors import BadInput, Place
from models.quarter import Outside
from models.spans import Span, read_span
from models.store import Store, Tx

PeriodArgument = Annotated[str, typer.Argument(help="一段时间：2026-W47、2026-11、2026Q3、2026-11-24")]
ByOption = Annotated[str, typer.Option(help="谁：id 或姓名")]


def publish_command(period: PeriodArgument, by: ByOption, config: ConfigOption = CONFIG) -> None:
    """公布一周、一月、一季：数定格，以后变了的记成更正；一季的连问效一起。"""
    settings, span = settings_from(config), _span(period)
    with closing(Store.open(settings.database)) as store:
        typer.echo(store.call(_publish, span.name, settings, by, datetime.now(UTC)))


def _publish(tx: Tx, period: str, settings: Settings, by: str, now: datetime) -> str:
    desk = _desk(tx, settings, by, now)
    what = publish(tx, span=read_span(period), desk=desk)
    return published(what.period, totals(what.scores), desk.district)


def correct(
    period: PeriodArgument,
    by: ByOption,
    why: Annotated[str, typer.Option(help="原因；不写 = 写明哪些工单变了、谁变的")] = "",
    config: ConfigOption = CONFIG,
) -> None:
    """现在的数和公布的不同，记成更正：原来多少、现在多少、为什么、谁。每天夜里也会自己记一次。"""
    settings, span = settings_from(config), _span(period)
    with closing(Store.open(settings.database)) as store:
        for line in store.call(_correct, span.name, settings, by, why, datetime.now(UTC)):
            typer.echo(line)


def _correct(tx: Tx, period: str, settings: Settings, by: str, why: str, now: datetime) -> list[str]:
    desk = _desk(tx, settings, by, now)
    made = correct_period(tx, period=period, desk=desk, why=why)
    told = [
        f"更正：{line[0]} {line[1]} → {line[2]}，{line[3]}"
        for line in correction_lines(made, settings.tz, desk.district)
    ]
    return told or ["和公布的一样，没有更正"]


def outside_add(
    period: PeriodArgument,
    system: Annotated[str, typer.Argument(help="哪个系统，如 12345")],
    figure: Annotated[str, typer.Argument(help="什么指标，如 满意率")],
    by: ByOption,
    part: Annotated[int | None, typer.Option(min=0, help="分子")] = None,
    whole: Annotated[int | None, typer.Option(min=1, help="分母")] = None,
    share: Annotated[float | None, typer.Option(min=0, max=100, help="对方只给了百分比：98.2")] = None,
    member: Annotated[str, typer.Option(help="哪个单位；不写 = 全部")] = "",
    source: Annotated[str, typer.Option(help="出处：哪份通报、第几页")] = "",
    config: ConfigOption = CONFIG,
) -> None:
    """记下外部系统的评价，另列，不和本系统的混算。"""
    values = {"期间": period, "系统": system, "指标": figure, "单位": member, "来源": source}
    numbers = {"分子": part, "分母": whole, "比率": share}
    row = values | {name: "" if n is None else str(n) for name, n in numbers.items()}
    _keep([(Place("命令行"), row)], by, config)


def outside_import(
    file: Annotated[Path, typer.Argument(help="CSV 或 XLSX，第一行是：期间 系统 指标 单位 分子 分母 比率 来源")],
    by: ByOption,
    config: ConfigOption = CONFIG,
) -> None:
    """从表格导入外部系统的评价；有一行不对就一行也不收。"""
    _keep(list(_rows(file)), by, config)


def _keep(rows: list[tuple[Place, dict[str, str]]], by: str, config: Path) -> None:
    settings = settings_from(config)
    with closing(Store.open(settings.database)) as store:
        for said in store.call(_state, rows, by, datetime.now(UTC)):
            typer.echo(f"记下了：{said.period} {said.system} {said.figure} {outside_share(said)}")


def _state(tx: Tx, rows: list[tuple[Place, dict[str, str]]], by: str, now: datetime) -> list[Outside]:
    district = tx.district.load()
    who = _who(district, by)
    found: list[Outside] = []
    problems: list[tuple[Place, str]] = []
    for place, row in rows:
        try:
            found.append(outside_of(row, district, who, now))
        except ValueError as error:
            problems.append((place, str(error)))
    if problems:
        raise BadInput(problems)
    return [state_outside(tx, said) for said in found]


def _rows(file: Path) -> Iterator[tuple[Place, dict[str, str]]]:
    try:
        lines = list(_sheet(file) if file.suffix.lower() == ".xlsx" else _csv(file))
    except (OSError, UnicodeDecodeError, KeyError, ValueError) as error:
        raise BadInput([(Place(str(file)), f"读不了：{error}")]) from error
    heads = [str(h).strip() for h in lines[0]] if lines else []
    if not {"期间", "系统", "指标"} <= set(heads) or set(heads) - set(NAMES) - {""}:
        raise BadInput([(Place(str(file), 1), f"第一行应当是：{' '.join(NAMES)}")])
    for number, line in enumerate(lines[1:], start=2):
        if any(line):
            yield Place(str(file), number), dict(zip(heads, line, strict=False))


def _csv(file: Path) -> Iterator[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as read:
        yield from csv.reader(read)


def _sheet(file: Path) -> Iterator[list[str]]:
    book = load_workbook(file, read_only=True, data_only=True)
    for row in book.worksheets[0].iter_rows(values_only=True):
        yield ["" if v is None else str(v).strip() for v in row]
    book.close()


def _span(period: str) -> Span:
    try:
        return read_span(period)
    except ValueError as error:
        raise typer.BadParameter(f"{period} 不是一段时间", param_hint="PERIOD") from error


def _desk(tx: Tx, settings: Settings, by: str, now: datetime) -> Desk:
    district = tx.district.load()
    return Desk(district, report_rules(settings), settings.tz, now, _who(district, by))


def _who(district: District, by: str) -> str:
    """The id of one of the staff, or the name as it was given."""
    person = find_person(district, by)
    return person.id if person else by
